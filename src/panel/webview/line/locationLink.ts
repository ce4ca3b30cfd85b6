import type { Location } from '../../../chat/location.ts';
import { locationKey } from '../../../chat/locations.ts';
import { BoundedMap } from '../../../common/boundedMap.ts';
import type { Clock } from '../../../common/clock.ts';
import { maxLocationText, maxLocationTexts } from '../../messageLimits.ts';
import type { LocationState } from '../../protocol.ts';
import { element } from '../element.ts';
import { t } from '../words.ts';
import type { LineActions } from './lineActions.ts';
import { linkView } from './linkView.ts';
import { setReach } from './reach.ts';

/** Milliseconds for which an answer about places in code is taken as it is. */
export const askAgainMs = 5_000;
/** Locations in one request. */
const maxLocationsAsked = 200;
/** Keys that are remembered, asked or answered; the oldest are forgotten and asked again when they are drawn again. */
const maxLocationsKnown = 5_000;

/** Answered, or only asked. */
const known = new BoundedMap<string, LocationState | 'asked'>(maxLocationsKnown);
const waiting = new Map<LineActions, Location[]>();
const anyPlace = '.location, .location-maybe';
/** Of what is drawn, to ask again, and to make a link of it. */
const drawn = new WeakMap<Element, { readonly location: Location; readonly actions: LineActions }>();

/**
 * A link to a place in code, with the mark of how it stands in our own copy once that is known. A place on somebody's disk
 * is one only where our copy has such a file: most of what a stack trace names is not ours.
 */
export function locationLink(text: string, location: Location, actions: LineActions): HTMLElement {
  const key = locationKey(location);
  const state = known.get(key);
  const isOurs = state !== undefined && state !== 'asked' && state !== 'missing';
  const isLink = location.root === undefined || isOurs;
  const view = isLink
    ? linkView('location', text, () => actions.openLocation(location))
    : element('span', 'location-maybe', text);
  view.dataset.key = key;
  drawn.set(view, { location, actions });
  if (isLink) view.title = location.path;
  if (state === undefined) wantState(key, location, actions);
  else if (state !== 'asked' && isLink) showState(view, state);
  // What is before it is there once it is drawn.
  if (state === 'missing') queueMicrotask(() => lookWider(view));
  return view;
}

/** Marks the links in `lines` whose keys are in `states`, and those that are drawn later. */
export function showLocations(
  lines: Iterable<HTMLElement>,
  states: Readonly<Record<string, LocationState>>,
): void {
  for (const [key, state] of Object.entries(states)) known.set(key, state);
  for (const line of lines) {
    for (const view of line.querySelectorAll<HTMLElement>(anyPlace)) {
      const key = view.dataset.key ?? '';
      const state = Object.hasOwn(states, key) ? states[key] : undefined;
      if (state !== undefined) changeState(view, state);
      if (state === 'missing' || wider.has(view)) lookWider(view);
    }
  }
}

/**
 * Asks again how the places that are drawn in `view` stand when the page gets the focus back: files change while they are
 * worked on. Until the answer is there their marks stay.
 */
export function watchLocations(view: ParentNode, actions: LineActions, clock: Clock): void {
  let askedAt = clock.now();
  window.addEventListener('focus', () => {
    const now = clock.now();
    if (Math.abs(now - askedAt) < askAgainMs) return;
    askedAt = now;
    known.clear();
    for (const place of view.querySelectorAll<HTMLElement>(anyPlace)) {
      const location = drawn.get(place)?.location;
      if (location) wantState(place.dataset.key ?? '', location, actions);
    }
  });
}

/** A place whose path begins some words earlier. */
interface WiderPlace {
  readonly words: string;
  readonly location: Location;
}

