import { foldCase } from '../../irc/names.ts';
import type { SavedKind, SavedKinds } from './relayStore.ts';
import { asChannel, asLoss, asOwner, asReadMarker, asVisitor } from './savedShapes.ts';

/** How one kind of thing is kept. */
interface KindRow<Kept> {
  /** What it is kept under: of two with the same key the later one counts. */
  readonly key: (value: Kept) => string;
  /** Checks one that was read, or that is about to be written; see `savedShapes.ts`. */
  readonly check: (value: unknown) => Kept | undefined;
  /** Whether a change has to be in the log before anybody hears of it; others are written within `savePauseMs`. */
  readonly isPromised: boolean;
}

/** All kinds of things that are kept by key. */
const rows: { readonly [Kind in SavedKind]: KindRow<SavedKinds[Kind]> } = {
  visitors: { key: ({ key }) => key, check: asVisitor, isPromised: false },
  owners: { key: ({ nick }) => foldCase(nick), check: asOwner, isPromised: true },
  channels: { key: ({ name }) => foldCase(name), check: asChannel, isPromised: true },
  losses: { key: ({ target }) => foldCase(target), check: asLoss, isPromised: true },
  readMarkers: {
    key: ({ account, target }) => `${account} ${target}`,
    check: asReadMarker,
    isPromised: false,
  },
};

/** The names of all kinds. */
export const savedKinds = Object.keys(rows) as readonly SavedKind[];

export function isSavedKind(value: unknown): value is SavedKind {
  return savedKinds.some(kind => kind === value);
}

/** Whether a change of this kind has to be in the log before anybody hears of it. */
export function isPromised(kind: SavedKind): boolean {
  return rows[kind].isPromised;
}

/** What a thing is kept under. */
export function keyOf<Kind extends SavedKind>(kind: Kind, value: SavedKinds[Kind]): string {
  return rows[kind].key(value);
}

/** Checks a thing of a kind. @returns a fresh one with the known fields only; undefined when something in it is wrong */
export function checkSaved<Kind extends SavedKind>(kind: Kind, value: unknown): SavedKinds[Kind] | undefined {
  return rows[kind].check(value);
}
