import { foldCase } from '../../irc/names.ts';
import type { SavedKind, SavedKinds } from './relayStore.ts';

/** How one kind of thing is kept. */
interface KindRow<Kept> {
  /** What it is kept under: of two with the same key the later one counts. */
  readonly key: (value: Kept) => string;
}

/** All kinds of things that are kept by key. */
const rows: { readonly [Kind in SavedKind]: KindRow<SavedKinds[Kind]> } = {
  owners: { key: ({ nick }) => foldCase(nick) },
  channels: { key: ({ name }) => foldCase(name) },
  readMarkers: { key: ({ account, target }) => `${account} ${target}` },
};

/** The names of all kinds. */
export const savedKinds = Object.keys(rows) as readonly SavedKind[];

/** What a thing is kept under. */
export function keyOf<Kind extends SavedKind>(kind: Kind, value: SavedKinds[Kind]): string {
  return rows[kind].key(value);
}
