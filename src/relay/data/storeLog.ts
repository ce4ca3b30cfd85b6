import type { Disposable } from '../../common/dispose.ts';
import { Emitter } from '../../common/emitter.ts';
import { QuietLog } from '../core/quietLog.ts';
import { CurrentLog } from './log/currentLog.ts';
import { reasonOf } from './dataError.ts';
import type { HistoryRecord } from './logRecord.ts';
import { PendingRecords, stateRecords, type UncheckedRecord } from './pendingRecords.ts';
import { jsonOf } from './log/record.ts';
import type { RelayStore, SavedEvent, SavedKind, SavedRelay, SavedState } from './relayStore.ts';
import type { LogContents, StoreOptions } from './storeOptions.ts';

/** How often what is too old is removed, in milliseconds. */
const expiryMs = 60 * 60 * 1000;
const cleanEnd = jsonOf({ type: 'end' });

/**
 * State and history as one log to which records are added, each before anybody hears of it. When it is twice as large
 * as what counts, or could not be written, it is written again from what the relay has.
 */
export class StoreLog implements RelayStore {
  readonly run: string;
  readonly state: SavedState;
  readonly events: readonly SavedEvent[];
  readonly mayHaveLostUntil: number;
  readonly earlierLosses: readonly number[];
  readonly droppedUntil: ReadonlyMap<string, number>;
  readonly keepMs: number;
  readonly #options: StoreOptions;
  readonly #log: CurrentLog;
  readonly #pending: PendingRecords;
  readonly #keeping = new Emitter<string>();
  #compactAt = 0;
  /** When the oldest event in the log was, or an older one that was. */
  #oldest = Infinity;
  #hasFailed = false;
  #closing: Promise<void> | undefined;
  /** What nobody waits for, one after the other. */
  #background = Promise.resolve();
  #tending: Disposable | undefined;
  #retry: Disposable | undefined;
  #expiry: Disposable | undefined;

  readonly onKeeping = this.#keeping.event;

  private constructor(file: string, contents: LogContents, options: StoreOptions) {
    const { boot, run, lostUntil, earlierLosses, state, events, droppedUntil } = contents;
    this.#options = options;
    this.run = run;
    this.state = state;
    this.events = events;
    this.droppedUntil = droppedUntil;
    this.mayHaveLostUntil = lostUntil;
    this.earlierLosses = earlierLosses;
    this.keepMs = options.keepMs;
    this.#log = new CurrentLog(file, { boot, run, lostUntil, earlierLosses }, options.key);
    this.#pending = new PendingRecords(state, new QuietLog(options.clock, options.log));
  }

  /** Begins a log, which takes the place of what is there; where it cannot be written, it is tried again later. */
  static async begin(file: string, contents: LogContents, options: StoreOptions): Promise<StoreLog> {
    const store = new StoreLog(file, contents, options);
    const state = stateRecords(contents.state);
    const records = store.#pending.encoded(store.#recordsOf(state, contents.events));
    await store.#replace(records).catch((error: unknown) => store.#fail(error));
    store.#planExpiry();
    return store;
  }

  get isKeeping(): boolean {
    return !this.#hasFailed;
  }

  start(relay: SavedRelay): void {
    this.#pending.relay = relay;
  }

