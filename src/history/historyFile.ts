import { createHash, randomUUID } from 'node:crypto';
import type { MessageLine } from '../chat/line.ts';
import type { Clock } from '../common/clock.ts';
import type { Disposable } from '../common/dispose.ts';
import { serializeHistory } from './format.ts';
import {
  HistoryError,
  type HistoryFault,
  type HistoryFolder,
  maxHistoryBytes,
  putAside,
  readHistory,
  sweep,
  writeHistory,
} from './historyDisk.ts';
import { LastLines } from './lastLines.ts';

export type { HistoryFault, HistoryFolder, HistoryStat } from './historyDisk.ts';

/** Milliseconds from one write to the next, at least. */
const writeEvery = 1_000;

/** Milliseconds after which a temporary file is nobody's any more. */
const leftBehindAfter = 60_000;

/**
 * Which rows this installation has written, kept where no folder from somebody else reaches: what else stands in the file
 * came with the folder. Both may reject.
 */
export interface HistoryMarks {
  read(): Promise<ReadonlySet<string>>;
  write(marks: ReadonlySet<string>): Promise<void>;
}

/** What a `HistoryFile` is made of. */
export interface HistoryFileOptions {
  readonly folder: HistoryFolder;
  readonly clock: Clock;
  /** Without them every row is taken for our own. */
  readonly marks?: HistoryMarks | undefined;
  /** Lines that are kept: 0 to 1000. With 0 nothing is read and nothing is written. */
  readonly count: number;
  /** Called at most once for each kind of fault; `detail` is for the log. */
  readonly onFault: (fault: HistoryFault, detail: string) => void;
}

/**
 * The last lines of the conversation, kept in the workspace. Read once; written at most once a second and on closing.
 * Never throws and never rejects: whatever the disk does, the chat goes on. Messages from one person to another are
 * left out: a workspace is shared, they are not.
 */
export class HistoryFile {
  readonly #options: HistoryFileOptions;
  /** Made afresh for each window, so that two of them never write to one temporary file. */
  readonly #temporary = randomUUID();
  readonly #said = new Set<HistoryFault>();
  #last: LastLines;
  #loading: Promise<readonly MessageLine[]> | undefined;
  #writing: Promise<void> | undefined;
  #sweeping: Promise<void> | undefined;
  #timer: Disposable | undefined;
  #damage: Uint8Array | undefined;
  /** Of the rows that the file has now, as far as they are ours. */
  #marks: ReadonlySet<string> = new Set();
  #lastWrite = -Infinity;
  #loaded = false;
  #off: boolean;
  #closed = false;
  /** Lines came since the last write began. */
  #waiting = false;
  /** The last write failed. It is tried again with the next line or on closing, not for ever. */
  #unsaved = false;

  constructor(options: HistoryFileOptions) {
    this.#options = options;
    this.#last = new LastLines(options.count);
    this.#off = options.count === 0;
  }

  /** Gives the lines of an earlier time, the oldest first: `earlier`, and nobody's own. Reads the file once only. */
  load(): Promise<readonly MessageLine[]> {
    this.#loading ??= this.#off ? Promise.resolve([]) : this.#read();
    return this.#loading;
  }