/** Of links that lead nowhere, what their path would be with words before it. */
const wider = new WeakMap<Element, readonly WiderPlace[]>();
/** Words that are looked at before a link. */
const wordsBefore = /(?:[^\s:,;()[\]{}"'`<>|?*]{1,64} ){1,3}$/;

/** Blanks in a path are known from those between words only by the file that is there. */
function lookWider(view: HTMLElement): void {
  const { location, actions } = drawn.get(view) ?? {};
  const before = view.previousSibling;
  if (!location || !actions || !(before instanceof Text) || location.root !== undefined) return;
  const places = wider.get(view) ?? widerPlaces(before.data, location);
  wider.set(view, places);
  for (const place of places) {
    const key = locationKey(place.location);
    const state = known.get(key);
    if (state === undefined) wantState(key, place.location, actions);
    else if (state !== 'asked' && state !== 'missing' && before.data.endsWith(place.words)) {
      view.querySelector('.location-state')?.remove();
      before.data = before.data.slice(0, -place.words.length);
      swap(view, locationLink(place.words + view.textContent, place.location, actions));
      return;
    }
  }
}

function widerPlaces(before: string, location: Location): readonly WiderPlace[] {
  const words = wordsBefore.exec(before.slice(-200))?.[0].match(/\S+ /g) ?? [];
  return words.map((_, index) => {
    const taken = words.slice(index).join('');
    return { words: taken, location: { ...location, path: taken + location.path } };
  });
}

/** Asks how a place stands, unless it was asked before; places that are drawn together are asked together. */
function wantState(key: string, location: Location, actions: LineActions): void {
  if (known.has(key)) return;
  known.set(key, 'asked');
  const others = waiting.get(actions);
  if (others) others.push(location);
  else {
    waiting.set(actions, [location]);
    queueMicrotask(() => askWaiting(actions));
  }
}

/** The host takes so many places and so many characters in one message, and drops what is past that. */
function askWaiting(actions: LineActions): void {
  let batch: Location[] = [];
  let characters = 0;
  for (const location of waiting.get(actions) ?? []) {
    const { text = '', ...rest } = location;
    const fits = text.length <= maxLocationText;
    const length = fits ? text.length : 0;
    if (batch.length === maxLocationsAsked || characters + length > maxLocationTexts) {
      actions.checkLocations(batch);
      batch = [];
      characters = 0;
    }
    batch.push(fits ? location : rest);
    characters += length;
  }
  waiting.delete(actions);
  actions.checkLocations(batch);
}

/** A place on somebody's disk becomes a link, or is none any more. */
function changeState(view: HTMLElement, state: LocationState): void {
  const { location, actions } = drawn.get(view) ?? {};
  const isLink = view.role === 'link';
  if (location?.root === undefined) showState(view, state);
  else if (actions && isLink === (state === 'missing')) {
    view.querySelector('.location-state')?.remove();
    swap(view, locationLink(view.textContent, location, actions));
  } else if (isLink) showState(view, state);
}

/** Puts one in the place of another, which may have the focus: what is no link leaves that to its line. */
function swap(view: HTMLElement, made: HTMLElement): void {
  const line = view.closest<HTMLElement>('.line');
  const hadFocus = view === document.activeElement;
  view.replaceWith(made);
  if (hadFocus) (made.role === 'link' ? made : line)?.focus({ preventScroll: true });
  if (line) setReach(line);
}

/** The mark is a sign with words: colour alone tells nothing to many. */
function showState(link: HTMLElement, state: LocationState): void {
  link.dataset.state = state;
  link.querySelector('.location-state')?.remove();
  const words = stateWords(state);
  link.title = words;
  const sign = signs[state];
  if (sign === '') return;
  link.append(element('span', 'location-state', sign, { role: 'img', ariaLabel: words }));
}

const signs: Readonly<Record<LocationState, string>> = {
  same: '',
  moved: '~',
  unsure: '~?',
  changed: '≠',
  missing: '?',
};

function stateWords(state: LocationState): string {
  const words: Readonly<Record<LocationState, string>> = {
    same: t('The same in your copy'),
    moved: t('Moved in your copy'),
    unsure: t('Several times in your copy, and not where it was'),
    changed: t('Different in your copy'),
    missing: t('Not in your copy'),
  };
  return words[state];
}