  changed(kind: SavedKind, key: string, canWait = false): void {
    if (this.#closing !== undefined) return;
    this.#pending.change(kind, key, canWait);
    this.#plan();
  }

  append(event: SavedEvent): void {
    this.#oldest = Math.min(this.#oldest, event.time);
    this.#add({ type: 'event', event });
  }

  redact(target: string, msgid: string): void {
    this.#add({ type: 'redact', target, msgid });
  }

  rename(from: string, to: string): void {
    this.#add({ type: 'rename', from, to });
  }

  forget(target: string): void {
    this.#add({ type: 'forget', target });
  }

  flush(): void {
    if (this.#pending.isUrgent && this.#closing === undefined) this.#write(false);
  }

  close(): Promise<void> {
    // The state of this moment: from now on people leave, and rooms end, because the relay does.
    this.#closing ??= this.#close(this.#takeLast());
    return this.#closing;
  }

  #add(record: HistoryRecord): void {
    if (this.#closing !== undefined) return;
    this.#pending.add(record);
    this.#plan();
  }

  /** Adds what waits. @param isAll also what may still wait */
  #write(isAll: boolean): void {
    if (!this.#log.isTaking) {
      // When the disk is back, the relay is asked for all that it has.
      this.#pending.dropHistory();
      return;
    }
    try {
      const records = this.#pending.take(isAll);
      if (records.length > 0) this.#log.append(records);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** @returns what is still to be written, when it could not be until now */
  #takeLast(): Iterable<string> | undefined {
    this.#write(true);
    try {
      if (this.#log.isThere) this.#log.append([cleanEnd]);
    } catch (error) {
      this.#fail(error);
    }
    return this.#log.isThere || this.#pending.relay === undefined
      ? undefined
      : [...this.#everything(), cleanEnd];
  }

  async #close(last: Iterable<string> | undefined): Promise<void> {
    for (const timer of [this.#tending, this.#retry, this.#expiry]) timer?.dispose();
    await this.#background;
    try {
      if (last !== undefined) await this.#log.replace(last, () => true);
      await this.#log.sync();
    } catch (error) {
      this.#fail(error);
    }
    await this.#background;
    this.#log.close();
  }

  /** Does soon what nobody waits for. */
  #plan(): void {
    this.#tending ??= this.#options.clock.after(this.#options.limits.savePauseMs, () => {
      this.#tending = undefined;
      this.#do(() => this.#tend());
    });
  }

  #planExpiry(): void {
    this.#expiry = this.#options.clock.after(expiryMs, () => {
      if (this.#oldest < this.#keptSince) this.#do(() => this.#compact());
      this.#planExpiry();
    });
  }

  #do(work: () => Promise<void>): void {
    this.#background = this.#background
      .then(() => (this.#closing === undefined ? work() : undefined))
      .catch((error: unknown) => this.#fail(error));
  }

  async #tend(): Promise<void> {
    this.#write(true);
    await this.#log.sync();
    if (this.#log.size > this.#compactAt) await this.#compact();
  }

  async #compact(): Promise<void> {
    if (this.#pending.relay === undefined || this.#closing !== undefined) return;
    // Should the new one fail, the old one has everything.
    this.#write(true);
    await this.#replace(this.#everything());
  }

  async #replace(records: Iterable<string>): Promise<void> {
    if (!(await this.#log.replace(records, () => this.#closing === undefined))) return;
    this.#compactAt = Math.max(this.#options.limits.compactLogBytes, 2 * this.#log.size);
    this.#retry?.dispose();
    if (!this.#hasFailed) return;
    this.#hasFailed = false;
    this.#tell('The disk can be written again: what is said is kept.');
  }

  /** All that the relay has at this moment, as JSON. */
  #everything(): Iterable<string> {
    const state = this.#pending.takeState();
    const history = this.#pending.relay?.history() ?? [];
    this.#oldest = Infinity;
    return this.#pending.encoded(this.#recordsOf(state, history));
  }

  *#recordsOf(state: readonly UncheckedRecord[], history: Iterable<SavedEvent>): Iterable<UncheckedRecord> {
    yield* state;
    for (const event of history) {
      if (event.time < this.#keptSince) continue;
      this.#oldest = Math.min(this.#oldest, event.time);
      yield { type: 'event', event };
    }
  }

  get #keptSince(): number {
    return this.#options.clock.now() - this.keepMs;
  }

  #fail(error: unknown): void {
    const file = this.#log.setAside();
    this.#pending.dropHistory();
    if (!this.#hasFailed) {
      this.#hasFailed = true;
      this.#tell(`The disk cannot be written, what is said is not kept: ${reasonOf(error)}`);
    }
    // It may be in use in the background.
    this.#background = this.#background.then(() => file?.close());
    this.#retry?.dispose();
    if (this.#closing !== undefined) return;
    this.#retry = this.#options.clock.after(this.#options.limits.saveRetryMs, () =>
      this.#do(() => this.#compact()),
    );
  }

  #tell(text: string): void {
    this.#options.log(text);
    this.#keeping.fire(text);
  }
}
