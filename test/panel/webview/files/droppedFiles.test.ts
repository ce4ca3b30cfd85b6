import { beforeEach, describe, expect, it } from 'vitest';
import {
  maxDroppedFiles,
  maxFileNameLength,
  maxFilePieceBytes,
  maxUriLength,
} from '../../../../src/panel/messageLimits.ts';
import { DroppedFiles, maxKeptFiles } from '../../../../src/panel/webview/files/droppedFiles.ts';
import { fileUris } from '../../../../src/panel/webview/files/dropZone.ts';

let made: number;
let files: DroppedFiles;

beforeEach(() => {
  made = 0;
  files = new DroppedFiles(() => `f${(made += 1)}`);
});

const file = (text: string, name = 'a.txt'): File => new File([text], name);
const read = async (id: string, offset: number, length: number): Promise<string> =>
  new TextDecoder().decode(await files.bytes(id, offset, length));

describe('files that were let fall', () => {
  it('are told with their names and sizes', () => {
    expect(files.keep([file('olá', 'olá.txt'), file('', '')])).toEqual([
      { file: 'f1', name: 'olá.txt', size: 4 },
      { file: 'f2', name: '?', size: 0 },
    ]);
  });

  it('are read piece by piece', async () => {
    files.keep([file('0123456789')]);
    expect(await read('f1', 0, 4)).toBe('0123');
    expect(await read('f1', 8, 4)).toBe('89');
    expect(await read('f1', 10, 4)).toBe('');
  });

  it('are read in pieces of so many bytes and no more', async () => {
    files.keep([file('x'.repeat(maxFilePieceBytes + 1))]);
    expect(await files.bytes('f1', 0, maxFilePieceBytes)).toHaveLength(maxFilePieceBytes);
    expect(await files.bytes('f1', 0, maxFilePieceBytes + 1)).toHaveLength(maxFilePieceBytes);
  });

  it('give nothing when they are unknown, forgotten or can no longer be read', async () => {
    const broken = file('x');
    broken.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('gone')) }) as unknown as Blob;
    files.keep([file('0123'), broken]);
    files.forget('f1');
    expect(await read('f1', 0, 4)).toBe('');
    expect(await read('f2', 0, 4)).toBe('');
    expect(await read('f3', 0, 4)).toBe('');
  });

  it('are so many at once and no more', () => {
    const all = Array.from({ length: maxDroppedFiles + 1 }, () => file('x'));
    expect(files.keep(all.slice(1))).toHaveLength(maxDroppedFiles);
    expect(files.keep(all)).toHaveLength(maxDroppedFiles);
  });

  it('are kept up to so many: the newest', async () => {
    for (let count = 0; count < maxKeptFiles; count += 1) files.keep([file('x')]);
    expect(await read('f1', 0, 1)).toBe('x');
    files.keep([file('x')]);
    expect(await read('f1', 0, 1)).toBe('');
    expect(await read('f2', 0, 1)).toBe('x');
    expect(await read(`f${maxKeptFiles + 1}`, 0, 1)).toBe('x');
  });

  it('keep the end of a name that is too long', () => {
    const longest = `${'a'.repeat(maxFileNameLength - 4)}.txt`;
    expect(files.keep([file('', longest), file('', `b${longest}`)]).map(({ name }) => name)).toEqual([
      longest,
      longest,
    ]);
  });
});

describe('a list of addresses', () => {
  it('gives those of files', () => {
    const list = '# a comment\r\nfile:///a/b.txt\r\nvscode-remote://ssh%2Bhost/c\r\n\r\n';
    expect(fileUris(list)).toEqual(['file:///a/b.txt', 'vscode-remote://ssh%2Bhost/c']);
  });

  it.each([
    '',
    'https://example.org/a',
    'HTTP://example.org',
    'mailto:a@b.c',
    'javascript:1',
    'data:,x',
    'a b',
  ])('gives none of %j', list => {
    expect(fileUris(list)).toEqual([]);
  });

  it('gives so many and no more, none longer than may be', () => {
    const list = Array.from({ length: maxDroppedFiles + 1 }, (_, index) => `file:///${index}`);
    expect(fileUris(list.join('\n'))).toEqual(list.slice(0, maxDroppedFiles));
    const longest = `file:///${'a'.repeat(maxUriLength - 8)}`;
    expect(fileUris(`${longest}\n${longest}b`)).toEqual([longest]);
  });
});
