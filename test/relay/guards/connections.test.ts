import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { endTimeoutMs } from '../../../src/net/lineStream.ts';
import { slowReadMs } from '../../../src/net/sendQueue.ts';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import type { Peer } from '../../../src/relay/core/session.ts';
import { register } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await turn();
}

describe('connections', () => {
  test('up to the limit are taken, one more is told that the relay is full', async () => {
    const bench = new TestRelay({ limits: { maxConnections: 2 } });
    const ann = await bench.join('ann');
    await bench.join('bob', { peer: { address: '192.0.2.2' } });
    expect(await bench.connect({ address: '192.0.2.3' }).rest()).toEqual([
      ':relay.test 263 * CONNECT :Please wait a while and try again',
      'ERROR :Closing link: The relay is full',
    ]);
    ann.send('QUIT');
    await ann.rest();
    expect(await register(bench.connect(), 'eve')).not.toEqual([]);
  });

  test('are kept for ten minutes for the key that left, while others would have them', async () => {
    const bench = new TestRelay({ limits: { maxConnections: 1 } });
    const from = (number: number, key?: string): Peer => ({
      address: `192.0.2.${number}`,
      ...(key !== undefined && { key }),
    });
    const ann = await bench.join('ann', { peer: from(1, 'a'.repeat(64)) });
    ann.send('QUIT');
    await ann.rest();
    const full = 'ERROR :Closing link: The relay is full';
    expect(await bench.connect(from(3)).rest()).toContain(full);
    expect(await bench.connect(from(3, 'b'.repeat(64))).rest()).toContain(full);
    const again = await bench.join('ann', { peer: from(4, 'a'.repeat(64)) });
    again.send('QUIT');
    await again.rest();
    bench.clock.advance(defaultLimits.keptPlaceMs - 1);
    expect(await bench.connect(from(3)).rest()).toContain(full);
    bench.clock.advance(1);
    expect(await register(bench.connect(from(3)), 'eve')).not.toEqual([]);
  });

  test('from one address have a limit of their own', async () => {
    const bench = new TestRelay({ limits: { maxConnectionsPerAddress: 2 } });
    await bench.join('ann');
    await bench.join('bob');
    expect(await bench.connect().rest()).toEqual([
      ':relay.test 263 * CONNECT :Please wait a while and try again',
      'ERROR :Closing link: The relay is full for this address',
    ]);
    expect(await register(bench.connect({ address: '192.0.2.2' }), 'eve')).not.toEqual([]);
  });

  test('people are counted as they come and go', async () => {
    const bench = new TestRelay();
    const counts: number[] = [];
    bench.relay.onPeople(people => counts.push(people));
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    bench.connect();
    ann.send('QUIT');
    await ann.rest();
    bob.stream.destroy();
    await settle();
    expect(counts).toEqual([1, 2, 1, 0]);
    expect(bench.relay.people).toBe(0);
  });

  test('close says goodbye to everyone, and takes nobody more', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    const unregistered = bench.connect();
    await bench.calm();
    const closed = bench.relay.close('Going home');
    for (const peer of [ann, bob, unregistered]) {
      expect(await peer.rest()).toEqual(['ERROR :Closing link: Going home']);
      peer.stream.end();
    }
    await closed;
    expect(await bench.connect().rest()).toEqual(['ERROR :Closing link: Closing']);
    expect(bench.relay.people).toBe(0);
  });

  test('are told by a tag why they are closed, if they have tags', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { capabilities: 'message-tags' });
    void bench.relay.close('Going home');
    expect(await ann.rest()).toEqual(['@pychat.invalid/code=closing ERROR :Closing link: Going home']);
  });

  test('close does not wait for who never goes', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    ann.stream.pause();
    let isClosed = false;
    const closed = bench.relay.close('Going home').then(() => (isClosed = true));
    bench.clock.advance(defaultLimits.closeTimeoutMs - 1);
    await settle();
    expect(isClosed).toBe(false);
    bench.clock.advance(1);
    await closed;
  });

  test('leave no timer behind', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    ann.send('QUIT');
    await ann.rest();
    ann.stream.end();
    await settle();
    expect(bench.clock.waiting).toBe(0);
  });

  test('a bug in a command is logged and ends that session only', async () => {
    const bench = new TestRelay({
      newId: () => {
        throw new Error('no randomness');
      },
    });
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    await bench.calm();
    ann.send('PRIVMSG #chat hi');
    expect(await ann.rest()).toEqual(['ERROR :Closing link: Internal error']);
    expect(bench.log[0]).toContain('no randomness');
    expect(await bob.news()).toEqual([':ann!ann@192.0.2.1 QUIT :Internal error']);
  });

  test('who reads too slowly is dropped, and the others are not', async () => {
    const bench = new TestRelay({ limits: { maxQueuedBytes: 10_000 } });
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    await bench.calm();
    bob.stream.pause();
    // The pair of streams itself takes some 64 KiB off the relay's hands.
    const lines = Array.from({ length: 20 }, () => `PRIVMSG #chat :${'x'.repeat(400)}`);
    for (let i = 0; i < 20; i++) await ann.ask(...lines);
    expect(bench.relay.people).toBe(2);
    bench.clock.advance(slowReadMs);
    await settle();
    expect(bench.relay.people).toBe(1);
    await bench.join('eve');
    expect(await ann.news()).toContain(':eve!eve@192.0.2.1 JOIN #chat');
  });
});

