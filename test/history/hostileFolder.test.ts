import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { maxHistoryBytes } from '../../src/history/historyDisk.ts';
import type { HistoryFile } from '../../src/history/historyFile.ts';
import { failing, HistoryWorkspace, row, said } from '../support/historyWorkspace.ts';

const here = new HistoryWorkspace();

async function texts(file: HistoryFile): Promise<string[]> {
  return (await file.load()).map(line => line.text);
}

describe('what a cloned repository may bring', () => {
  it('a link in the place of the file is neither followed nor replaced', async () => {
    const target = join(here.path, 'target');
    await writeFile(target, row('secret'));
    await mkdir(here.pychat);
    await symlink(target, join(here.pychat, 'history.txt'));
    const file = here.open();
    expect(await file.load()).toEqual([]);
    file.add(said('one'));
    await file.close();
    expect(here.faults).toEqual(['symlink']);
    expect(await readFile(target, 'utf8')).toBe(row('secret'));
    expect(await readdir(here.pychat)).toEqual(['history.txt']);
  });

  it('a link in the place of the folder is not followed', async () => {
    const target = join(here.path, 'elsewhere');
    await mkdir(target);
    await symlink(target, here.pychat);
    const file = here.open();
    file.add(said('one'));
    await file.close();
    expect(here.faults).toEqual(['symlink']);
    expect(await readdir(target)).toEqual([]);
  });

  it('a link that comes while the chat runs is not written through', async () => {
    const file = here.open();
    file.add(said('one'));
    await file.flush();
    const target = join(here.path, 'target');
    await writeFile(target, 'mine');
    await rm(join(here.pychat, 'history.txt'));
    await symlink(target, join(here.pychat, 'history.txt'));
    file.add(said('two'));
    await file.close();
    expect(here.faults).toEqual(['symlink']);
    expect(await readFile(target, 'utf8')).toBe('mine');
  });

  it('a link in the place of the file that damage is put aside in is replaced, not followed', async () => {
    await here.store('rubbish\n');
    const target = join(here.path, 'target');
    await writeFile(target, 'mine');
    await symlink(target, join(here.pychat, 'history.damaged.txt'));
    const file = here.open();
    file.add(said('one'));
    await file.close();
    expect(await readFile(target, 'utf8')).toBe('mine');
    expect(await here.stored('history.damaged.txt')).toBe('rubbish\n');
  });

  it('a folder in the place of the file is left alone', async () => {
    await mkdir(join(here.pychat, 'history.txt'), { recursive: true });
    const file = here.open();
    expect(await file.load()).toEqual([]);
    file.add(said('one'));
    await file.close();
    expect(here.faults).toEqual(['unreadable']);
  });

  it('a file in the place of the folder is left alone', async () => {
    await writeFile(here.pychat, 'mine');
    const file = here.open();
    file.add(said('one'));
    await file.close();
    expect(here.faults).toEqual(['unreadable']);
    expect(await readFile(here.pychat, 'utf8')).toBe('mine');
  });

  it.each([
    [maxHistoryBytes, []],
    [maxHistoryBytes + 1, ['tooLarge']],
  ])('a file of %d bytes gives the faults %j', async (bytes, expected) => {
    await here.store(row('one').padStart(bytes, '\n'));
    const file = here.open();
    expect(await file.load()).toHaveLength(expected.length === 0 ? 1 : 0);
    expect(here.faults).toEqual(expected);
    file.add(said('two'));
    await file.close();
    expect((await here.stored()).length > maxHistoryBytes).toBe(expected.length > 0);
  });

  it('a file that grows after it was looked at is not read either', async () => {
    await here.store(row('one'));
    const read = (): Promise<Uint8Array> => Promise.resolve(new Uint8Array(maxHistoryBytes + 1));
    expect(await here.open({ folder: here.folderWith({ read }) }).load()).toEqual([]);
    expect(here.faults).toEqual(['tooLarge']);
  });

  it('a damaged file shows what can be read, and is put aside before the first write', async () => {
    const damaged = `${row('one')}<<<<<<< HEAD\n${row('two')}`;
    await here.store(damaged);
    const file = here.open();
    expect(await texts(file)).toEqual(['one', 'two']);
    expect(here.faults).toEqual(['damaged']);
    expect((await readdir(here.pychat)).sort()).toEqual(['history.txt']);
    file.add(said('three'));
    await file.flush();
    expect(await here.stored('history.damaged.txt')).toBe(damaged);
    expect(await here.stored()).toBe(row('one') + row('two') + row('three'));
    file.add(said('four'));
    await file.close();
    expect(await here.stored('history.damaged.txt')).toBe(damaged);
    expect(here.faults).toEqual(['damaged']);
    expect((await readdir(here.pychat)).sort()).toEqual(['.gitignore', 'history.damaged.txt', 'history.txt']);
  });

  it('bytes that are not UTF-8 are damage, put aside byte for byte', async () => {
    const bytes = Buffer.concat([
      Buffer.from(row('one')),
      Buffer.from('2026-11-22T12:48:05Z <ana> \xff\n', 'latin1'),
    ]);
    await here.store(bytes);
    const file = here.open();
    expect(await texts(file)).toEqual(['one', '\ufffd']);
    expect(here.faults).toEqual(['damaged']);
    file.add(said('two'));
    await file.close();
    expect(await readFile(join(here.pychat, 'history.damaged.txt'))).toEqual(bytes);
  });

  it('the damage is not written over when it could not be put aside', async () => {
    await here.store('rubbish\n');
    const file = here.open({ folder: here.folderWith({ write: failing('ENOSPC') }) });
    file.add(said('one'));
    await file.close();
    expect(here.faults).toEqual(['damaged', 'unwritable']);
    expect(await here.stored()).toBe('rubbish\n');
  });

  it('a file that an editor saved with a byte order mark and CR LF is not damaged', async () => {
    await here.store(`\ufeff${row('one').replace('\n', '\r\n')}`);
    expect(await texts(here.open())).toEqual(['one']);
    expect(here.faults).toEqual([]);
  });
});
