import { randomUUID } from 'node:crypto';
import { mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { failing, HistoryWorkspace, row, said } from '../support/historyWorkspace.ts';

const here = new HistoryWorkspace();
const leftover = (): string => `history.txt.${randomUUID()}.tmp`;

/** A file that changed so many milliseconds ago, by the clock of the test. */
async function put(name: string, ago: number, content = 'half'): Promise<void> {
  await mkdir(here.pychat, { recursive: true });
  await writeFile(join(here.pychat, name), content);
  const seconds = (here.clock.now() - ago) / 1000;
  await utimes(join(here.pychat, name), seconds, seconds);
}

async function namesAfterOpening(folder = here.folderWith({})): Promise<string[]> {
  const file = here.open({ folder });
  await file.load();
  await file.close();
  return readdir(here.pychat);
}

it('what a killed editor left half-written is gone a minute later', async () => {
  await here.store(row('one'));
  await put(leftover(), 60_001);
  await put(`history.damaged.txt.${randomUUID()}.tmp`, 3_600_000);
  expect(await namesAfterOpening()).toEqual(['history.txt']);
});

it('the newest that is whole is taken when the file itself is not there', async () => {
  await put(leftover(), 3_600_000, row('older'));
  await put(leftover(), 1_800_000, row('one') + row('two'));
  await put(leftover(), 1_000, row('one') + row('cut off').trimEnd());
  await put(`history.damaged.txt.${randomUUID()}.tmp`, 0, row('never'));
  const file = here.open();
  expect((await file.load()).map(line => line.text)).toEqual(['one', 'two']);
  await file.close();
  expect(await here.stored()).toBe(row('one') + row('two'));
  expect(here.faults).toEqual([]);
  // Now that the file is there, only those stay that may be another window's.
  expect((await namesAfterOpening()).filter(name => name.endsWith('.tmp'))).toHaveLength(2);
});

it('what another window may be writing right now stays', async () => {
  const name = leftover();
  await put(name, 60_000);
  expect(await namesAfterOpening()).toEqual([name]);
});

it('nothing else is touched, whatever it is called', async () => {
  const names = [
    'history.txt.tmp',
    'notes.tmp',
    `${randomUUID()}.tmp`,
    `${leftover()}.md`,
    'history.damaged.txt',
  ];
  for (const name of names) await put(name, 3_600_000);
  const link = leftover();
  await symlink(join(here.path, 'elsewhere'), join(here.pychat, link));
  expect((await namesAfterOpening()).sort()).toEqual([...names, link].sort());
});

it('no more than a hundred are looked at', async () => {
  for (let count = 0; count < 101; count++) await put(leftover(), 3_600_000);
  expect(await namesAfterOpening()).toHaveLength(1);
});

it('a file system that knows no times, or has no list, keeps them', async () => {
  const name = leftover();
  await put(name, 3_600_000);
  const timeless = here.folderWith({ stat: () => Promise.resolve({ kind: 'file', size: 4, changed: 0 }) });
  expect(await namesAfterOpening(timeless)).toEqual([name]);
  const listless = here.folderWith({});
  delete listless.list;
  expect(await namesAfterOpening(listless)).toEqual([name]);
});

it.each(['list', 'delete'] as const)('that %s fails is nobody’s trouble', async method => {
  await put(leftover(), 3_600_000);
  const file = here.open({ folder: here.folderWith({ [method]: failing('EACCES') }) });
  file.add(said('one'));
  await file.close();
  expect(here.faults).toEqual([]);
  expect(await here.stored()).toBe(row('one'));
});
