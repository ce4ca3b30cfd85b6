import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIdentity } from '../../src/trust/identity.ts';
import { documented } from './documented.ts';
import { makeOwnKey, type OwnKey, TestRoom } from './testRoom.ts';

const run = promisify(execFile);
const here = (file: string): string => path.join(import.meta.dirname, file);

/** The functions of scenes.py that take nothing, as sentences. */
const scenes = Array.from(readFileSync(here('scenes.py'), 'utf8').matchAll(/^def (\w+)\(\):$/gm), scene => [
  scene[1]?.replaceAll('_', ' ') ?? '',
]);

describe('somebody with a page of Python', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pychat-python-'));
  const started: ChildProcess[] = [];
  let room: TestRoom;
  let own: OwnKey;
  let options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly timeout: number };

  beforeAll(async () => {
    room = await TestRoom.start();
    own = makeOwnKey(room.facts);
    const other = await createIdentity({ name: 'other', now: new Date() });
    writeFileSync(path.join(folder, 'pychat.pem'), own.files['pychat.pem'] ?? '');
    writeFileSync(path.join(folder, 'other.pem'), other.certificate + other.privateKey);
    const env = {
      PATH: process.env.PATH,
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONPATH: import.meta.dirname,
      PYTHONUTF8: '1',
      RELAY_PORT: room.facts.PORT,
      RELAY_PASSWORD: room.facts.PASSWORD,
      OWN_KEY: own.identity.fingerprints.key,
    };
    options = { cwd: folder, env, timeout: 30_000 };
  });

  afterAll(async () => {
    for (const child of started) {
      child.kill();
      await once(child, 'exit');
    }
    await room[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  it('needs no more than the standard library, and thirty lines', () => {
    const program = readFileSync(here('person.py'), 'utf8');
    const imported = Array.from(program.matchAll(/^(?:import|from) (\S+)/gm), module => module[1]);
    expect(imported).toEqual(['socket', 'ssl']);
    expect(program.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  });

  it('fetches the certificate of the relay as the docs say, and sees that it is the right one', async () => {
    const [fetch = '', show = ''] = documented('Python', 0, room.facts);
    await run('/bin/sh', ['-c', fetch], options);
    const { stdout } = await run('/bin/sh', ['-c', show], options);
    expect(stdout.trim().split('=')[1]).toBe(room.facts.FINGERPRINT);
  });

  it.each(scenes)('%s', async scene => {
    // What does not hold fails with Python's own words.
    await run('python3', [here('scenes.py'), scene.replaceAll(' ', '_')], options);
  });

  it('does what the docs show', async () => {
    const ana = await room.enter('ana', ['#chat'], 'account-tag');
    const program = documented('Python', 1, room.facts).join('\n');
    const child = spawn('python3', ['-u', '-c', program], {
      ...options,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(child);
    const { source, params, tags } = await ana.next('PRIVMSG');
    expect({ source, params }).toEqual({
      source: 'me!me@127.0.0.1',
      params: ['#chat', 'Hello from Python'],
    });
    expect(tags.get('account')).toBe(own.identity.fingerprints.key);
    ana.send('PRIVMSG #chat :Olá, Python');
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    expect(line).toBe(':ana!ana@127.0.0.1 PRIVMSG #chat :Olá, Python');
  });
});
