import { describe, expect, test } from 'vitest';
import type { Limits } from '../../../src/relay/core/limits.ts';
import type { TestPeer } from '../../support/peer.ts';
import { MemoryStore } from '../../support/memoryStore.ts';
import { classOf30, keyed, keyNumber } from '../../support/crowd.ts';
import { TestRelay } from '../../support/testRelay.ts';

const hostKey = keyNumber(1);
const dayMs = 24 * 60 * 60 * 1000;

/** #project, made by bob, who came back on a second day and is not there now. */
async function withProject(
  isKept: boolean,
  limits: Partial<Limits> = {},
): Promise<{ bench: TestRelay; bob: TestPeer }> {
  const bench = new TestRelay({ hostKey, limits, ...(isKept && { store: new MemoryStore() }) });
  const first = await bench.join('bob', { peer: keyed(2, '192.0.2.2') });
  first.send('QUIT');
  await first.rest();
  bench.clock.advance(dayMs);
  const bob = await bench.join('bob', { peer: keyed(2, '192.0.2.2') });
  await bob.ask('JOIN #project', 'MODE #project +ik key', 'TOPIC #project :ours', 'PRIVMSG #project :hello');
  return { bench, bob };
}

/** Makes as many of 50 rooms as may be, and leaves them if they are kept. */
async function makeRooms(eve: TestPeer, name: string, isKept: boolean): Promise<string[]> {
  const names = Array.from({ length: 50 }, (_, index) => `#${name}-${index}`);
  const answers: string[] = [];
  for (const room of names) {
    answers.push(...(await eve.ask(`JOIN ${room}`, `TOPIC ${room} :x`, ...(isKept ? [`PART ${room}`] : []))));
  }
  return answers;
}

describe('20 connections that make 50 rooms each', () => {
  test.each([
    ['kept, with keys, from one address', true, (number: number) => keyed(10_000 + number, '192.0.2.66')],
    ['kept, without keys, from one address', true, () => ({ address: '192.0.2.66' })],
    [
      'kept, with keys, from 20 addresses',
      true,
      (number: number) => keyed(10_000 + number, `198.51.100.${number}`),
    ],
    ['not kept, with keys', false, (number: number) => keyed(10_000 + number, '192.0.2.66')],
    ['not kept, without keys', false, () => ({ address: '192.0.2.66' })],
  ])(
    '%s: end nobody’s room, and others can make new ones',
    async (_, isKept, peerOf) => {
      const { bench, bob } = await withProject(isKept);
      if (isKept) await bob.ask('PART #project');
      let refused = 0;
      for (let number = 0; number < 20; number++) {
        const eve = await bench.join(`eve${number}`, { peer: peerOf(number) });
        refused += (await makeRooms(eve, `e${number}`, isKept)).filter(line => line.includes(' 405 ')).length;
      }
      expect(refused).toBeGreaterThan(500);
      const lines = await bob.ask('JOIN #project key', 'TOPIC #project', 'NAMES #project');
      expect(lines.join('\n')).toMatch(/332 bob #project ours[^]*@bob/);
      expect((await bob.ask('JOIN #new')).join('\n')).toContain('@bob');
      const stranger = await bench.join('stranger', { peer: keyed(77, '192.0.2.77') });
      expect((await stranger.ask('JOIN #mine')).join('\n')).toContain('@stranger');
    },
    60_000,
  );

  test.each([
    ['IPv4 address', '192.0.2.66', '192.0.2.66'],
    ['routed /64', '2001:db8:0:7::5', '2001:db8:0:7::6'],
  ])(
    'from the %s of a class end none of theirs, and each of them can make one more',
    async (_, ours, theirs) => {
      const bench = new TestRelay({ hostKey, store: new MemoryStore() });
      const pupils = await classOf30(bench, ours);
      for (const [number, pupil] of pupils.entries()) await pupil.ask(`PART #room${number}`);
      for (let number = 0; number < 20; number++) {
        const peer = number < 10 ? keyed(10_000 + number, theirs) : { address: theirs };
        await makeRooms(await bench.join(`eve${number}`, { peer }), `e${number}`, true);
      }
      for (const [number, pupil] of pupils.entries()) {
        const lines = (await pupil.ask(`JOIN #room${number}`, `JOIN #more${number}`)).join('\n');
        expect(lines).toMatch(new RegExp(`332 pupil${number} #room${number} ours`));
        expect(lines).toContain(`#more${number} @pupil${number}`);
      }
    },
    60_000,
  );

  test('from 64 addresses, with 40 keys each, fill the house and end no room of who came back', async () => {
    const { bench, bob } = await withProject(true, { maxChannels: 200 });
    await bob.ask('PART #project');
    for (let number = 0; number < 64 * 5; number++) {
      const eve = await bench.join(`eve${number}`, {
        room: '',
        peer: keyed(10_000 + number, `198.51.100.${number % 64}`),
      });
      for (let room = 0; room < 6; room++)
        await eve.ask(`JOIN #e${number}-${room}`, `PART #e${number}-${room}`);
      eve.send('QUIT');
      await eve.rest();
    }
    expect((await bob.ask('JOIN #project key')).join('\n')).toContain('@bob');
    for (let count = 0; count < 19; count++)
      expect((await bob.ask(`JOIN #bob${count}`)).join('\n')).toContain(`#bob${count} @bob`);
    expect((await bob.ask('JOIN #bob19')).join('\n')).toContain(
      '405 bob #bob19 :There is no place for one more channel of yours',
    );
  }, 60_000);
});

describe('a room', () => {
  test('of somebody who came back is still theirs after a restart', async () => {
    const store = new MemoryStore();
    const before = new TestRelay({ hostKey, store });
    const ana = await before.join('ana', { peer: keyed(1, '192.0.2.1') });
    await ana.ask('JOIN #project', 'TOPIC #project :ours');
    expect(store.saved('channels', '#project')?.owner).toBe(hostKey);
    const limits = { maxChannels: 9, newKeysAtOnce: 1e6 };
    const bench = new TestRelay({ hostKey, limits, store: new MemoryStore(store.all) });
    for (let number = 0; number < 50; number++) {
      const eve = await bench.join(`eve${number}`, { peer: keyed(100 + number, `198.51.100.${number}`) });
      await eve.ask(`JOIN #e${number}`, `PART #e${number}`);
    }
    const back = await bench.join('ana', { peer: keyed(1, '192.0.2.1') });
    expect((await back.ask('JOIN #project')).join('\n')).toMatch(/332 ana #project ours[^]*@ana/);
  });

  test('of a newcomer becomes that of an operator who came back, who enters it; nobody else can give it to them', async () => {
    const store = new MemoryStore();
    const bench = new TestRelay({ hostKey, store });
    const eve = await bench.join('eve', { peer: keyed(9, '192.0.2.9') });
    await eve.ask('JOIN #den', `MODE #den +o z:${hostKey}`);
    expect(store.saved('channels', '#den')?.owner).toBe(keyNumber(9));
    const ana = await bench.join('ana', { peer: keyed(1, '192.0.2.1') });
    await ana.ask('JOIN #den');
    expect(store.saved('channels', '#den')?.owner).toBe(hostKey);
  });
});
