import type { Clock } from '../../common/clock.ts';
import type { Limits } from '../core/limits.ts';
import { QuietLog } from '../core/quietLog.ts';
import { reasonOf } from './dataError.ts';
import { asLogRecord, type HistoryRecord, type LogRecord } from './logRecord.ts';
import { encodeRecord } from './record.ts';
import type { SavedKind, SavedSources } from './relayStore.ts';
import type { RetainedState } from './retainedState.ts';

export interface PendingOptions {
  readonly clock: Clock;
  readonly limits: Pick<Limits, 'saveQueueBytes' | 'savedStateBytes' | 'savedChannelBytes'>;
  readonly log: (text: string) => void;
}

/** A record as it goes into the log. */
interface EncodedRecord {
  readonly record: LogRecord;
  readonly line: Buffer;
}

/** What goes to the disk in one write. */
interface Batch {
  readonly records: readonly EncodedRecord[];
  readonly bytes: number;
  /** How much of `count` it is. */
  readonly count: number;
  /** The disk has it: it does not wait any longer. */
  readonly done: () => void;
}

/** A key of the state whose value is to be written, as it will be then. */
interface Change {
  readonly kind: SavedKind;
  readonly key: string;
  /** The value where it is not to be asked for any more. */
  frozen?: { readonly value: unknown };
}

/** A change as it is to be written, not checked yet. */
type StateRecord =
  | { readonly type: 'put'; readonly kind: SavedKind; readonly value: unknown }
  | { readonly type: 'remove'; readonly kind: SavedKind; readonly key: string };

/** Bytes that go to the disk in one write, one record more or less. */
const batchBytes = 262_144;

/**
 * What waits to be written. Of the history each record waits, up to a limit. Of the state only the keys that have
 * changed do: the value is taken when it is written, so that many changes of one thing cost as much as one.
 */
export class PendingRecords {
  sources: SavedSources | undefined;
  readonly #options: PendingOptions;
  readonly #log: QuietLog;
  readonly #history: EncodedRecord[] = [];
  #historyBytes = 0;
  #isLosing = false;
  readonly #changes = new Map<string, Change>();
  /** Keys whose newest value does not fit. */
  readonly #refused = new Set<string>();

  constructor(options: PendingOptions) {
    this.#options = options;
    this.#log = new QuietLog(options.clock, options.log);
  }

  /** How many records and keys wait. */
  get count(): number {
    return this.#history.length + this.#changes.size;
  }

  /** Lets a record of the history wait. One that could not be read again, or for which there is no room, is reported. */
  add(record: HistoryRecord): void {
    const encoded = this.#encode(record);
    if (encoded === undefined) return;
    // What removes something must not get lost because much was said.
    const room = this.#options.limits.saveQueueBytes * (record.type === 'event' ? 1 : 2);
    if (this.#historyBytes + encoded.line.length > room) {
      if (!this.#isLosing)
        this.#log.tell('losing', 'history comes faster than it can be written: some is not kept');
      this.#isLosing = true;
      return;
    }
    this.#history.push(encoded);
    this.#historyBytes += encoded.line.length;
  }

  /** What is kept under a key has changed. */
  change(kind: SavedKind, key: string): void {
    // It would be taken as gone.
    if (this.sources === undefined) throw new Error('nobody can say what has changed');
    const id = `${kind} ${key}`;
    if (this.#changes.get(id)?.frozen === undefined) this.#changes.set(id, { kind, key });
  }

  /** Takes all values now: what happens from here on is not kept. */
  freeze(): void {
    for (const change of this.#changes.values()) change.frozen = { value: this.#valueOf(change) };
  }

  /** The next records to write. @param written what the log has of the state */
  batch(written: RetainedState): Batch {
    const records: EncodedRecord[] = [];
    let bytes = 0;
    const take = (encoded: EncodedRecord): void => {
      records.push(encoded);
      bytes += encoded.line.length;
    };
    // The history comes first: it may rename a channel, in the state too.
    for (const encoded of this.#history) {
      if (bytes >= batchBytes) break;
      take(encoded);
    }
    const said = records.length;
    const changes: Change[] = [];
    let total = written.bytes;
    for (const change of this.#changes.values()) {
      if (bytes >= batchBytes) break;
      changes.push(change);
      const before = written.bytesOf(change.kind, change.key);
      const encoded = this.#encodeChange(change, { before, others: total - before });
      if (encoded === undefined) continue;
      total += (encoded.record.type === 'put' ? encoded.line.length : 0) - before;
      take(encoded);
    }
    return { records, bytes, count: said + changes.length, done: () => this.#done(said, changes) };
  }

  #done(said: number, changes: readonly Change[]): void {
    for (const { line } of this.#history.splice(0, said)) this.#historyBytes -= line.length;
    if (this.#history.length === 0) this.#isLosing = false;
    for (const change of changes) {
      const id = `${change.kind} ${change.key}`;
      // One that has changed again meanwhile waits on.
      if (this.#changes.get(id) === change) this.#changes.delete(id);
    }
  }

  /** @param sizes bytes of what the log has: under this key, and under all others */
  #encodeChange(change: Change, sizes: { before: number; others: number }): EncodedRecord | undefined {
    const { kind, key } = change;
    const value = this.#valueOf(change);
    const id = `${kind} ${key}`;
    if (value === undefined) {
      this.#refused.delete(id);
      return sizes.before === 0 ? undefined : this.#encode({ type: 'remove', kind, key });
    }
    const encoded = this.#encode({ type: 'put', kind, value });
    if (encoded === undefined || !this.#fits(change, encoded.line.length, sizes.others)) return undefined;
    this.#refused.delete(id);
    return encoded;
  }

  /** Whether a value fits. That one does not is said when it is the first. */
  #fits({ kind, key }: Change, bytes: number, others: number): boolean {
    const { savedStateBytes, savedChannelBytes } = this.#options.limits;
    const isTooLarge = kind === 'channels' && bytes > savedChannelBytes;
    if (!isTooLarge && others + bytes <= savedStateBytes) return true;
    const text = isTooLarge
      ? `${key} has more than ${savedChannelBytes} bytes of bans, operators and metadata: remove some, its last changes are not kept`
      : `owners, channels and read markers have more than ${savedStateBytes} bytes: end some channels, nothing new is kept`;
    if (this.#refused.size === 0) this.#log.tell(isTooLarge ? 'too large' : 'full', text);
    this.#refused.add(`${kind} ${key}`);
    return false;
  }

  #valueOf({ kind, key, frozen }: Change): unknown {
    return frozen === undefined ? this.sources?.[kind](key) : frozen.value;
  }

  /** @param record also one that is wrong: it is checked before it is written */
  #encode(record: HistoryRecord | StateRecord): EncodedRecord | undefined {
    const checked = asLogRecord(record);
    try {
      if (checked !== undefined) return { record: checked, line: encodeRecord(checked) };
    } catch (error) {
      this.#log.tell('not written', `not kept: ${reasonOf(error)}`);
      return undefined;
    }
    // What is in it may be private.
    const name = 'kind' in record ? `${record.type} ${record.kind}` : record.type;
    this.#log.tell(`not read ${name}`, `not kept, as it could not be read again: ${name}`);
    return undefined;
  }
}
