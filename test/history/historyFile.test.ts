import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { HistoryFile, HistoryFolder } from '../../src/history/historyFile.ts';
import { failing, HistoryWorkspace, row, said } from '../support/historyWorkspace.ts';
import { NodeFolder } from '../support/nodeFolder.ts';

const here = new HistoryWorkspace();

async function texts(file: HistoryFile): Promise<string[]> {
  return (await file.load()).map(line => line.text);
}

describe('the history file', () => {
  it('holds exactly the last 3 lines, with a .gitignore beside it and nothing else', async () => {
    const file = here.open();
    expect(await file.load()).toEqual([]);
    for (const text of ['one', 'two', 'three', 'four']) file.add(said(text));
    await file.close();
    expect(await here.stored()).toBe(row('two') + row('three') + row('four'));
    expect(await here.stored('.gitignore')).toBe('*\n');
    expect((await readdir(here.pychat)).sort()).toEqual(['.gitignore', 'history.txt']);
    expect(here.faults).toEqual([]);
  });

  it('gives the lines back the next time, as earlier ones', async () => {
    const file = here.open();
    file.add(said('one\ntwo', { form: 'action' }));
    await file.close();
    const earlier = await here.open().load();
    expect(earlier).toMatchObject([
      { text: 'one\ntwo', form: 'action', earlier: true, own: false, nick: 'ana' },
    ]);
  });

  it('goes on where it stopped', async () => {
    await here.store(row('one') + row('two') + row('three'));
    const file = here.open();
    expect(await texts(file)).toEqual(['one', 'two', 'three']);
    file.add(said('four'));
    await file.close();
    expect(await here.stored()).toBe(row('two') + row('three') + row('four'));
  });

  it('gives no more lines than it keeps', async () => {
    await here.store(row('one') + row('two') + row('three'));
    expect(await texts(here.open({ count: 2 }))).toEqual(['two', 'three']);
  });

  it('reads once', async () => {
    await here.store(row('one'));
    const file = here.open();
    const first = await file.load();
    await here.store(row('other'));
    expect(await file.load()).toBe(first);
  });

  it('loses no line that came before it was read', async () => {
    await here.store(row('one') + row('two'));
    const file = here.open();
    const loading = file.load();
    file.add(said('three'));
    file.add(said('four'));
    expect((await loading).map(line => line.text)).toEqual(['one', 'two']);
    await file.close();
    expect(await here.stored()).toBe(row('two') + row('three') + row('four'));
  });

  it('reads before it writes, also when nobody asked for it', async () => {
    await here.store(row('one'));
    const file = here.open();
    file.add(said('two'));
    await file.close();
    expect(await here.stored()).toBe(row('one') + row('two'));
  });

  it('touches nothing when nothing was said', async () => {
    const file = here.open();
    await file.load();
    await file.close();
    expect(await readdir(here.path)).toEqual([]);
  });

  it('reads and writes nothing when no lines are kept', async () => {
    await here.store(row('one'));
    const file = here.open({ count: 0 });
    expect(await file.load()).toEqual([]);
    file.add(said('two'));
    await file.close();
    expect(await here.stored()).toBe(row('one'));
    expect(here.clock.waiting).toBe(0);
  });

  it('leaves out what one person said to another', async () => {
    const file = here.open();
    file.add(said('secret', { privateWith: 'bruno' }));
    file.add(said('hello'));
    await file.close();
    expect(await here.stored()).toBe(row('hello'));
  });

  it('leaves a .gitignore that is there as it is', async () => {
    await here.store('');
    await writeFile(join(here.pychat, '.gitignore'), 'mine\n');
    const file = here.open();
    file.add(said('one'));
    await file.close();
    expect(await here.stored('.gitignore')).toBe('mine\n');
  });

  it('is made again when somebody deletes it or the folder', async () => {
    const file = here.open();
    file.add(said('one'));
    await file.flush();
    await rm(here.pychat, { recursive: true });
    file.add(said('two'));
    await file.close();
    expect(await here.stored()).toBe(row('one') + row('two'));
    expect(await here.stored('.gitignore')).toBe('*\n');
    expect(here.faults).toEqual([]);
  });

  it('is whole, and one of both, when two windows write to it', async () => {
    const one = here.open();
    const two = here.open();
    for (let round = 0; round < 20; round++) {
      one.add(said('from the first'));
      two.add(said('from the second'));
      await Promise.all([one.flush(), two.flush()]);
      const rows = (await here.stored()).trimEnd().split('\n');
      expect(new Set(rows).size).toBe(1);
    }
    expect((await readdir(here.pychat)).sort()).toEqual(['.gitignore', 'history.txt']);
    expect(here.faults).toEqual([]);
  });

  it('never grows beyond what will be read again: the oldest lines go', async () => {
    const file = here.open({ count: 1000 });
    const long = 'é'.repeat(60_000);
    for (let index = 0; index < 20; index++) file.add(said(`${index} ${long}`));
    await file.close();
    const again = await here.open({ count: 1000 }).load();
    expect(again).toHaveLength(8);
    expect(again.at(-1)?.text).toBe(`19 ${long}`);
    expect(here.faults).toEqual([]);
  });
});

describe('a disk that fails', () => {
  it.each(['EROFS', 'EACCES', 'ENOSPC'])('with %s is said once, and the chat goes on', async code => {
    const file = here.open({ folder: here.folderWith({ write: failing(code), create: failing(code) }) });
    for (const text of ['one', 'two', 'three']) {
      file.add(said(text));
      await file.flush();
    }
    await file.close();
    expect(here.faults).toEqual(['unwritable']);
    expect(await readdir(here.path)).toEqual([]);
  });

  it('for a while loses nothing', async () => {
    let broken = true;
    const real = new NodeFolder(here.pychat);
    const rename = (from: string, to: string): Promise<void> =>
      broken ? failing('EBUSY')() : real.rename(from, to);
    const file = here.open({ folder: here.folderWith({ rename }) });
    await here.store(row('zero'));
    file.add(said('one'));
    await file.flush();
    expect(here.faults).toEqual(['unwritable']);
    expect(await here.stored()).toBe(row('zero'));
    expect((await readdir(here.pychat)).sort()).toEqual(['.gitignore', 'history.txt']);
    broken = false;
    await file.close();
    expect(await here.stored()).toBe(row('zero') + row('one'));
  });

  it('is not tried for ever', async () => {
    const file = here.open({ folder: here.folderWith({ write: failing('EROFS') }) });
    await file.load();
    file.add(said('one'));
    await file.flush();
    expect(here.clock.waiting).toBe(0);
  });

  it.each<[string, Partial<HistoryFolder>]>([
    ['stat', { stat: failing('EACCES') }],
    ['read', { read: failing('EIO') }],
  ])('on %s leaves the file alone', async (_, change) => {
    await here.store(row('one'));
    const file = here.open({ folder: here.folderWith(change) });
    expect(await file.load()).toEqual([]);
    file.add(said('two'));
    await file.close();
    expect(here.faults).toEqual(['unreadable']);
    expect(await here.stored()).toBe(row('one'));
  });
});
