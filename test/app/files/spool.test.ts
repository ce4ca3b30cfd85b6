import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { maxSpoolBytes, Spool, spoolPieceBytes, spoolPieceMs } from '../../../src/app/files/spool.ts';
import { SaidFailure } from '../../../src/conversation/connections/failureText.ts';
import { FakeClock } from '../../support/fakeClock.ts';

vi.mock('vscode', () => import('../../support/editorWords.ts'));

let folder = '';
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'pychat-spool-')), 'files');
});
afterEach(() => rm(path.dirname(folder), { recursive: true }));

const never = new AbortController().signal;
const tooBig = new SaidFailure('That is too large to drop here. Use the command Send File instead.');
const unreadable = new SaidFailure('The dropped file cannot be read.');

/** A page that has files, and answers unless told otherwise. */
class Page {
  readonly clock = new FakeClock(Date.now());
  readonly forgotten: string[] = [];
  readonly asked: string[] = [];
  readonly files = new Map<string, Buffer>();
  answers = true;
  readonly spool = new Spool(folder, this.clock, message => {
    if (message.type === 'forgetFile') this.forgotten.push(message.file);
    if (message.type !== 'wantBytes') return;
    const { file, offset, length } = message;
    this.asked.push(`${file} ${offset} ${length}`);
    const bytes = this.files.get(file) ?? Buffer.alloc(0);
    if (this.answers)
      setImmediate(() => this.spool.bytes(file, offset, bytes.subarray(offset, offset + length)));
  });

  take(file: string, size: number, signal = never): ReturnType<Spool['take']> {
    return this.spool.take({ file, size }, signal, () => undefined);
  }
}

describe('a dropped file', () => {
  it('is copied piece by piece, deleted after, and the page may forget it', async () => {
    const page = new Page();
    const bytes = Buffer.alloc(spoolPieceBytes + 5, 'ab');
    page.files.set('f', bytes);
    const spooled = await page.take('f', bytes.length);
    expect(page.asked).toEqual([`f 0 ${spoolPieceBytes}`, `f ${spoolPieceBytes} 5`]);
    expect((await readFile(spooled.path)).equals(bytes)).toBe(true);
    expect(page.forgotten).toEqual(['f']);
    await spooled.dispose();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is taken up to a size, of all that lie there together', async () => {
    const page = new Page();
    page.files.set('small', Buffer.alloc(3));
    await expect(page.take('big', maxSpoolBytes + 1)).rejects.toThrow(tooBig);
    const small = await page.take('small', 3);
    await expect(page.take('big', maxSpoolBytes - 2)).rejects.toThrow(tooBig);
    page.answers = false;
    const fits = page.take('big', maxSpoolBytes - 3);
    await small.dispose();
    while (page.asked.length < 2) await new Promise(resolve => setImmediate(resolve));
    page.spool.dispose();
    await expect(fits).rejects.toThrow(DOMException);
    expect(page.forgotten).toEqual(['big', 'small', 'big', 'big']);
  });

  it('that cannot be read any more, or gives too much, or nothing in time, leaves nothing behind', async () => {
    const page = new Page();
    await expect(page.take('gone', 5)).rejects.toThrow(unreadable);
    page.answers = false;
    const tooMuch = page.take('f', 5);
    while (page.asked.length < 2) await new Promise(resolve => setImmediate(resolve));
    page.spool.bytes('f', 1, Buffer.alloc(1));
    page.spool.bytes('other', 0, Buffer.alloc(1));
    page.spool.bytes('f', 0, Buffer.alloc(6));
    await expect(tooMuch).rejects.toThrow(unreadable);
    const late = page.take('f', 5);
    while (page.asked.length < 3) await new Promise(resolve => setImmediate(resolve));
    page.clock.advance(spoolPieceMs - 1);
    expect(page.clock.waiting).toBe(1);
    page.clock.advance(1);
    await expect(late).rejects.toThrow(unreadable);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is cancelled at once, also while the page does not answer', async () => {
    const page = new Page();
    page.answers = false;
    const controller = new AbortController();
    const taking = page.take('f', 5, controller.signal);
    await expect.poll(() => page.asked).toEqual(['f 0 5']);
    controller.abort();
    await expect(taking).rejects.toThrow(DOMException);
    expect([page.forgotten, await readdir(folder), page.clock.waiting]).toEqual([['f'], [], 0]);
  });

  it('is cancelled in the middle', async () => {
    const page = new Page();
    const controller = new AbortController();
    page.files.set('f', Buffer.alloc(spoolPieceBytes * 3));
    const taking = page.spool.take({ file: 'f', size: spoolPieceBytes * 3 }, controller.signal, moved => {
      if (moved > spoolPieceBytes) controller.abort();
    });
    await expect(taking).rejects.toThrow(DOMException);
    expect(page.asked).toHaveLength(2);
  });

  it('of a window that was killed goes when the next one is dropped, after two days', async () => {
    const page = new Page();
    page.files.set('f', Buffer.alloc(1));
    await (await page.take('f', 1)).dispose();
    for (const [name, hours] of [
      ['old', 49],
      ['new', 47],
    ] as const) {
      await writeFile(path.join(folder, name), '');
      const seconds = page.clock.now() / 1000 - hours * 3600;
      await utimes(path.join(folder, name), seconds, seconds);
    }
    const spooled = await page.take('f', 1);
    expect(await readdir(folder)).toEqual([path.basename(spooled.path), 'new']);
  });
});
