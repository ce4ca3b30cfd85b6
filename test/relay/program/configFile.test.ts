import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/relay/program/cliFlags.ts';
import { parseConfig, readConfig } from '../../../src/relay/program/configFile.ts';
import { FileError } from '../../../src/relay/program/readTextFile.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pychat-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const pairs = (text: string): string[][] =>
  parseConfig(text, 'a/relay.conf').map(({ name, text: value }) => [name, value]);

describe('a file of settings', () => {
  test('has one a line, between comments and blank lines', () => {
    expect(pairs('# Port\nport = 7000\r\n\n  \t\n   # room = #no\n\troom=#sala')).toEqual([
      ['port', '7000'],
      ['room', '#sala'],
    ]);
    expect(pairs('')).toEqual([]);
  });

  test('takes a value as it is: with equals signs, number signs and quotes inside', () => {
    expect(pairs('password = a = "b" # c')).toEqual([['password', 'a = "b" # c']]);
    expect(pairs('description =')).toEqual([['description', '']]);
  });

  test('takes away the white space around a value, and one pair of quotes', () => {
    expect(pairs('password =   x y  \t')).toEqual([['password', 'x y']]);
    expect(pairs('password = "  x  "')).toEqual([['password', '  x  ']]);
    expect(pairs('password = ""x""')).toEqual([['password', '"x"']]);
    expect(pairs('password = "')).toEqual([['password', '"']]);
    expect(pairs('password = ""')).toEqual([['password', '']]);
  });

  test('knows where each setting stands, and what it is relative to', () => {
    expect(parseConfig('\nmotd = m.txt', 'a/relay.conf')).toEqual([
      { name: 'motd', text: 'm.txt', where: 'a/relay.conf line 2: motd', folder: 'a' },
    ]);
  });

  test('may name an operator many times, and anything else once', () => {
    expect(pairs('oper = a:b\noper = c:d')).toHaveLength(2);
    expect(() => pairs('port = 1\nport = 1')).toThrow('a/relay.conf line 2: port is set for a second time');
  });

  test.each([
    ['prot = 1', 'there is no setting "prot"'],
    ['--port = 1', 'there is no setting "--port"'],
    ['Port = 1', 'there is no setting "Port"'],
    ['config = other', 'there is no setting "config"'],
    ['help = yes', 'there is no setting "help"'],
    ['constructor = x', 'there is no setting "constructor"'],
    ['port', 'takes "name = value"'],
    ['= 1', 'takes "name = value"'],
    ['port 1', 'takes "name = value"'],
    ['open = true', 'open takes yes or no'],
    ['no-flood-limits =', 'no-flood-limits takes yes or no'],
  ])('refuses %j, naming file and line', (line, reason) => {
    expect(() => pairs(`# first\n${line}`)).toThrow(new UsageError(`a/relay.conf line 2: ${reason}`));
  });

  test('is read from the disk, with or without a byte order mark', async () => {
    const file = path.join(folder, 'good.conf');
    await writeFile(file, '\ufeffroom = #olá\n');
    expect(readConfig(file)).toEqual({
      settings: [{ name: 'room', text: '#olá', where: `${file} line 1: room`, folder }],
      isExposed: false,
    });
  });

  test('is exposed when it holds secrets and everybody can read it', async () => {
    const file = path.join(folder, 'exposed.conf');
    for (const line of ['password = x', 'oper = a:b', 'token = x']) {
      await writeFile(file, line);
      await chmod(file, 0o644);
      expect(readConfig(file).isExposed).toBe(true);
      await chmod(file, 0o640);
      expect(readConfig(file).isExposed).toBe(false);
    }
    await writeFile(file, 'port = 1');
    await chmod(file, 0o644);
    expect(readConfig(file).isExposed).toBe(false);
  });

  test('is refused when it is missing, too large or no text', async () => {
    const file = path.join(folder, 'bad.conf');
    expect(() => readConfig(file)).toThrow(FileError);
    expect(() => readConfig(file)).toThrow(/ENOENT.*bad\.conf/);
    expect(() => readConfig(folder)).toThrow(`${folder}: EISDIR`);
    await writeFile(file, '#'.repeat(65_536));
    expect(readConfig(file).settings).toEqual([]);
    await writeFile(file, '#'.repeat(65_537));
    expect(() => readConfig(file)).toThrow(`${file} is larger than 65536 bytes`);
    await writeFile(file, Buffer.from([0xff]));
    expect(() => readConfig(file)).toThrow(`${file} is not UTF-8 text`);
  });
});
