import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/relay/program/cliFlags.ts';
import { type CliOptions, parseCommandLine } from '../../../src/relay/program/cliOptions.ts';

const token = 'abcdefghijklmnopqrstuA';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pychat-options-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function config(...lines: string[]): Promise<string> {
  const file = path.join(folder, 'relay.conf');
  await writeFile(file, lines.join('\n'), { mode: 0o600 });
  return file;
}

const parse = (...args: string[]): CliOptions => parseCommandLine(args) as CliOptions;

describe('the command line', () => {
  test('needs nothing', () => {
    expect(parse()).toEqual({
      host: '::',
      port: 6697,
      portsToTry: 10,
      serverName: 'pychat.local',
      description: 'PyChat relay',
      room: '#chat',
      isOpen: false,
      operators: [],
      limits: {},
      keepDays: 1,
      warnings: [],
    });
  });

  test('takes everything', () => {
    const args =
      '--host ::1 --port 7000 --server-name a.b --description text --room #sala --motd m.txt --data d --keep-days 7';
    const more = `--cert c.pem --key k.pem --token ${token} --password secret --max-connections 5 --no-flood-limits`;
    expect(parse(...`${args} ${more}`.split(' '))).toEqual({
      host: '::1',
      port: 7000,
      portsToTry: 1,
      serverName: 'a.b',
      description: 'text',
      room: '#sala',
      motd: 'm.txt',
      data: 'd',
      certificate: 'c.pem',
      privateKey: 'k.pem',
      token,
      password: 'secret',
      isOpen: false,
      operators: [],
      limits: expect.objectContaining({ maxConnections: 5, floodBurst: Infinity }) as object,
      keepDays: 7,
      warnings: [],
    });
  });

  test('takes 0 to 3650 days for a data folder, and none without one', () => {
    for (const days of ['0', '3650'])
      expect(parse('--data', 'd', '--keep-days', days).keepDays).toBe(Number(days));
    for (const days of ['-1', '3651', '1.5', 'x'])
      expect(() => parse('--data', 'd', `--keep-days=${days}`)).toThrow('a number from 0 to 3650');
    expect(() => parse('--keep-days', '2')).toThrow('--keep-days takes a data folder: see --data');
  });

  test('tries only the port that was named', () => {
    expect(parse('--port', '65535')).toMatchObject({ port: 65_535, portsToTry: 1 });
    expect(parse('--port=0')).toMatchObject({ port: 0, portsToTry: 1 });
  });

  test('asks for help or version before anything else', () => {
    expect(parseCommandLine(['--help', '--port', 'x'])).toBe('help');
    expect(parseCommandLine(['--version', '--config', '/nowhere'])).toBe('version');
  });

  test.each([
    ['--port', '65536'],
    ['--port', '-1'],
    ['--port', 'http'],
    ['--port', '1e3'],
    ['--room', 'chat'],
    ['--room', `#${'x'.repeat(64)}`],
    ['--server-name', 'local'],
    ['--server-name', 'a b.c'],
    ['--server-name', '-a.b'],
    ['--server-name', 'a..b'],
    ['--server-name', 'a.b.'],
    ['--server-name', `${'x'.repeat(62)}.y`],
    ['--description', ''],
    ['--description', 'a\nb'],
    ['--description', 'x'.repeat(201)],
    ['--host', 'two words'],
    ['--host', ''],
    ['--token', 'short'],
    ['--token', 'abcdefghijklmnopqrstuB'],
    ['--password', ''],
    ['--password', 'a\rb'],
    ['--password', 'a\0b'],
    ['--password', 'é'.repeat(201)],
    ['--open', '--token', token],
    ['--open', '--password', 'x'],
    ['--cert', 'a.pem'],
    ['--key', 'a.pem'],
    ['--data', ''],
    ['--max-connections', '0'],
    ['--max-connections', '100001'],
    ['--max-connections', 'many'],
    ['--max-per-address', '0'],
    ['--oper', 'ann'],
    ['--oper', ':secret'],
    ['--oper', 'ann:'],
    ['--oper', 'a b:secret'],
    ['--oper', `${'x'.repeat(61)}:secret`],
    ['--frob'],
    ['stray'],
    ['--host'],
    ['--open=yes'],
  ])('refuses %s %s in one line', (...args) => {
    const words = args.filter(word => typeof word === 'string');
    expect(() => parseCommandLine(words)).toThrow(UsageError);
    expect(() => parseCommandLine(words)).toThrow(/^[^\n]+$/);
  });

  test('takes what is exactly at the edge', () => {
    const room = `#${'x'.repeat(63)}`;
    const serverName = `${'x'.repeat(61)}.y`;
    expect(parse('--room', room, '--server-name', serverName)).toMatchObject({ room, serverName });
    expect(parse('--description', 'x'.repeat(200)).description).toHaveLength(200);
    expect(parse('--password', 'é'.repeat(200)).password).toHaveLength(200);
    expect(parse('--max-connections', '1').limits.maxConnections).toBe(1);
    expect(parse('--max-connections', '100000').limits.maxConnections).toBe(100_000);
    expect(parse('--oper', `${'x'.repeat(60)}:y`).operators).toHaveLength(1);
  });

  test('never repeats a secret', () => {
    const secrets = [
      ['--password', 'hidden\n'],
      ['--token', 'hidden'],
      ['--oper', 'hidden'],
    ];
    for (const words of secrets) expect(() => parseCommandLine(words)).toThrow(/^(?!.*hidden)/s);
  });

  test('takes passwords of any characters, and operators that have such', () => {
    expect(parse('--password', ' : é 🌍 ').password).toBe(' : é 🌍 ');
    expect(parse('--password=--open').password).toBe('--open');
    expect(parse('--oper', 'ann:a:b c', '--oper=bob:x', '--oper', 'ann:later').operators).toEqual([
      { name: 'ann', password: 'a:b c' },
      { name: 'bob', password: 'x' },
    ]);
  });

  test('lets as many in from one address as in all, unless that is said', () => {
    expect(parse('--max-connections', '3').limits).toEqual({
      maxConnections: 3,
      maxHandshakes: 200,
      maxStrangers: 200,
      maxConnectionsPerAddress: 3,
      maxHandshakesPerAddress: 50,
      maxStrangersPerAddress: 50,
    });
    expect(parse('--max-connections', '2000', '--max-per-address', '60').limits).toEqual({
      maxConnections: 2000,
      maxHandshakes: 2000,
      maxStrangers: 2000,
      maxConnectionsPerAddress: 60,
      maxHandshakesPerAddress: 60,
      maxStrangersPerAddress: 60,
      newKeysAtOnce: 60,
    });
    expect(parse('--max-per-address', '7').limits).toEqual({
      maxConnectionsPerAddress: 7,
      maxHandshakesPerAddress: 50,
      maxStrangersPerAddress: 50,
      newKeysAtOnce: 40,
    });
  });

  test('lifts the limits of rate, and no others', () => {
    expect(parse('--no-flood-limits').limits).toEqual({
      floodBurst: Infinity,
      deliveryBurst: Infinity,
      ownHandshakeBurst: Infinity,
    });
  });
});

