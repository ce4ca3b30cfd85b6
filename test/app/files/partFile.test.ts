import { mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PartFile } from '../../../src/app/files/partFile.ts';

vi.mock('vscode', () => import('../../support/editorWords.ts'));

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pychat-part-'));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (name: string): string => path.join(folder, name);
const text = (name: string): Promise<string> => readFile(at(name), 'utf8');

async function readAll(part: PartFile): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of part.read()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a file that comes in', () => {
  it('is a part until it is whole, and then has its name', async () => {
    const part = await PartFile.create(at('a.txt'));
    await part.write(Buffer.from('one '));
    expect(await readdir(folder)).toEqual(['a.txt.part']);
    await part.write(Buffer.from('two'));
    expect(part.size).toBe(7);
    expect(await readAll(part)).toBe('one two');
    expect(await part.finish()).toBe(at('a.txt'));
    expect(await readdir(folder)).toEqual(['a.txt']);
    expect(await text('a.txt')).toBe('one two');
  });

  it('overwrites nothing: what is there stays, and it gets a number', async () => {
    for (const name of ['a.txt', 'a (2).txt', 'a.txt.part']) await writeFile(at(name), name);
    const part = await PartFile.create(at('a.txt'));
    await part.write(Buffer.from('new'));
    expect(await part.finish()).toBe(at('a (3).txt'));
    for (const name of ['a.txt', 'a (2).txt', 'a.txt.part']) expect(await text(name)).toBe(name);
    expect(await text('a (3).txt')).toBe('new');
  });

  it('follows no link, neither for the part nor for its place', async () => {
    await writeFile(at('secret'), 'secret');
    await symlink(at('secret'), at('a.txt.part'));
    await symlink(at('secret'), at('a.txt'));
    await symlink(at('nowhere'), at('a (2).txt'));
    const part = await PartFile.create(at('a.txt'));
    await part.write(Buffer.from('new'));
    expect(await part.finish()).toBe(at('a (3).txt'));
    expect(await text('secret')).toBe('secret');
    expect(await readdir(folder)).not.toContain('nowhere');
  });

  it('is not finished, and nothing else is touched, when something else has taken its place meanwhile', async () => {
    const part = await PartFile.create(at('a.txt'));
    await part.write(Buffer.from('new'));
    await rename(at('a.txt.part'), at('moved'));
    await writeFile(at('evil'), 'evil');
    await symlink(at('evil'), at('a.txt.part'));
    await expect(part.finish()).rejects.toThrow('The partial download was moved or deleted meanwhile.');
    await part.abandon();
    expect((await readdir(folder)).toSorted()).toEqual(['a.txt.part', 'evil', 'moved']);
    expect(await text('evil')).toBe('evil');
  });

  it('leaves nothing when it is given up', async () => {
    const part = await PartFile.create(at('a.txt'));
    await part.write(Buffer.from('half'));
    await part.abandon();
    expect(await readdir(folder)).toEqual([]);
    await part.abandon();
  });

  it('finds no place after so many of its name', async () => {
    for (let number = 1; number <= 99; number++)
      await writeFile(at(number === 1 ? 'a.part' : `a (${number}).part`), '');
    await expect(PartFile.create(at('a'))).rejects.toMatchObject({ code: 'EEXIST' });
    await rm(at('a (99).part'));
    await (await PartFile.create(at('a'))).abandon();
  });
});
