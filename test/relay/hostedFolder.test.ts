import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ListenError } from '../../src/relay/binding.ts';
import { type RelayThread, startRelayThread } from '../../src/relay/relayThread.ts';
import type { HostedData } from '../../src/relay/workerProtocol.ts';
import { createIdentity, type Identity } from '../../src/trust/identity.ts';
import { hostedHere } from '../support/hostedHere.ts';
import { register, type TestPeer } from '../support/peer.ts';
import { connectTls } from '../support/tlsPeer.ts';

const workerFile = new URL('../../src/relay/worker.ts', import.meta.url);
const day = 24 * 60 * 60 * 1000;
const key = randomBytes(32);

let host: Identity;
let guest: Identity;
beforeAll(async () => {
  const now = new Date();
  host = await createIdentity({ name: 'host', now });
  guest = await createIdentity({ name: 'guest', now });
});

let parent: string;
let folder: string;
const threads: RelayThread[] = [];
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'pychat-hosted-'));
  folder = path.join(parent, 'room');
});
afterEach(async () => {
  await Promise.all(threads.splice(0).map(thread => thread.close('over')));
  await rm(parent, { recursive: true, force: true });
});

async function hosting(more: Partial<HostedData> = {}): Promise<RelayThread> {
  const { certificate, privateKey, fingerprints } = host;
  const thread = await startRelayThread(
    {
      identity: { certificate, privateKey },
      hostKey: fingerprints.key,
      ...hostedHere,
      kept: { folder, key, keepMs: day, ...more },
    },
    workerFile,
  );
  threads.push(thread);
  return thread;
}

async function enter(thread: RelayThread, nick: string, identity: Identity): Promise<TestPeer> {
  const peer = await connectTls(thread.port, identity);
  await register(peer, nick, { capabilities: 'echo-message batch draft/chathistory' });
  return peer;
}

describe('a room that is hosted again', () => {
  test('has its history, topic, bans, mutes, operators, owned nicks and rooms of before', async () => {
    const first = await hosting();
    const [ann, bob] = [await enter(first, 'ann', host), await enter(first, 'bob', guest)];
    await ann.ask('JOIN #chat', 'TOPIC #chat :of before', 'MODE #chat +b *!*@198.51.100.7');
    await ann.ask('MODE #chat +b m:eve!*@*');
    await bob.ask('JOIN #chat', 'JOIN #bobs', 'TOPIC #bobs :of bob');
    await ann.ask('MODE #chat +o bob');
    for (let number = 1; number <= 5; number++) await bob.ask(`PRIVMSG #chat :line ${number}`);
    await first.close('closing');
    const second = await hosting();
    // Somebody else, before anybody is back.
    const other = await connectTls(second.port, await createIdentity({ name: 'eve', now: new Date() }));
    other.send('NICK bob', 'USER eve 0 * :eve');
    expect((await other.next('433')).params[1]).toBe('bob');
    const again = await enter(second, 'bob', guest);
    const joined = (await again.ask('JOIN #chat', 'JOIN #bobs', 'MODE #chat b')).join('\n');
    for (const word of [':of before', ':of bob', '198.51.100.7', 'm:eve!*@*', '@bob'])
      expect(joined).toContain(word);
    const history = (await again.ask('CHATHISTORY LATEST #chat * 50')).join('\n');
    for (let number = 1; number <= 5; number++) expect(history).toContain(`:line ${number}`);
  });

  test.each([
    [day, ', and keeps what is said for 1 day'],
    [3 * day, ', and keeps what is said for 3 days'],
    [0, ''],
  ])('says to people with any client that it keeps what is said for %i ms', async (keepMs, words) => {
    const peer = await connectTls((await hosting({ keepMs })).port, guest);
    peer.send('NICK bob', 'USER bob 0 * :bob');
    const { params } = await peer.next('003');
    expect(params[1]).toMatch(new RegExp(`^This relay was started at [-0-9T:.]+Z${words}$`));
  });

  test('keeps nothing that can be read without the key', async () => {
    const thread = await hosting();
    const ann = await enter(thread, 'ann', host);
    await ann.ask('JOIN #chat', 'PRIVMSG #chat :between us');
    await thread.close('closing');
    for (const name of await readdir(folder)) {
      const text = await readFile(path.join(folder, name), 'latin1');
      expect(text).not.toMatch(/between us|#chat|"nick"/);
    }
  });

  test('begins empty when the key is another, and says so', async () => {
    await (await hosting()).close('closing');
    const thread = await hosting({ key: randomBytes(32) });
    expect(thread.notice).toBe('emptied');
    await thread.close('closing');
    expect(await readdir(folder)).toContain('relay.lines.locked');
  });

  test('goes on without keeping anything where the folder cannot be used, and says so', async () => {
    await writeFile(folder, 'a file');
    const thread = await hosting();
    expect(thread.notice).toBe('notKept');
    const ann = await enter(thread, 'ann', host);
    expect((await ann.ask('JOIN #chat', 'VERSION')).join('\n')).not.toContain('PYCHATKEEPS');
  });

  test('leaves no trace when it is to keep nothing', async () => {
    await (await hosting()).close('closing');
    const thread = await hosting({ keepMs: 0 });
    const ann = await enter(thread, 'ann', host);
    await ann.ask('JOIN #chat', 'PRIVMSG #chat :between us');
    await thread.close('closing');
    await expect(stat(folder)).rejects.toThrow(/ENOENT/);
  });

  test('is refused while another relay has its folder, which goes on', async () => {
    const first = await hosting();
    const second = hosting();
    await expect(second).rejects.toMatchObject({ code: 'folderTaken' } satisfies Partial<ListenError>);
    const ann = await enter(first, 'ann', host);
    expect((await ann.ask('VERSION')).join('\n')).toContain(' PYCHATKEEPS=86400 ');
    await first.close('closing');
    await hosting();
  });
});
