import type { Location } from '../../../chat/location.ts';
import { BoundedMap } from '../../../common/boundedMap.ts';
import { maxLocationText, maxLocationTexts } from '../../messageLimits.ts';
import type { LocationState } from '../../protocol.ts';
import type { LineActions } from './lineActions.ts';

/** Locations in one request. */
const maxLocationsAsked = 200;
/** Keys that are remembered, asked or answered; the oldest are forgotten and asked again when they are drawn again. */
const maxLocationsKnown = 5_000;

/** Answered, or only asked. */
const known = new BoundedMap<string, LocationState | 'asked'>(maxLocationsKnown);
const waiting = new Map<LineActions, Location[]>();
const remembered = new WeakSet<object>();

/** How a place stands, as far as the host has said. */
export function knownState(key: string): LocationState | undefined {
  const state = known.get(key);
  return state === 'asked' ? undefined : state;
}

/** Asks how a place stands, unless it was asked before; places that are drawn together are asked together. */
export function wantState(key: string, location: Location, actions: LineActions): void {
  if (known.has(key)) return;
  known.set(key, 'asked');
  const others = waiting.get(actions);
  if (others) others.push(location);
  else {
    waiting.set(actions, [location]);
    queueMicrotask(() => askWaiting(actions));
  }
}

/** Forgets all answers: each place is asked about again when it is wanted next. */
export function forgetStates(): void {
  known.clear();
}

/** Keeps an answer for lines that are drawn later. It may be given many times. */
export function rememberStates(states: Readonly<Record<string, LocationState>>): void {
  if (remembered.has(states)) return;
  remembered.add(states);
  for (const [key, state] of Object.entries(states)) known.set(key, state);
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
