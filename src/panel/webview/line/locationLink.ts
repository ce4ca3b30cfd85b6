import type { Location } from '../../../chat/location.ts';
import { locationKey } from '../../../chat/locations.ts';
import type { LocationState } from '../../protocol.ts';
import { element } from '../element.ts';
import { t } from '../words.ts';
import type { LineActions } from './lineActions.ts';
import { linkView } from './linkView.ts';
import { forgetStates, knownState, wantState } from './locationStates.ts';

/** Of links, to ask again. */
const locations = new WeakMap<Element, Location>();

/** A link to a place in code, with the mark of how it stands in our own copy once that is known. */
export function locationLink(text: string, location: Location, actions: LineActions): HTMLElement {
  const key = locationKey(location);
  const view = linkView('location', text, () => actions.openLocation(location));
  view.dataset.key = key;
  locations.set(view, location);
  view.title = location.path;
  const state = knownState(key);
  if (state === undefined) wantState(key, location, actions);
  else showState(view, state);
  return view;
}

/** Marks the links in `view` whose keys are in `states`. */
export function showStates(view: HTMLElement, states: Readonly<Record<string, LocationState>>): void {
  for (const link of view.querySelectorAll<HTMLElement>('.location')) {
    const key = link.dataset.key ?? '';
    const state = Object.hasOwn(states, key) ? states[key] : undefined;
    if (state !== undefined) showState(link, state);
  }
}

/** Asks again how the places that are drawn in `view` stand; until the answer is there their marks stay. */
export function askStatesAgain(view: ParentNode, actions: LineActions): void {
  forgetStates();
  for (const link of view.querySelectorAll<HTMLElement>('.location')) {
    const location = locations.get(link);
    if (location) wantState(link.dataset.key ?? '', location, actions);
  }
}

/** The mark is a sign with words: colour alone tells nothing to many. */
function showState(link: HTMLElement, state: LocationState): void {
  link.dataset.state = state;
  link.querySelector('.location-state')?.remove();
  const words = stateWords(state);
  link.title = words;
  const sign = signs[state];
  if (sign === '') return;
  const mark = element('span', 'location-state', sign);
  mark.setAttribute('role', 'img');
  mark.setAttribute('aria-label', words);
  link.append(mark);
}

const signs: Readonly<Record<LocationState, string>> = { same: '', moved: '~', changed: '≠', missing: '?' };

function stateWords(state: LocationState): string {
  switch (state) {
    case 'same':
      return t('The same in your copy');
    case 'moved':
      return t('Moved in your copy');
    case 'changed':
      return t('Different in your copy');
    case 'missing':
      return t('Not in your copy');
  }
}
