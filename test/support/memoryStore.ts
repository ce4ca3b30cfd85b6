import { Emitter } from '../../src/common/emitter.ts';
import type {
  RelayStore,
  SavedEvent,
  SavedKind,
  SavedKinds,
  SavedRelay,
  SavedSources,
  SavedState,
} from '../../src/relay/data/relayStore.ts';
import { keyOf, savedKinds } from '../../src/relay/data/savedKinds.ts';

const none: SavedState = { visitors: [], owners: [], channels: [], readMarkers: [], losses: [] };

/** Keeps the state in memory, each change at once and alone, and no history. */
export class MemoryStore implements RelayStore {
  readonly run: string = '0-memory';
  readonly state: SavedState;
  readonly events: readonly SavedEvent[] = [];
  readonly mayHaveLostUntil: number = 0;
  readonly earlierLosses: readonly number[] = [];
  readonly droppedUntil = new Map<string, number>();
  readonly keepMs = 24 * 60 * 60 * 1000;
  readonly isKeeping = true;
  readonly onKeeping = new Emitter<string>().event;
  readonly #values = new Map<SavedKind, Map<string, unknown>>();
  readonly append: RelayStore['append'] = () => undefined;
  #sources: SavedSources | undefined;

  constructor(state = none) {
    this.state = state;
    for (const kind of savedKinds)
      this.#values.set(kind, new Map(state[kind].map(value => [keyOf(kind, value), value])));
  }

  start({ sources }: SavedRelay): void {
    this.#sources = sources;
  }

  changed(kind: SavedKind, key: string): void {
    // What is not reported is not kept: the value is taken here and now.
    const value = this.#sources?.[kind](key);
    this.#values.get(kind)?.delete(key);
    if (value !== undefined) this.#values.get(kind)?.set(key, value);
  }

  /** What would be there after a restart. */
  get all(): SavedState {
    const valuesOf = (kind: SavedKind): unknown[] => [...(this.#values.get(kind)?.values() ?? [])];
    return Object.fromEntries(savedKinds.map(kind => [kind, valuesOf(kind)])) as unknown as SavedState;
  }

  saved<Kind extends SavedKind>(kind: Kind, key: string): SavedKinds[Kind] | undefined {
    return this.#values.get(kind)?.get(key) as SavedKinds[Kind] | undefined;
  }

  redact(): void {
    return;
  }

  rename(): void {
    return;
  }

  flush(): void {
    return;
  }

  forget(): void {
    return;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
