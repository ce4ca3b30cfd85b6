import { closeSync, openSync, writeSync } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { replaceFile } from '../../../src/relay/data/replaceFile.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { VirtualDisk } from './virtualDisk.ts';
import { installVirtualFiles, removeVirtualFiles } from './virtualFiles.ts';

beforeEach(() => installVirtualFiles());
afterEach(() => removeVirtualFiles());

async function contentOf(file: string): Promise<string> {
  const handle = await open(file, 'r');
  const bytes = Buffer.alloc(100);
  const { bytesRead } = await handle.read(bytes, 0, 100);
  await handle.close();
  return bytes.toString('utf8', 0, bytesRead);
}

test('a file is what was written to it, and a real one stays real', async () => {
  const folder = new VirtualDisk().mount();
  await replaceFile(`${folder}/a`, [Buffer.from('one '), Buffer.from('two')]);
  expect(await contentOf(`${folder}/a`)).toBe('one two');
  expect(await readdir(folder)).toEqual(['a']);
  expect((await stat(import.meta.filename)).size).toBeGreaterThan(100);
});

test('a file that is replaced is after a power failure the old or the new one', async () => {
  const found = new Set<string>();
  for (let seed = 1; seed <= 20; seed++) {
    const disk = new VirtualDisk();
    await replaceFile(`${disk.mount()}/a`, [Buffer.from('old')]);
    const folder = disk.mount();
    await replaceFile(`${folder}/a`, [Buffer.from('new')]);
    disk.lose(seededRandom(seed));
    found.add(await contentOf(`${disk.mount()}/a`));
  }
  expect([...found]).toEqual(['new']);
});

test('what was not synced is torn by a power failure, at any byte', () => {
  const lengths = new Set<number>();
  for (let seed = 1; seed <= 60; seed++) {
    const disk = new VirtualDisk();
    const descriptor = openSync(`${disk.mount()}/a`, 'w', 0o600);
    disk.sync();
    for (const text of ['12', '34']) writeSync(descriptor, Buffer.from(text), 0, 2, Number(text[0]) - 1);
    closeSync(descriptor);
    disk.lose(seededRandom(seed));
    const text = disk.find('a').bytes.toString();
    expect('1234'.startsWith(text)).toBe(true);
    lengths.add(text.length);
  }
  expect([...lengths].sort()).toEqual([0, 1, 2, 3, 4]);
});

test('a full disk takes what still fits and then nothing', () => {
  const disk = new VirtualDisk();
  const descriptor = openSync(`${disk.mount()}/a`, 'w');
  disk.space = 3;
  expect(writeSync(descriptor, Buffer.from('12345'), 0, 5, 0)).toBe(3);
  expect(() => writeSync(descriptor, Buffer.from('45'), 0, 2, 3)).toThrow('ENOSPC');
  disk.space = Infinity;
  expect(writeSync(descriptor, Buffer.from('45'), 0, 2, 3)).toBe(2);
});

test('a process that another has followed cannot write any more', () => {
  const disk = new VirtualDisk();
  const descriptor = openSync(`${disk.mount()}/a`, 'w');
  disk.mount();
  expect(() => writeSync(descriptor, Buffer.from('1'), 0, 1, 0)).toThrow('EIO');
});
