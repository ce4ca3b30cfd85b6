import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CliOptions, parseCommandLine } from '../../src/relay/program/cliOptions.ts';
import { type Running, startRelay } from '../../src/relay/cliStart.ts';
import { DataError } from '../../src/relay/data/dataError.ts';
import { ListenError } from '../../src/relay/binding.ts';
import { FileError } from '../../src/relay/program/readTextFile.ts';
import { displayFingerprint } from '../../src/trust/fingerprint.ts';
import { createIdentity, type Identity } from '../../src/trust/identity.ts';
import { parseInvite } from '../../src/trust/invite.ts';
import { register } from '../support/peer.ts';
import { connectTls } from '../support/tlsPeer.ts';

let folder: string;
let identity: Identity;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pychat-start-'));
  identity = await createIdentity({ name: 'host', now: new Date() });
  await writeFile(path.join(folder, 'cert.pem'), identity.certificate);
  await writeFile(path.join(folder, 'key.pem'), identity.privateKey);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = (name: string): string => path.join(folder, name);

const start = (...args: string[]): Promise<Running> =>
  startRelay(
    parseCommandLine(['--host', '127.0.0.1', '--port', '0', ...args]) as CliOptions,
    '1.2.3',
    () => undefined,
  );

const said = ({ announcement }: Running): Map<string, string> =>
  new Map(announcement.map(line => line.split(/: +/, 2) as [string, string]));

describe('a relay that runs alone', () => {
  test('announces where it is, who it is and how to get in', async () => {
    const relay = await start('--cert', file('cert.pem'), '--key', file('key.pem'), '--room', '#sala');
    const words = said(relay);
    const invite = parseInvite(words.get('Invite')!);
    expect([...words.keys()]).toEqual(['Room', 'Address', 'Key', 'Certificate', 'Password', 'Invite']);
    expect(words.get('Key')).toBe(displayFingerprint(identity.fingerprints.key));
    expect(invite).toMatchObject({
      room: '#sala',
      key: identity.fingerprints.key,
      token: words.get('Password'),
    });
    const ann = await connectTls(invite.port, identity);
    expect(await register(ann, 'ann', { password: invite.token })).toContainEqual(
      expect.stringContaining('running version pychat-relay-1.2.3'),
    );
    await Promise.all([relay.close('Bye'), ann.next('ERROR')]);
  });

  test('greets with the lines of a file, of which an empty one is no greeting', async () => {
    for (const [text, reply] of [
      ['Olá\r\n\r\nBe kind.\n', ':pychat.local 372 ann :- Be kind.'],
      ['\n', ':pychat.local 422 ann '],
    ] as const) {
      await writeFile(file('motd.txt'), text);
      const relay = await start('--open', '--motd', file('motd.txt'));
      const ann = await connectTls(parseInvite(said(relay).get('Invite')!).port, identity);
      expect(await register(ann, 'ann')).toContainEqual(expect.stringContaining(reply));
      await Promise.all([relay.close('Bye'), ann.next('ERROR')]);
    }
  });

  test('has its key and token from the data folder, which it lets go at the end', async () => {
    const first = await start('--data', file('data'));
    await expect(start('--data', file('data'))).rejects.toThrow(DataError);
    await first.close('Bye');
    const second = await start('--data', file('data'), '--password', 'mine');
    expect(said(second).get('Key')).toBe(said(first).get('Key'));
    expect(said(second).get('Password')).toBe(`${said(first).get('Password')} (or your own)`);
    await second.close('Bye');
    expect((await readdir(file('data'))).filter(name => name.startsWith('lock'))).toEqual([]);
  });

  test('lets go of the folder when it cannot start', async () => {
    const relay = await start('--open');
    const { port } = parseInvite(said(relay).get('Invite')!);
    const again = ['--port', String(port), '--data', file('other')];
    await expect(start(...again)).rejects.toThrow(new ListenError('portsTaken', `port ${port} is taken`));
    await relay.close('Bye');
    await (await start('--data', file('other'))).close('Bye');
  });

  test('does not start with files that cannot be used', async () => {
    await writeFile(file('nul.txt'), 'a\0b');
    const [cert, key] = [file('cert.pem'), file('key.pem')];
    await expect(start('--cert', key, '--key', cert)).rejects.toThrow(FileError);
    await expect(start('--cert', file('none'), '--key', key)).rejects.toThrow(FileError);
    await expect(start('--motd', file('nul.txt'))).rejects.toThrow(/line 1 holds a character/);
  });
});