describe('the flood meter', () => {
  test('reads on by the clock, and loses nothing', async () => {
    const bench = new TestRelay({ limits: { floodBurst: 10, floodPerSecond: 1 } });
    const peer = bench.connect();
    const lines = Array.from({ length: 30 }, (_, i) => `PONG ${i}`);
    let answered = false;
    peer.stream.on('data', () => (answered = true));
    peer.send(...lines, 'PING done');
    await settle();
    // 21 lines of cost 0.5 empty the bucket of 10; each of the last 9, and the PING, waits half a second.
    bench.clock.advance(500);
    await settle();
    expect(bench.clock.waiting).toBeGreaterThan(0);
    for (let i = 0; i < 8; i++) {
      bench.clock.advance(500);
      await settle();
    }
    expect(answered).toBe(false);
    bench.clock.advance(500);
    expect(await peer.nextLine()).toBe(':relay.test PONG relay.test done');
  });

  test('does not hold up who keeps within the burst', async () => {
    const bench = new TestRelay({ limits: { floodBurst: 5, floodPerSecond: 1 } });
    const peer = bench.connect();
    peer.send(...Array.from({ length: 9 }, () => 'PONG x'), 'PING done');
    expect(await peer.nextLine()).toBe(':relay.test PONG relay.test done');
  });

  test('notices who has gone meanwhile when it reads on', async () => {
    const bench = new TestRelay({ limits: { floodBurst: 0, floodPerSecond: 1 } });
    const peer = bench.connect();
    peer.send('PONG x');
    await settle();
    peer.stream.destroy();
    await settle();
    bench.clock.advance(500);
    await settle();
    bench.clock.advance(endTimeoutMs);
    await settle();
    expect(bench.clock.waiting).toBe(0);
  });

  test.each([
    ['LIST #a,#b,#c,#d', true],
    ['LIST *a*,*b*,*c*,*d*', false],
    ['WHO bob', true],
    ['WHO *b*', true],
  ])(
    'charges each mask that is held against everybody and every room: after %s it reads on: %s',
    async (line, isReading) => {
      const bench = new TestRelay({ limits: { floodBurst: 40, floodPerSecond: 1 } });
      const ann = await bench.join('ann');
      bench.clock.advance(60_000);
      await ann.news();
      let said = '';
      ann.stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
      ann.send(line, 'PING done');
      // A few lines in each turn.
      for (let turns = 0; turns < 4; turns++) await settle();
      expect(said.includes('PONG relay.test done')).toBe(isReading);
    },
  );

  // Each PONG costs 0.5 of a burst of 20.
  test.each([
    ['WHO ann', 36],
    ['WHO #chat', 36],
    ['WHO *b*', 16],
    ['WHO b?b', 16],
    // These are held against everybody as well.
    ['WHO', 16],
    ['WHO 0', 16],
    ['WHO nobody', 16],
    ['LIST', 30],
    ['LIST #chat', 29],
    ['LIST *b*', 10],
    ['LIST >0 *b*', 9],
    ['LIST >0 !*b*', 9],
    ['JOIN #a,#b,#c', 36],
    ['JOIN #chat,#chat,#chat', 38],
    ['JOIN 0', 37],
    ['PART #a,#b,#c', 36],
    ['NAMES #a,#b,#c', 34],
    ['PRIVMSG ann,#chat :hi', 37],
    ['NOTICE a,b,c :hi', 36],
  ])('after %s takes %i cheap lines, and waits after one more', async (line, count) => {
    const isReadingAfter = async (cheap: number): Promise<boolean> => {
      const bench = new TestRelay({ limits: { floodBurst: 20, floodPerSecond: 1 } });
      const ann = await bench.join('ann');
      bench.clock.advance(20_000);
      let said = '';
      ann.stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
      ann.send(...Array.from({ length: cheap }, () => 'PONG x'), line, 'PING done');
      // A few lines in each turn.
      for (let turns = 0; turns < 4; turns++) await settle();
      return said.includes('PONG relay.test done');
    };
    expect(await isReadingAfter(count)).toBe(true);
    expect(await isReadingAfter(count + 1)).toBe(false);
  });

  // 41 people are in #chat, and 40 of them in #b, where nobody knows of RENAME. What is said is paid for elsewhere.
  test.each([
    ['PRIVMSG #chat :hi', 1],
    ['PRIVMSG #chat,#b :hi', 1.5],
    ['TAGMSG #chat', 1],
    ['TOPIC #chat :hi', 1 + 3.2],
    ['NICK anna', 1 + 3.2],
    ['PART #chat,#b', 1.5 + 7.3],
    ['NAMES #chat', 2],
    ['RENAME #b #c', 5 + 15 + 1.6],
  ])('charges %s for its readers: %d', async (line, cost) => {
    const isReadingAfter = async (left: number): Promise<boolean> => {
      const limits = { floodBurst: 100 + left, floodPerSecond: 10, floodDeliveries: 10 };
      const bench = new TestRelay({ limits });
      const ann = await bench.join('ann', { room: '#chat,#b', capabilities: 'message-tags' });
      for (let at = 0; at < 40; at++) {
        const peer = { address: `192.0.2.${at}` };
        await bench.join(`p${at}`, { room: at === 0 ? '#chat' : '#chat,#b', peer });
      }
      await bench.calm();
      bench.clock.advance(20_000);
      let said = '';
      ann.stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
      ann.send(...Array.from({ length: 200 }, () => 'PONG x'), line, 'PING done');
      // A few lines in each turn.
      for (let turns = 0; turns < 4; turns++) await settle();
      return said.includes('PONG relay.test done');
    };
    expect(await isReadingAfter(cost + 0.01)).toBe(true);
    expect(await isReadingAfter(cost - 0.09)).toBe(false);
  });

  test('charges little for the lines of a long paste', async () => {
    const bench = new TestRelay({ limits: { floodBurst: 40, floodPerSecond: 1 } });
    const ann = await bench.join('ann', { capabilities: 'batch draft/multiline message-tags' });
    const lines = Array.from({ length: 400 }, () => '@batch=1 PRIVMSG #chat hi');
    expect(await ann.ask('BATCH +1 draft/multiline #chat', ...lines, 'BATCH -1')).toEqual([]);
  });
});

describe('keepalive', () => {
  const { registrationTimeoutMs, pingAfterMs, pingTimeoutMs } = defaultLimits;

  test('asks after a silence, and an answer is enough', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    bench.clock.advance(pingAfterMs - 1);
    await settle();
    expect(await ann.news()).toEqual([]);
    bench.clock.advance(pingAfterMs);
    expect(await ann.nextLine()).toBe('PING relay.test');
    ann.send('PONG relay.test');
    await settle();
    bench.clock.advance(pingTimeoutMs);
    expect(await ann.news()).toEqual([]);
  });

  test('drops who does not answer, and says so', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    await bench.calm();
    bench.clock.advance(registrationTimeoutMs + 1);
    bob.send('PONG x');
    await settle();
    bench.clock.advance(pingAfterMs - registrationTimeoutMs - 1);
    await settle();
    bench.clock.advance(pingTimeoutMs - 1);
    bob.send('PONG x');
    await settle();
    expect(bench.relay.people).toBe(2);
    bench.clock.advance(1);
    expect(await ann.rest()).toEqual(['PING relay.test', 'ERROR :Closing link: Ping timeout']);
    expect((await bob.next('QUIT')).params).toEqual(['Ping timeout']);
  });
});
