import { describe, expect, test } from 'vitest';
import { MemoryStore } from '../../support/memoryStore.ts';
import { classOf30, keyed, keyNumber } from '../../support/crowd.ts';
import { askTexts, historyCapabilities as capabilities } from '../../support/askHistory.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const hostKey = keyNumber(1);
const latest = (target: string): string => `CHATHISTORY LATEST ${target} * 100`;
const long = 'x'.repeat(400);

/** So many people with new keys say one thing to each of themselves. */
async function crowdTalks(
  bench: TestRelay,
  count: number,
  addressOf: (number: number) => string,
): Promise<void> {
  const crowd: TestPeer[] = [];
  for (let number = 0; number < count; number++)
    crowd.push(
      await bench.join(`eve${number}`, { room: '', peer: keyed(10_000 + number, addressOf(number)) }),
    );
  for (const eve of crowd) await eve.ask(...crowd.map((_, other) => `PRIVMSG eve${other} :${long}`));
}

describe('private talks', () => {
  test.each([
    ['one address', () => '192.0.2.66'],
    ['34 addresses', (number: number) => `198.51.100.${number}`],
  ])(
    'of 34 connections from %s push nobody else’s out',
    async (_, addressOf) => {
      const bench = new TestRelay({ hostKey, limits: { privateTalks: 200, privateTalksPerNewKey: 3 } });
      const ana = await bench.join('ana', { capabilities, peer: keyed(1, '192.0.2.1') });
      await bench.join('bob', { capabilities, peer: keyed(2, '192.0.2.2') });
      await ana.ask('PRIVMSG bob :from ana');
      const cat = await bench.join('cat', { capabilities, peer: keyed(3, '192.0.2.3') });
      await cat.ask('PRIVMSG bob :from cat');
      await crowdTalks(bench, 34, addressOf);
      expect(await askTexts(ana, latest('bob'))).toEqual(['from ana']);
      expect(await askTexts(cat, latest('bob'))).toEqual(['from cat']);
      await ana.ask('PRIVMSG cat :one more');
      expect(await askTexts(ana, latest('cat'))).toEqual(['one more']);
    },
    60_000,
  );

  test('that somebody who came back goes on with are theirs from then on', async () => {
    const bench = new TestRelay({ hostKey, limits: { privateTalksPerNewKey: 1 } });
    const ana = await bench.join('ana', { capabilities, peer: keyed(1, '192.0.2.1') });
    const bob = await bench.join('bob', { capabilities, peer: keyed(2, '192.0.2.2') });
    await bench.join('cat', { peer: keyed(3, '192.0.2.3') });
    await bob.ask('PRIVMSG ana :a question');
    await ana.ask('PRIVMSG bob :the answer');
    await bob.ask('PRIVMSG cat :hello', 'PRIVMSG bob :to myself');
    expect(await askTexts(ana, latest('bob'))).toEqual(['a question', 'the answer']);
    expect(await askTexts(bob, latest('cat'))).toEqual([]);
  });
});

describe('history', () => {
  test.each([
    ['an attacker behind the address of a class', '192.0.2.66', '192.0.2.66'],
    ['an attacker elsewhere', '192.0.2.66', '192.0.2.77'],
  ])(
    'of who came back stays when %s fills all there is',
    async (_, ours, theirs) => {
      const store = new MemoryStore();
      const limits = { historyBytesAll: 200_000, historyBytes: 60_000, newKeysAtOnce: 1e6 };
      const bench = new TestRelay({ hostKey, store, limits });
      const ana = await bench.join('ana', { capabilities, peer: keyed(1, ours) });
      await ana.ask('JOIN #project', 'PRIVMSG #project :ours', 'PRIVMSG #chat :main');
      for (let number = 0; number < 10; number++) {
        const eve = await bench.join(`eve${number}`, { room: '', peer: keyed(10_000 + number, theirs) });
        const rooms = Array.from({ length: 6 }, (_room, index) => `#e${number}-${index}`);
        for (const room of rooms)
          await eve.ask(`JOIN ${room}`, ...Array.from({ length: 20 }, () => `PRIVMSG ${room} :${long}`));
      }
      expect(await askTexts(ana, latest('#project'))).toEqual(['ours']);
      expect(await askTexts(ana, latest('#chat'))).toContain('main');
    },
    60_000,
  );

  test('of a class stays when one attacker elsewhere fills all there is, but for the attacker’s own', async () => {
    const limits = { historyBytesAll: 300_000, historyBytes: 100_000 };
    const bench = new TestRelay({ hostKey, store: new MemoryStore(), limits });
    const pupils = await classOf30(bench, '192.0.2.66');
    for (const [number, pupil] of pupils.entries())
      await pupil.ask(`PRIVMSG #room${number} :said by ${number}`);
    const eve = await bench.join('eve', { peer: keyed(9, '192.0.2.77') });
    for (const room of ['#e1', '#e2', '#e3', '#e4', '#e5'])
      await eve.ask(`JOIN ${room}`, ...Array.from({ length: 100 }, () => `PRIVMSG ${room} :${long}`));
    for (const [number, pupil] of pupils.entries()) {
      pupil.send('QUIT');
      await pupil.rest();
      const back = await bench.join(`pupil${number}`, {
        capabilities,
        peer: keyed(1000 + number, '192.0.2.66'),
      });
      await back.ask(`JOIN #room${number}`);
      expect(await askTexts(back, latest(`#room${number}`))).toEqual([`said by ${number}`]);
    }
  }, 60_000);

  test('of one key that came back takes no more than its part of a full house: it loses its own', async () => {
    const limits = { historyBytesAll: 200_000, historyBytes: 60_000 };
    const bench = new TestRelay({ hostKey, store: new MemoryStore(), limits });
    const cat = await bench.join('cat', { capabilities, peer: keyed(3, '192.0.2.3') });
    await cat.ask('JOIN #cats', 'PRIVMSG #cats :meow');
    const ana = await bench.join('ana', { capabilities, peer: keyed(1, '192.0.2.1') });
    for (const room of ['#1', '#2', '#3', '#4', '#5'])
      await ana.ask(`JOIN ${room}`, ...Array.from({ length: 60 }, () => `PRIVMSG ${room} :${long}`));
    expect(await askTexts(cat, latest('#cats'))).toEqual(['meow']);
  });
});
