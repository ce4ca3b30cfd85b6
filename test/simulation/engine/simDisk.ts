import { Emitter } from '../../../src/common/emitter.ts';
import type {
  RelayStore,
  SavedEvent,
  SavedKind,
  SavedKinds,
  SavedRelay,
  SavedState,
} from '../../../src/relay/data/relayStore.ts';
import { newRun } from '../../../src/relay/core/historyRun.ts';
import { keyOf, savedKinds } from '../../../src/relay/data/savedKinds.ts';
import type { SimProcess } from './simProcess.ts';

/** Milliseconds after which the disk has for good what was written. */
const syncMs = 1_000;

/** One record: does to what the disk holds what was written. */
type Write = (held: Held) => void;

/** What the records on a disk come to. */
interface Held {
  run: string;
  lostUntil: number;
  earlierLosses: readonly number[];
  readonly state: Map<SavedKind, Map<string, unknown>>;
  events: SavedEvent[];
}

/** The relay's data folder on a simulated disk: what a process has written outlives it, but not always the power. */
export class SimDisk {
  #writes: Write[] = [];
  #synced = 0;
  /** Nothing more can be written. */
  isFull = false;

  /** What could not be written, or was lost with the power, is missing. */
  isUnsure = false;

  add(write: Write): void {
    this.#writes.push(write);
  }

  sync(): void {
    this.#synced = this.#writes.length;
  }

  /** The power fails: of what was written since the last sync only a part is there. */
  lose(random: () => number): void {
    const unsure = this.#writes.length - this.#synced;
    this.loseLast(Math.floor(random() * (unsure + 1)));
    this.isUnsure = true;
  }

  loseLast(count: number): void {
    this.#writes = this.#writes.slice(0, Math.max(0, this.#writes.length - count));
    this.#synced = Math.min(this.#synced, this.#writes.length);
  }

  read(): Held {
    const held: Held = {
      run: '',
      lostUntil: Infinity,
      earlierLosses: [],
      state: new Map(savedKinds.map(kind => [kind, new Map<string, unknown>()])),
      events: [],
    };
    for (const write of this.#writes) write(held);
    return held;
  }
}

/** Keeps a relay's state and history on a simulated disk. Each change is written at once, as a record of its own. */
export class SimStore implements RelayStore {
  readonly run: string;
  readonly state: SavedState;
  readonly events: readonly SavedEvent[];
  readonly mayHaveLostUntil: number;
  readonly earlierLosses: readonly number[];
  readonly droppedUntil = new Map<string, number>();
  readonly keepMs = 24 * 60 * 60 * 1000;
  readonly isKeeping = true;
  readonly onKeeping = new Emitter<string>().event;
  readonly #disk: SimDisk;
  readonly #process: SimProcess;
  #relay: SavedRelay | undefined;
  /** What there was no space for: written as soon as there is, if the process lives so long. */
  #unwritten: Write[] = [];
  #isBehind = false;
  #isSyncing = false;
  #isClosed = false;

  constructor(disk: SimDisk, process: SimProcess) {
    const { run, state, events, lostUntil, earlierLosses } = disk.read();
    const isWhole = !disk.isUnsure && run !== '';
    const saidUntil = Math.max(0, ...events.map(({ time }) => time));
    this.mayHaveLostUntil = isWhole ? lostUntil : Math.max(process.now(), saidUntil + 1);
    this.run = isWhole ? run : newRun(this.mayHaveLostUntil);
    this.earlierLosses = [...earlierLosses, lostUntil].filter(time => time < this.mayHaveLostUntil);
    this.#disk = disk;
    this.#process = process;
    this.state = Object.fromEntries(
      [...state].map(([kind, values]) => [kind, [...values.values()]]),
    ) as unknown as SavedState;
    this.events = events;
    this.#write(held => {
      held.run = this.run;
      held.lostUntil = this.mayHaveLostUntil;
      held.earlierLosses = this.earlierLosses;
    });
    disk.isUnsure = disk.isFull;
  }

  start(relay: SavedRelay): void {
    this.#relay = relay;
  }

  changed(kind: SavedKind, key: string): void {
    const value: SavedKinds[SavedKind] | undefined = this.#relay?.sources[kind](key);
    this.#write(({ state }) => {
      const values = state.get(kind);
      values?.delete(key);
      if (value !== undefined) values?.set(keyOf(kind, value as never), value);
    });
  }

  append(event: SavedEvent): void {
    this.#write(held => held.events.push(event));
  }

  redact(target: string, msgid: string): void {
    this.#keepEvents(event => event.target !== target || event.msgid !== msgid);
  }

  rename(from: string, to: string): void {
    this.#write(held => {
      held.events = held.events.map(event => (event.target === from ? { ...event, target: to } : event));
    });
  }

  forget(target: string): void {
    this.#keepEvents(event => event.target !== target);
  }

  /** Nothing waits here: what the process has written outlives it. */
  flush(): void {
    return undefined;
  }

  close(): Promise<void> {
    this.#isClosed = true;
    if (!this.#process.isDead) {
      this.#writeAll();
      this.#disk.sync();
    }
    return Promise.resolve();
  }

  #keepEvents(isKept: (event: SavedEvent) => boolean): void {
    this.#write(held => {
      held.events = held.events.filter(isKept);
    });
  }

  #writeAll(): void {
    if (this.#disk.isFull) {
      this.#isBehind = true;
      this.#disk.isUnsure = true;
      return;
    }
    for (const write of this.#unwritten.splice(0)) this.#disk.add(write);
    if (this.#isBehind) this.#disk.isUnsure = false;
    this.#isBehind = false;
  }

  #write(write: Write): void {
    if (this.#isClosed || this.#process.isDead) return;
    this.#unwritten.push(write);
    this.#writeAll();
    if (this.#isSyncing) return;
    this.#isSyncing = true;
    this.#process.after(syncMs, () => {
      this.#isSyncing = false;
      this.#disk.sync();
    });
  }
}
