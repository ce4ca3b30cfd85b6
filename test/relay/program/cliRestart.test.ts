import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createIdentity, type Identity } from '../../../src/trust/identity.ts';
import { register, type TestPeer } from '../../support/peer.ts';
import { connectTls } from '../../support/tlsPeer.ts';
import { start } from './cliProcess.ts';
import type { RunningCli } from './relayProcess.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'pychat-restart-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const capabilities = 'message-tags server-time batch draft/chathistory echo-message';

async function enter(relay: RunningCli, nick: string, identity: Identity): Promise<TestPeer> {
  const peer = await connectTls(relay.invite.port, identity);
  await register(peer, nick, { capabilities });
  return peer;
}

const identityOf = (name: string): Promise<Identity> => createIdentity({ name, now: new Date() });

test.each(['SIGTERM', 'SIGKILL'] as const)('a room is what it was after %s', async signal => {
  const folder = path.join(parent, 'data');
  const [ann, eve] = [await identityOf('ann'), await identityOf('eve')];
  const first = await start('--open', '--data', folder);
  const pem = await readFile(path.join(folder, 'identity.pem'), 'utf8');
  const hostIdentity = { ...ann, certificate: pem, privateKey: pem };
  const host = await enter(first, 'host', hostIdentity);
  await host.ask('JOIN #chat', 'TOPIC #chat :Be kind', 'MODE #chat +b *!*@192.0.2.9');
  const annFirst = await enter(first, 'ann', ann);
  await annFirst.ask('JOIN #chat', 'PRIVMSG #chat :hello there');
  if (signal === 'SIGKILL') {
    // Within about a second it is on the disk.
    const kept = async (name: string): Promise<string> =>
      readFile(path.join(folder, name), 'utf8').catch(() => '');
    await expect.poll(() => kept('relay.lines'), { timeout: 5000 }).toContain('hello there');
    await expect.poll(() => kept('relay.lines'), { timeout: 5000 }).toContain('"nick":"ann"');
  }
  await first.stop(signal);

  const second = await start('--open', '--data', folder);
  const thief = await connectTls(second.invite.port, eve);
  thief.send('NICK ann', 'USER eve 0 * :Eve');
  expect(await thief.next('433')).toBeDefined();
  const annAgain = await enter(second, 'ann', ann);
  const joined = await annAgain.ask('JOIN #chat');
  expect(joined.join('\n')).toMatch(/ 332 ann #chat :Be kind/);
  expect((await annAgain.ask('MODE #chat b')).join('\n')).toContain('*!*@192.0.2.9');
  const history = await annAgain.ask('CHATHISTORY LATEST #chat * 50');
  expect(history.filter(line => line.endsWith(':hello there'))).toHaveLength(1);
  await second.stop('SIGKILL');
});