  async #read(): Promise<readonly MessageLine[]> {
    const { folder, count, clock } = this.#options;
    try {
      const { lines, damage, recovered = false } = await readHistory(folder);
      if (recovered) this.#waiting = true;
      // Nobody waits for it, and where it cannot be done it need not be.
      else this.#sweeping = sweep(folder, clock.now() - leftBehindAfter).catch(() => undefined);
      const earlier = await this.#marked(new LastLines(count, lines).lines);
      this.#damage = damage;
      if (damage) this.#fault('damaged', `of ${damage.length} bytes, ${lines.length} lines could be read`);
      const { lines: said } = this.#last;
      this.#last = new LastLines(count, earlier);
      for (const line of said) this.#last.add(line);
      return earlier;
    } catch (error) {
      this.#stop(error, 'unreadable');
      return [];
    } finally {
      this.#loaded = true;
      this.#schedule();
    }
  }

  /** Where it cannot be told who has written a line, it came with the folder. */
  async #marked(lines: readonly MessageLine[]): Promise<readonly MessageLine[]> {
    const { marks } = this.#options;
    if (marks === undefined) return lines;
    this.#marks = await marks.read().catch(() => new Set<string>());
    return lines.map(line => (this.#marks.has(markOf(line)) ? line : { ...line, isForeign: true }));
  }

  /** Keeps a line; it is on the disk a second later at the latest. Ignored once closed. */
  add(line: MessageLine): void {
    if (this.#off || this.#closed || line.privateWith !== undefined) return;
    this.#last.add(line);
    this.#waiting = true;
    this.#schedule();
  }

  /** Forgets a line that was taken back: the file is without it a second later at the latest. */
  remove(id: string): void {
    if (this.#off || this.#closed || !this.#last.remove(id)) return;
    this.#waiting = true;
    this.#schedule();
  }

  /** Writes now what waits to be written, and resolves when that is done. */
  async flush(): Promise<void> {
    await this.load();
    this.#timer?.dispose();
    this.#timer = undefined;
    await this.#writing;
    if (this.#waiting || this.#unsaved) await this.#write();
  }

  /** Writes what waits, and nothing after that. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
    await this.#sweeping;
  }

  #schedule(): void {
    const { clock } = this.#options;
    if (!this.#waiting || !this.#loaded || this.#closed || this.#timer || this.#writing) return;
    const wait = this.#lastWrite + writeEvery - clock.now();
    // A clock that was set back must not put the next write off by an hour.
    this.#timer = clock.after(Math.min(Math.max(wait, 0), writeEvery), () => {
      this.#timer = undefined;
      void this.#write();
    });
  }

  #write(): Promise<void> {
    this.#writing ??= this.#save().finally(() => {
      this.#writing = undefined;
      this.#schedule();
    });
    return this.#writing;
  }

  async #save(): Promise<void> {
    if (this.#off) return;
    const { folder, clock } = this.#options;
    this.#lastWrite = clock.now();
    this.#waiting = false;
    this.#unsaved = false;
    try {
      if (this.#damage) await putAside(folder, this.#damage, this.#temporary);
      this.#damage = undefined;
      const { lines } = this.#last;
      const ours = await this.#mark(lines);
      await writeHistory(folder, textOf(lines), this.#temporary);
      this.#marks = ours;
    } catch (error) {
      this.#unsaved = true;
      if (error instanceof HistoryError) this.#stop(error, 'unwritable');
      else this.#fault('unwritable', detailOf(error));
    }
  }

  /** Marks the rows that are about to be written, beside those that are there: an editor may be killed between the two. */
  async #mark(lines: readonly MessageLine[]): Promise<ReadonlySet<string>> {
    const { marks } = this.#options;
    if (marks === undefined) return this.#marks;
    const ours = lines.filter(line => line.isForeign !== true).map(markOf);
    // Without its mark a row looks foreign the next time, which is no reason to lose it.
    await marks.write(new Set([...this.#marks, ...ours])).catch(() => undefined);
    return new Set(ours);
  }

  /** For the rest of this session nothing is written: what is there is not ours to replace. */
  #stop(error: unknown, otherwise: HistoryFault): void {
    this.#off = true;
    this.#waiting = false;
    this.#unsaved = false;
    this.#fault(error instanceof HistoryError ? error.fault : otherwise, detailOf(error));
  }

  #fault(fault: HistoryFault, detail: string): void {
    if (this.#said.has(fault)) return;
    this.#said.add(fault);
    this.#options.onFault(fault, detail);
  }
}

/** Hex digits of a mark: half of a SHA-256. */
const markDigits = 32;

function markOf(line: MessageLine): string {
  return createHash('sha256')
    .update(serializeHistory([line]))
    .digest('hex')
    .slice(0, markDigits);
}

/** The newest lines that fit into a file that will be read again. */
function textOf(lines: readonly MessageLine[]): string {
  const rows: string[] = [];
  let bytes = 0;
  for (const line of lines.toReversed()) {
    const row = serializeHistory([line]);
    bytes += Buffer.byteLength(row);
    if (bytes > maxHistoryBytes) break;
    rows.unshift(row);
  }
  return rows.join('');
}

function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
