import { foldCase } from '../../irc/names.ts';
import type { LogRecord } from './logRecord.ts';
import type { SavedKind, SavedKinds, SavedState } from './relayStore.ts';
import { keyOf, savedKinds } from './savedKinds.ts';

type Value = SavedKinds[SavedKind];

/** What is left of the state when the records of a log are read one after the other: of each key the last value. */
export class RetainedState {
  readonly #kinds = new Map(savedKinds.map(kind => [kind, new Map<string, Value>()]));

  /** The values, of each kind the one first that was not written for longest. */
  get state(): SavedState {
    return Object.fromEntries(
      savedKinds.map(kind => [kind, [...this.#of(kind).values()]]),
    ) as unknown as SavedState;
  }

  /** Takes the next record; those of the history mean nothing here. */
  apply(record: LogRecord): void {
    if (record.type === 'put') this.#set(record.kind, record.value);
    else if (record.type === 'remove') this.#of(record.kind).delete(record.key);
    else if (record.type === 'rename') this.#rename(record.from, record.to);
  }

  #set(kind: SavedKind, value: Value): void {
    const key = keyOf(kind, value);
    this.#of(kind).delete(key);
    this.#of(kind).set(key, value);
  }

  #rename(from: string, to: string): void {
    const channel = this.#of('channels').get(foldCase(from));
    if (channel === undefined) return;
    this.#of('channels').delete(foldCase(from));
    this.#set('channels', { ...channel, name: to });
  }

  #of(kind: SavedKind): Map<string, Value> {
    const kept = this.#kinds.get(kind);
    if (kept === undefined) throw new Error(`no kind ${kind}`);
    return kept;
  }
}