describe('the command line with a file of settings', () => {
  test('takes what the file says, files in it being relative to it', async () => {
    const file = await config(
      'port = 7000',
      'motd = motd.txt',
      'data = /var/lib/relay',
      'oper = ann:x',
      'open = yes',
    );
    expect(parse('--config', file)).toMatchObject({
      port: 7000,
      portsToTry: 1,
      motd: path.join(folder, 'motd.txt'),
      data: '/var/lib/relay',
      operators: [{ name: 'ann', password: 'x' }],
      isOpen: true,
    });
  });

  test('wins', async () => {
    const file = await config('port = 7000', 'room = #file', 'oper = ann:file', 'oper = bob:file');
    expect(parse('--config', file, '--port', '1', '--oper', 'ann:typed')).toMatchObject({
      port: 1,
      room: '#file',
      operators: [
        { name: 'ann', password: 'typed' },
        { name: 'bob', password: 'file' },
      ],
    });
  });

  test('answers alone who gets in', async () => {
    const closed = await config('password = secret', `token = ${token}`);
    const open = parse('--config', closed, '--open');
    expect([open.isOpen, open.password, open.token]).toEqual([true, undefined, undefined]);
    expect(parse('--config', closed, '--password', 'typed')).toMatchObject({ password: 'typed', token });
    expect(parse('--config', await config('open = yes'), '--password', 'typed').isOpen).toBe(false);
    expect(() => parse('--config', folder)).toThrow(/EISDIR/);
  });

  test('does not let the file contradict itself', async () => {
    const both = await config('', 'open = yes', 'password = secret');
    expect(() => parse('--config', both)).toThrow(
      `${both} line 3: password: an open relay takes no password`,
    );
    const half = await config('cert = a.pem');
    expect(() => parse('--config', half)).toThrow(`${half} line 1: cert: cert and key go together`);
    expect(parse('--config', half, '--key', 'k.pem')).toMatchObject({ privateKey: 'k.pem' });
    const closed = await config('open = no', 'password = secret');
    expect(parse('--config', closed)).toMatchObject({ isOpen: false, password: 'secret' });
  });

  test('names the file and the line of what is wrong', async () => {
    const file = await config('# my relay', '', 'port = high');
    expect(() => parse('--config', file)).toThrow(
      `${file} line 3: port takes a number from 0 to 65535, not "high"`,
    );
  });
});
