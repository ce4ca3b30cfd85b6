import { copyFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import type { SavedState } from '../../../src/relay/data/relayStore.ts';
import { parseMessage } from '../../../src/irc/message.ts';
import { keptSinceTag, lineIdTag } from '../../../src/irc/pychatNames.ts';
import { historyCapabilities, say } from '../../support/askHistory.ts';
import type { FakeClock } from '../../support/fakeClock.ts';
import { TestRelay } from '../../support/testRelay.ts';
import { type KeepingFolder, keep, options, openFolder } from './samples.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const capabilities = 'draft/read-marker draft/chathistory batch';
const keyed = (letter: string): { address: string; key: string } => ({
  address: '192.0.2.1',
  key: letter.repeat(64),
});

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

interface Bench {
  readonly bench: TestRelay;
  readonly data: KeepingFolder;
  /** Of the disk: the relay's stands still. */
  readonly clock: FakeClock;
}

/** A relay with this folder. */
async function relay(): Promise<Bench> {
  const given = options();
  const data = await openFolder(folder, given);
  return { bench: new TestRelay({ store: data.store }), data, clock: given.clock };
}

const log = (): string => path.join(folder, 'relay.lines');

describe('a relay with much state on the disk', () => {
  const masks = Array.from({ length: 99 }, (_, at) => ({ mask: `bad${at}!*@*`, by: 'ann!a@h', at: 1 }));
  const much: SavedState = {
    visitors: [],
    owners: [],
    channels: Array.from({ length: 30 }, (_, at) => ({
      name: `#room${at}`,
      createdAt: 1,
      modes: '+n',
      lists: { b: masks, e: [], I: [] },
      operatorKeys: ['a'.repeat(64)],
      metadata: {},
    })),
    losses: [],
    readMarkers: Array.from({ length: 2000 }, (_, at) => ({
      account: (at % 100).toString(16).padStart(64, '0'),
      target: `#room${Math.floor(at / 100)}`,
      at: 1,
    })),
  };
  const size = async (): Promise<number> => (await stat(log())).size;

  beforeEach(async () => {
    const data = await openFolder(folder, options());
    keep(data.store, much);
    await data.close();
  });

  test.each([
    ['a read marker', 'MARKREAD #room1 timestamp=', 400],
    ['a topic, each time the record of its channel', 'TOPIC #room1 :', 24_000],
    ['a ban, each time the record of its channel', 'MODE #room1 +b ', 24_000],
    ['a nick, its owners and a line of history', 'NICK ', 1500],
  ])('writes for %s, and nothing else', async (_, command, most) => {
    const { bench, data, clock } = await relay();
    const { ino } = await stat(log());
    const atFirst = await size();
    const ann = await bench.join('ann', { room: '#room1', capabilities, peer: keyed('a') });
    const writtenSince = async (before: number): Promise<number> => {
      const later = (): Promise<number> => {
        clock.advance(1000);
        return size();
      };
      await expect.poll(later, { timeout: 10_000 }).toBeGreaterThan(before);
      return (await size()) - before;
    };
    await writtenSince(atFirst);
    for (let second = 0; second < 3; second++) {
      const before = await size();
      for (const half of [0, 500]) {
        const time = new Date(bench.clock.now() - 60_000 + 1000 * second + half).toISOString();
        await ann.ask(`${command}${command.endsWith('=') ? time : `x${second}${half}`}`);
      }
      expect(await writtenSince(before)).toBeLessThan(most);
    }
    expect(await size()).toBeGreaterThan(400_000);
    expect((await stat(log())).ino).toBe(ino);
    await data.close();
  });
});

describe('a relay with a data folder', () => {
  test.each([
    ['', 'PING now'],
    [' and goes at once', 'QUIT :bye'],
  ])('has in its log what somebody hears back%s', async (_, next) => {
    const { bench, data } = await relay();
    const ann = await bench.join('ann', { room: '#mine', capabilities: 'echo-message', peer: keyed('a') });
    ann.send('PRIVMSG #mine :kept before it is said', 'TOPIC #mine :a topic', 'MODE #mine +b *!*@bad', next);
    await ann.next('PRIVMSG');
    // The clock stands still: nothing is written because time has passed.
    const text = await readFile(log(), 'utf8');
    for (const word of ['kept before it is said', '"text":"a topic"', '*!*@bad', '"nick":"ann"'])
      expect(text).toContain(word);
    await data.close();
  });
});

describe('a relay whose disk cannot be written', () => {
  test('tells everybody and the host, and says the contrary when it works again', async () => {
    const given = options();
    const data = await openFolder(folder, { ...given, keepMs: 3_600_000 });
    const host = keyed('b');
    const bench = new TestRelay({ store: data.store, hostKey: host.key });
    const [ann, bob] = [await bench.join('ann'), await bench.join('bob', { peer: host })];
    const welcome = (await ann.ask('VERSION')).join('\n');
    expect(welcome).toContain(' PYCHATKEEPS=3600 ');
    await bench.calm();
    await rm(log());
    await ann.ask('PRIVMSG #chat :hello');
    given.clock.advance(1000);
    await expect.poll(() => data.store.isKeeping).toBe(false);
    expect((await ann.news()).join('\n')).toContain(' 005 ann -PYCHATKEEPS ');
    expect((await bob.news()).join('\n')).toContain('NOTICE bob :The disk cannot be written');
    expect((await ann.ask('VERSION')).join('\n')).not.toContain('PYCHATKEEPS');
    given.clock.advance(5000);
    await expect.poll(() => data.store.isKeeping).toBe(true);
    expect((await ann.news()).join('\n')).toContain(' 005 ann PYCHATKEEPS=3600 ');
    expect((await bob.news()).join('\n')).toContain('NOTICE bob :The disk can be written again');
    expect(await readFile(log(), 'utf8')).toContain(':hello'.slice(1));
    await data.close();
  });
});

describe('a relay that was killed', () => {
  test('does not give what was said in a room of nobody’s to who makes a room of that name when it has waited', async () => {
    const first = await relay();
    const ann = await first.bench.join('ann', { room: '#secret', capabilities });
    await ann.ask('PRIVMSG #secret :between us');
    first.clock.advance(1000);
    await expect.poll(() => readFile(log(), 'utf8').catch(() => '')).toContain('between us');
    const killed = await readFile(log());
    await first.data.close();
    await writeFile(log(), killed);
    for (let start = 0; start < 2; start++) {
      const { bench, data } = await relay();
      bench.clock.advance(defaultLimits.emptyRoomMs);
      const eve = await bench.join('eve', { room: '#secret', capabilities, peer: keyed('e') });
      const answer = await eve.ask('CHATHISTORY LATEST #secret * 50');
      expect(answer.join('\n')).not.toContain('between us');
      await data.close();
    }
  });
});

test('what had to make way is missing after a kill at any time, though that is written later', async () => {
  const given = options();
  const data = await openFolder(folder, given);
  const limits = { historyMessages: 3 };
  const bench = new TestRelay({ store: data.store, limits });
  const ann = await bench.join('ann', { capabilities: historyCapabilities, peer: keyed('a') });
  const times: string[] = [];
  for (const text of ['1', '2', '3', '4', '5']) times.push((await say(ann, text)).time);
  const since = async (peer: typeof ann): Promise<string> => {
    const [open = ''] = await peer.ask('CHATHISTORY LATEST #chat * 5');
    return parseMessage(open).tags.get(keptSinceTag) ?? '';
  };
  expect(await since(ann)).toBe(times[1]);
  const copy = await temporaryFolder();
  await copyFile(log(), path.join(copy, 'relay.lines'));
  await data.close();
  const again = await openFolder(copy, options());
  const later = new TestRelay({ store: again.store, limits });
  const bob = await later.join('bob', { capabilities: historyCapabilities, peer: keyed('b') });
  expect((await since(bob)) >= times[1]!).toBe(true);
  await again.close();
});

describe('a line that was taken back', () => {
  const caps = `${historyCapabilities} draft/message-redaction`;
  const line = `@${lineIdTag}=A1b2C3d4E5f6G7h8._-x PRIVMSG`;

  test.each([
    ['in a room', '#chat', 1],
    ['in a room, over two starts', '#chat', 2],
    ['in private', 'bob', 1],
  ])('is not said again by who never heard that it was there: %s', async (_, target, starts) => {
    const first = await relay();
    const ann = await first.bench.join('ann', { capabilities: caps, peer: keyed('a') });
    await first.bench.join('bob', { capabilities: caps, peer: keyed('b') });
    await first.bench.calm();
    const [echo = ''] = await ann.ask(`${line} ${target} :regretted`);
    const { msgid = '' } = Object.fromEntries(parseMessage(echo).tags);
    await ann.ask(`REDACT ${target} ${msgid}`);
    await first.data.close();
    for (let start = 1; start < starts; start++) await (await relay()).data.close();
    const { bench, data } = await relay();
    const again = await bench.join('ann', { capabilities: caps, peer: keyed('a') });
    const reader = await bench.join('bob', { capabilities: caps, peer: keyed('b') });
    await bench.calm();
    const answers = (await again.ask(`${line} ${target} :regretted`)).map(text => parseMessage(text));
    expect(answers.map(({ command, params }) => [command, ...params])).toEqual([
      ['PRIVMSG', target, ''],
      ['REDACT', target, msgid],
    ]);
    expect(answers[0]?.tags.get('msgid')).toBe(msgid);
    expect(await reader.news()).toEqual([]);
    const other = target === 'bob' ? 'ann' : target;
    expect((await reader.ask(`CHATHISTORY LATEST ${other} * 50`)).join()).not.toContain('regretted');
    expect(await readFile(log(), 'utf8')).not.toContain('regretted');
    await data.close();
  });
});
