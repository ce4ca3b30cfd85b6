import type { QuietLog } from '../core/quietLog.ts';
import { reasonOf } from './dataError.ts';
import { asLogRecord, type HistoryRecord } from './logRecord.ts';
import { jsonOf } from './log/record.ts';
import type { SavedKind, SavedRelay, SavedState } from './relayStore.ts';
import { isPromised, keyOf, savedKinds } from './savedKinds.ts';
import { isEvent } from './savedShapes.ts';

/** Keys of the state whose values are to be written, as they will be then. */
type Changes = ReadonlyMap<SavedKind, Set<string>>;

/** A record as it is to be written, not checked yet. */
export type UncheckedRecord =
  | HistoryRecord
  | { readonly type: 'put'; readonly kind: SavedKind; readonly value: unknown }
  | { readonly type: 'remove'; readonly kind: SavedKind; readonly key: string };

/**
 * What waits to be written. Of the history each record waits. Of the state only the keys that have changed do: the value
 * is taken when it is written, so that many changes of one thing cost as much as one.
 */
export class PendingRecords {
  relay: SavedRelay | undefined;
  readonly #log: QuietLog;
  #history: HistoryRecord[] = [];
  /** What the next write takes, and what can wait for a while. */
  readonly #promised: Changes = noChanges();
  readonly #others: Changes = noChanges();
  /** The keys of which the log has a value. */
  readonly #kept: Changes;

  /** @param state what the log has */
  constructor(state: SavedState, log: QuietLog) {
    this.#log = log;
    this.#kept = new Map(
      savedKinds.map(kind => [kind, new Set(state[kind].map(value => keyOf(kind, value)))]),
    );
  }

  /** Whether there is something that has to be written before anybody hears of it. */
  get isUrgent(): boolean {
    return this.#history.length > 0 || [...this.#promised.values()].some(({ size }) => size > 0);
  }

  add(record: HistoryRecord): void {
    this.#history.push(record);
  }

  /** What is kept under a key has changed. */
  change(kind: SavedKind, key: string, canWait: boolean): void {
    const changes = isPromised(kind) && !canWait ? this.#promised : this.#others;
    changes.get(kind)?.add(key);
  }

  /**
   * Takes what has to be written now, as JSON.
   *
   * @param isAll also what could still wait
   */
  take(isAll: boolean): string[] {
    // The history comes first: it may rename a channel, in the state too.
    const records: UncheckedRecord[] = this.#history;
    this.#history = [];
    for (const changes of isAll ? [this.#promised, this.#others] : [this.#promised]) {
      for (const [kind, keys] of changes) {
        for (const key of keys) records.push(...this.#valueOf(kind, key));
        keys.clear();
      }
    }
    const encoded: string[] = [];
    for (const record of records) {
      const json = this.#encode(record);
      if (json !== undefined) encoded.push(json);
    }
    return encoded;
  }

  /** Takes all of the state, for a log that has nothing yet, and forgets what waits: `relay.history` has the rest. */
  takeState(): UncheckedRecord[] {
    this.#history = [];
    const records: UncheckedRecord[] = [];
    for (const changes of [this.#promised, this.#others])
      for (const [kind, keys] of changes) {
        for (const key of keys) this.#kept.get(kind)?.add(key);
        keys.clear();
      }
    for (const [kind, keys] of this.#kept)
      for (const key of [...keys]) records.push(...this.#valueOf(kind, key).filter(isPut));
    return records;
  }

  /** Forgets history that waits, where nothing can be written. */
  dropHistory(): void {
    this.#history = [];
  }

  /** Records as JSON, without those that could not be read again. */
  *encoded(records: Iterable<UncheckedRecord>): Generator<string> {
    for (const record of records) {
      const json = this.#encode(record);
      if (json !== undefined) yield json;
    }
  }

  /** @returns undefined for what could not be read again, which is reported, and not what is in it */
  #encode(record: UncheckedRecord): string | undefined {
    try {
      const checked = readable(record);
      if (checked !== undefined) return jsonOf(checked);
      this.#log.tell(
        `not read ${nameOf(record)}`,
        `not kept, as it could not be read again: ${nameOf(record)}`,
      );
    } catch (error) {
      this.#log.tell('not written', `not kept: ${reasonOf(error)}`);
    }
    return undefined;
  }

  #valueOf(kind: SavedKind, key: string): UncheckedRecord[] {
    // It would be taken as gone.
    if (this.relay === undefined) throw new Error('nobody can say what has changed');
    const value = this.relay.sources[kind](key);
    const keys = this.#kept.get(kind);
    if (value !== undefined) {
      keys?.add(key);
      return [{ type: 'put', kind, value }];
    }
    return keys?.delete(key) === true ? [{ type: 'remove', kind, key }] : [];
  }
}

function noChanges(): Changes {
  return new Map(savedKinds.map(kind => [kind, new Set()]));
}

/** A record as it would be read again; undefined for one that would not. */
function readable(record: UncheckedRecord): object | undefined {
  if (record.type === 'event') return isEvent(record.event) ? record : undefined;
  return asLogRecord(record);
}

function isPut({ type }: UncheckedRecord): boolean {
  return type === 'put';
}

function nameOf(record: UncheckedRecord): string {
  return 'kind' in record ? `${record.type} ${record.kind}` : record.type;
}

/** The records that make a state. */
export function stateRecords(state: SavedState): UncheckedRecord[] {
  return savedKinds.flatMap(kind =>
    state[kind].map((value): UncheckedRecord => ({ type: 'put', kind, value })),
  );
}
