import { execFile } from 'node:child_process';
import { chmod, mkdtemp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/common/clock.ts';
import { encodeRecord } from '../../../src/relay/data/log/record.ts';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import { createIdentity } from '../../../src/trust/identity.ts';
import { keep, openFolder } from '../data/samples.ts';
import { run, start } from './cliProcess.ts';
import { commandLine } from './relayProcess.ts';

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'pychat-relay-'));
  folder = path.join(parent, 'data');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const inData = (name: string): string => path.join(folder, name);

/** The data folder in the hands of a test, while no relay has it. */
const open = (): ReturnType<typeof openFolder> =>
  openFolder(folder, {
    limits: defaultLimits,
    clock: systemClock,
    keepMs: Infinity,
    log: () => undefined,
  });

describe('pychat-relay with a data folder', () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'is the same relay with the same invite after %s',
    async signal => {
      const first = await start('--data', folder);
      await first.stop(signal);
      const second = await start('--data', folder);
      for (const name of ['Key', 'Certificate', 'Password'])
        expect(second.printed.get(name)).toBe(first.printed.get(name));
      expect(second.invite).toEqual({ ...first.invite, port: second.invite.port });
      expect([first.stderr(), second.stderr()]).toEqual(['', '']);
      expect((await second.stop('SIGTERM')).code).toBe(0);
      expect((await stat(folder)).mode & 0o777).toBe(0o700);
      for (const name of ['identity.pem', 'token'])
        expect((await stat(inData(name))).mode & 0o777).toBe(0o600);
      expect((await readdir(folder)).filter(name => name.startsWith('lock'))).toEqual([]);
    },
  );

  test('is another relay without one', async () => {
    const [first, second] = [await start(), await start()];
    expect(second.printed.get('Key')).not.toBe(first.printed.get('Key'));
    expect(second.invite.token).not.toBe(first.invite.token);
  });

  test('keeps through a start and a stop who owns which nick', async () => {
    const owners = [{ nick: 'ann', key: 'a'.repeat(64), at: Date.now() }];
    const before = await open();
    keep(before.store, { visitors: [], owners, channels: [], readMarkers: [], losses: [] });
    await before.close();
    const relay = await start('--data', folder);
    expect((await relay.stop('SIGTERM')).code).toBe(0);
    const after = await open();
    expect(after.store.state.owners).toEqual(owners);
    await after.close();
  });

  test('prefers the certificate and the token it is given, and makes none then', async () => {
    const { certificate, privateKey } = await createIdentity({ name: 'host', now: new Date() });
    const [cert, key] = [path.join(parent, 'cert.pem'), path.join(parent, 'key.pem')];
    await writeFile(cert, certificate);
    await writeFile(key, privateKey);
    const token = 'abcdefghijklmnopqrstuA';
    const closed = await start('--data', folder, '--cert', cert, '--key', key, '--token', token);
    expect(closed.invite.token).toBe(token);
    await closed.stop('SIGTERM');
    await (await start('--data', folder, '--cert', cert, '--key', key, '--open')).stop('SIGTERM');
    expect((await readdir(folder)).filter(name => /identity|token/.test(name))).toEqual([]);
  });

  test('is relative to the file of settings that names it', async () => {
    const config = path.join(parent, 'relay.conf');
    await writeFile(config, 'data = data\n');
    await (await start('--config', config)).stop('SIGTERM');
    expect(await readdir(folder)).toContain('identity.pem');
  });

  test('says once that an end was cut off, and starts', async () => {
    const data = await open();
    const message = {
      target: '#chat',
      time: 1,
      source: 'ann',
      command: 'PRIVMSG',
      params: ['#chat', 'hello'],
    };
    data.store.append({ ...message, msgid: 'm1' });
    data.store.append({ ...message, msgid: 'm2' });
    await data.close();
    const whole = await readFile(inData('relay.lines'));
    await writeFile(inData('relay.lines'), whole.subarray(0, -3));
    const relay = await start('--data', folder);
    expect(relay.stderr()).toMatch(
      /^pychat-relay: \S+relay\.lines: the last \d+ bytes are left out[^\n]*\n$/,
    );
    await relay.stop('SIGTERM');
    const again = await start('--data', folder);
    expect(again.stderr()).toBe('');
  });

  test('starts with a log of another program in its place, which it keeps and names', async () => {
    await mkdir(folder);
    await writeFile(inData('relay.lines'), '{"json":"of another program"}');
    const relay = await start('--data', folder);
    expect(relay.stderr()).toBe(
      `pychat-relay: ${inData('relay.lines')}: nothing in it can be read; ` +
        `${inData('relay.lines.damaged')} is the file as it was\n`,
    );
    expect(await readFile(inData('relay.lines.damaged'), 'utf8')).toBe('{"json":"of another program"}');
    expect((await relay.stop('SIGTERM')).code).toBe(0);
  });
});

describe('pychat-relay ends with code 5 and one line, and changes nothing, for a data folder', () => {
  async function refused(reason: RegExp): Promise<void> {
    const { code, stdout, stderr } = await run('--host', '127.0.0.1', '--port', '0', '--data', folder);
    expect([code, stdout]).toEqual([5, '']);
    expect(stderr).toMatch(/^pychat-relay: [^\n]+\n$/);
    expect(stderr).toMatch(reason);
  }

  test('that another relay has, which goes on', async () => {
    const relay = await start('--data', folder);
    const before = await readdir(folder);
    await refused(new RegExp(`is in use by another relay \\(process ${relay.child.pid}\\)`));
    expect(await readdir(folder)).toEqual(before);
    expect((await relay.stop('SIGTERM')).code).toBe(0);
  });

  test('that a newer version wrote, or whose identity is damaged', async () => {
    await mkdir(folder);
    const newer = encodeRecord({ file: 'relay', version: 4 });
    await writeFile(inData('relay.lines'), newer);
    await refused(/newer pychat-relay/);
    expect(await readFile(inData('relay.lines'))).toEqual(newer);
    await rm(inData('relay.lines'));
    await writeFile(inData('identity.pem'), 'no key');
    await refused(/identity\.pem cannot be used/);
    expect(await readFile(inData('identity.pem'), 'utf8')).toBe('no key');
    expect((await readdir(folder)).sort()).toEqual(['identity.pem', 'relay.lines']);
  });

  test('that holds something else, or is none', async () => {
    await mkdir(folder);
    await writeFile(inData('letter.txt'), 'Dear Ann');
    await refused(/holds other files/);
    await rm(folder, { recursive: true });
    await writeFile(folder, '');
    await refused(/cannot be used/);
  });

  test.runIf(process.getuid?.() === 0)('that it may not write to', async () => {
    await mkdir(folder);
    await chmod(parent, 0o755);
    await chmod(folder, 0o755);
    const [node, ...args] = commandLine('--port', '0', '--data', folder);
    const asNobody = { uid: 65_534, gid: 65_534, cwd: '/', timeout: 15_000 };
    const [code, stderr] = await new Promise<[unknown, string]>(resolve => {
      execFile(node, args, asNobody, (error, _, text) => resolve([error?.code, text]));
    });
    expect([code, stderr]).toEqual([
      5,
      expect.stringMatching(/^pychat-relay: [^\n]*(?:EPERM|EACCES)[^\n]*\n$/),
    ]);
  });

  test('but with code 4 when only the port is taken, and lets the folder go', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    const { code } = await run('--host', '127.0.0.1', '--port', String(port), '--data', folder);
    expect(code).toBe(4);
    blocker.close();
    expect((await readdir(folder)).sort()).toEqual(['identity.pem', 'relay.lines', 'token']);
  });
});
