import { describe, expect, test } from 'vitest';
import type { TestPeer } from '../../support/peer.ts';
import { seconds, settle } from '../../support/relaySeconds.ts';
import { TestRelay } from '../../support/testRelay.ts';

const capabilities =
  'batch draft/multiline message-tags labeled-response echo-message account-tag standard-replies';
/** What is said past the first line waits for a second or more, whoever says it. */
const few = {
  deliveryBurst: 1,
  deliveryPerSecond: 300,
  deliverySharePercent: 100,
  deliveryOwnBytes: 0,
};
const key = 'e'.repeat(64);

interface Crowded {
  readonly bench: TestRelay;
  readonly ann: TestPeer;
  /** Whose line waits behind those of another. */
  readonly bob: TestPeer;
}

/** A room in which 1,200 bytes wait to be said: four seconds. */
async function crowded(limits: object = {}): Promise<Crowded> {
  const bench = new TestRelay({ limits: { ...few, ...limits } });
  const ann = await bench.join('ann', { capabilities });
  const eve = await bench.join('eve', { capabilities });
  const bob = await bench.join('bob', { capabilities, peer: { address: '192.0.2.2', key } });
  await bench.calm();
  eve.send(`PRIVMSG #chat :${'x'.repeat(400)}`, `PRIVMSG #chat :${'y'.repeat(400)}`);
  await settle();
  return { bench, ann, bob };
}

function labelled(heard: readonly string[], label: string): string[] {
  return heard.filter(line => line.includes(`label=${label}`));
}

describe('a line that waits for its turn', () => {
  test('is answered whole, also where only one of its targets is crowded', async () => {
    const { bench, bob, ann } = await crowded();
    bob.send('@label=l1 PRIVMSG eve,nobody,#chat :hello');
    await seconds(bench, 12);
    const heard = await bob.news();
    expect(labelled(heard, 'l1')).toHaveLength(1);
    expect(labelled(heard, 'l1')[0]).toContain(' BATCH +');
    expect(heard.filter(line => line.includes(' PRIVMSG eve hello'))).toHaveLength(1);
    expect(heard.filter(line => line.includes(' PRIVMSG #chat hello'))).toHaveLength(1);
    expect(heard.filter(line => line.includes(' 401 bob nobody'))).toHaveLength(1);
    expect((await ann.news()).filter(line => line.endsWith(' hello'))).toHaveLength(1);
  });

  test('is said once, though it is sent again meanwhile', async () => {
    const { bench, bob, ann } = await crowded();
    const again = await bench.join('bob2', { capabilities, peer: { address: '192.0.2.2', key } });
    const line = `@+pychat/id=${'a'.repeat(22)} PRIVMSG #chat :once`;
    for (const peer of [bob, again]) peer.send(line);
    await seconds(bench, 12);
    expect((await ann.news()).filter(heard => heard.endsWith(' once'))).toHaveLength(1);
    for (const peer of [bob, again])
      expect((await peer.news()).filter(heard => heard.endsWith(' once')).length).toBeGreaterThan(0);
  });

  test('is no silence', async () => {
    const { bench, bob, ann } = await crowded({ deliveryPerSecond: 1 });
    bob.send(`PRIVMSG #chat :${'z'.repeat(200)}`);
    for (let at = 0; at < 8; at++) {
      await ann.ask('PING here');
      bench.clock.advance(30_000);
      await settle();
    }
    expect(bench.relay.people).toBe(3);
  });

  test('that is long has its turn, however many short ones others of its address send', async () => {
    const bench = new TestRelay({ limits: few });
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    const crowd = [];
    for (let at = 0; at < 8; at++) crowd.push(await bench.join(`x${at}`));
    await bench.calm();
    for (const peer of crowd) for (let at = 0; at < 30; at++) peer.send('PRIVMSG #chat :short');
    bob.send(`PRIVMSG #chat :${'long'.repeat(100)}`);
    await seconds(bench, 10);
    const heard = await ann.news();
    expect(heard.filter(line => line.includes('longlong'))).toHaveLength(1);
  });

  test('waits for nobody where it is what a person types, in the largest of rooms, too', async () => {
    const limits = { ...few, deliveryOwnBytes: 1024, deliveryOwnBurst: 300, deliveryOwnPerSecond: 100 };
    const { bench, bob, ann } = await crowded(limits);
    for (let at = 0; at < 97; at++) await bench.join(`x${at}`);
    await ann.news();
    bob.send('PRIVMSG #chat :typed');
    await settle();
    expect((await ann.news()).filter(line => line.endsWith(' typed'))).toHaveLength(1);
  });
});

