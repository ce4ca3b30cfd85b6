import type { SavedKind, SavedKinds, SavedSources, SavedState } from './relayStore.ts';
import { keyOf, savedKinds } from './savedKinds.ts';

type Values = { readonly [Kind in SavedKind]: Map<string, SavedKinds[Kind]> };

/** The state as it was when it was last taken, and which of its keys have changed since. */
export class ChangedState {
  sources: SavedSources | undefined;
  readonly #values: Values;
  readonly #changed = Object.fromEntries(savedKinds.map(kind => [kind, new Set<string>()])) as Record<
    SavedKind,
    Set<string>
  >;

  constructor({ owners, channels, readMarkers }: SavedState) {
    this.#values = {
      owners: new Map(owners.map(value => [keyOf('owners', value), value])),
      channels: new Map(channels.map(value => [keyOf('channels', value), value])),
      readMarkers: new Map(readMarkers.map(value => [keyOf('readMarkers', value), value])),
    };
  }

  add(kind: SavedKind, key: string): void {
    this.#changed[kind].add(key);
  }

  /** Everything as it is now. */
  take(): SavedState {
    for (const kind of savedKinds) this.#takeKind(kind);
    const { owners, channels, readMarkers } = this.#values;
    return {
      owners: [...owners.values()],
      channels: [...channels.values()],
      readMarkers: [...readMarkers.values()],
    };
  }

  #takeKind<Kind extends SavedKind>(kind: Kind): void {
    const values: Map<string, SavedKinds[Kind]> = this.#values[kind];
    for (const key of this.#changed[kind]) {
      const value = this.sources?.[kind](key);
      values.delete(key);
      if (value !== undefined) values.set(key, value);
    }
    this.#changed[kind].clear();
  }
}
