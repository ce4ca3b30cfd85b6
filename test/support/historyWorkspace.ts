import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { MessageLine } from '../../src/chat/line.ts';
import { HistoryFile, type HistoryFolder, type HistoryMarks } from '../../src/history/historyFile.ts';
import { FakeClock } from './fakeClock.ts';
import { NodeFolder } from './nodeFolder.ts';

/** A workspace on the real disk, made before each test of a file and gone after it. */
export class HistoryWorkspace {
  path = '';
  clock = new FakeClock();
  /** What was said to the user, in order. */
  faults: string[] = [];

  constructor() {
    beforeEach(async () => {
      this.path = await mkdtemp(join(tmpdir(), 'pychat-history-'));
      this.clock = new FakeClock();
      this.faults = [];
    });
    afterEach(() => rm(this.path, { recursive: true, force: true }));
  }

  get pychat(): string {
    return join(this.path, '.pychat');
  }

  open(options: { folder?: HistoryFolder; count?: number; marks?: HistoryMarks } = {}): HistoryFile {
    const { folder = new NodeFolder(this.pychat), count = 3, marks } = options;
    const onFault = (fault: string): void => void this.faults.push(fault);
    return new HistoryFile({ folder, clock: this.clock, count, marks, onFault });
  }

  /** Puts a history there, as if from an earlier time. */
  async store(content: string | Uint8Array): Promise<void> {
    await mkdir(this.pychat, { recursive: true });
    await writeFile(join(this.pychat, 'history.txt'), content);
  }

  stored(name = 'history.txt'): Promise<string> {
    return readFile(join(this.pychat, name), 'utf8');
  }

  /** A folder that does as the real one, but for what `change` replaces. */
  folderWith(change: Partial<HistoryFolder>): HistoryFolder {
    const real = new NodeFolder(this.pychat);
    return {
      stat: name => real.stat(name),
      read: name => real.read(name),
      write: (name, bytes) => real.write(name, bytes),
      rename: (from, to) => real.rename(from, to),
      delete: name => real.delete(name),
      list: () => real.list(),
      create: () => real.create(),
      ...change,
    };
  }
}

/** A line as the screen has it, said at the fake clock's first moment. */
export function said(text: string, change: Partial<MessageLine> = {}): MessageLine {
  const at = Date.UTC(2026, 10, 22, 12, 48, 5);
  return { kind: 'message', id: text, at, nick: 'ana', text, form: 'say', own: true, ...change };
}

/** The same line as the file has it. */
export function row(text: string): string {
  return `2026-11-22T12:48:05Z <ana> ${text}\n`;
}

/** For a method of a folder: what a disk answers that will not. */
export function failing(code: string): () => Promise<never> {
  return () => Promise.reject(Object.assign(new Error(`${code}: no`), { code }));
}