describe('what waits for a person', () => {
  test.each([
    ['a line', ['@label=b PRIVMSG ann :two']],
    [
      'a message of several lines',
      [
        '@label=b BATCH +1 draft/multiline ann',
        '@batch=1 PRIVMSG ann :two',
        '@batch=1 PRIVMSG ann :three',
        'BATCH -1',
      ],
    ],
  ])('as %s, is not for who took the nick meanwhile', async (_, lines) => {
    const bench = new TestRelay({ limits: few });
    const bob = await bench.join('bob', { capabilities });
    const ann = await bench.join('ann', { capabilities });
    const eve = await bench.join('eve', { capabilities });
    bob.send('PRIVMSG ann :one', ...lines);
    await settle();
    ann.send('NICK anna');
    await settle();
    eve.send('NICK ann');
    await seconds(bench, 4);
    expect((await eve.news()).filter(line => line.includes('PRIVMSG'))).toEqual([]);
    expect(labelled(await bob.news(), 'b')).toEqual([
      expect.stringContaining(' 401 bob ann ') as unknown as string,
    ]);
  });
});

describe('what waits for a room without +n', () => {
  test.each([
    ['ends and is made again', ['PART #room'], ['JOIN #room', 'MODE #room -n']],
    ['gets another name, and another one has it', ['RENAME #room #other'], ['JOIN #room', 'MODE #room -n']],
  ])('is not for another of that name when it %s', async (_, end, again) => {
    const bench = new TestRelay({ limits: few });
    const bob = await bench.join('bob', { capabilities });
    const ann = await bench.join('ann', { capabilities: `${capabilities} draft/channel-rename` });
    const eve = await bench.join('eve', { capabilities });
    await ann.ask('JOIN #room', 'MODE #room -n');
    bob.send('PRIVMSG #room :one');
    await settle();
    bob.send('@label=b PRIVMSG #room,@#room :two');
    await settle();
    await ann.ask(...end);
    await eve.ask(...again);
    await seconds(bench, 4);
    expect((await eve.news()).filter(line => line.includes('PRIVMSG'))).toEqual([]);
    const answer = (await bob.news()).filter(line => line.includes(' 403 '));
    expect(answer.map(line => line.split(' ').slice(2).join(' '))).toEqual([
      expect.stringMatching(/^403 bob #room /),
      expect.stringMatching(/^403 bob #room /),
    ]);
  });
});

describe('a message of several lines that waits for its turn', () => {
  test('is answered once when it has to be refused, as too much waits', async () => {
    const { bench, bob } = await crowded({ openBatchBytesAll: 2_000 });
    const carl = await bench.join('carl', { capabilities, peer: { address: '192.0.2.3' } });
    bob.send('@label=b BATCH +1 draft/multiline #chat');
    for (let at = 0; at < 4; at++) bob.send(`@batch=1 PRIVMSG #chat :${'b'.repeat(200)}`);
    bob.send('BATCH -1');
    await settle();
    carl.send('BATCH +1 draft/multiline #chat');
    for (let at = 0; at < 3; at++) carl.send(`@batch=1 PRIVMSG #chat :${'c'.repeat(200)}`);
    await seconds(bench, 12);
    expect(labelled(await bob.news(), 'b')).toEqual([
      expect.stringContaining('MULTILINE_MAX_BYTES') as unknown as string,
    ]);
  });
});
