import { describe, expect, test } from 'vitest';
import { historyCapabilities, inSeconds } from '../../support/askHistory.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const ann = ':ann!ann@192.0.2.1';
const heading = ':relay.test NOTICE #chat :What was said here before you came (times are UTC):';

/** What comes after the names when somebody with these capabilities comes in. */
async function played(bench: TestRelay, capabilities?: string): Promise<string[]> {
  const peer = await bench.join('bob', { room: '', ...(capabilities !== undefined && { capabilities }) });
  return afterNames(peer, '#chat');
}

async function afterNames(peer: TestPeer, room: string): Promise<string[]> {
  const lines = await peer.ask(`JOIN ${room}`);
  return lines.slice(lines.findIndex(line => line.includes(' 366 ')) + 1);
}

async function benchWith(limits: object, ...lines: string[]): Promise<TestRelay> {
  const bench = new TestRelay({ limits });
  const a = await bench.join('ann', { capabilities: 'batch draft/multiline message-tags' });
  await a.ask(...lines);
  return bench;
}

describe('who comes into a channel and cannot ask for its history', () => {
  test('reads the last lines as notices of the server, with time and nick, where nothing else is known', async () => {
    const bench = await benchWith(
      {},
      'TOPIC #chat :not said',
      'PRIVMSG #chat :hi there',
      'PRIVMSG #chat :\u{1}ACTION waves\u{1}',
      'NOTICE #chat :psst',
    );
    expect(await played(bench)).toEqual([
      heading,
      ':relay.test NOTICE #chat :[12:48:05] <ann> hi there',
      ':relay.test NOTICE #chat :[12:48:05] * ann waves',
      ':relay.test NOTICE #chat :[12:48:05] -ann- psst',
    ]);
  });

  test('the same, with the time it was said, where times are known and batches are not', async () => {
    const bench = await benchWith({}, 'PRIVMSG #chat hi');
    bench.clock.advance(1000);
    expect(inSeconds(await played(bench, 'server-time'))[1]).toBe(
      '@time=2026-11-22T12:48:05.000Z :relay.test NOTICE #chat :[12:48:05] <ann> hi',
    );
  });

  test('with the day where it was not today', async () => {
    const bench = await benchWith({}, 'PRIVMSG #chat hi');
    bench.clock.advance(12 * 60 * 60 * 1000);
    expect((await played(bench))[1]).toBe(':relay.test NOTICE #chat :[2026-11-22 12:48:05] <ann> hi');
  });

  test('reads them as they were, in a batch, where batches and times are known', async () => {
    const bench = await benchWith({}, '@+draft/reply=x PRIVMSG #chat hi');
    bench.clock.advance(1000);
    expect(inSeconds(await played(bench, 'batch server-time message-tags'))).toEqual([
      '@time=2026-11-22T12:48:06.000Z;pychat.invalid/kept-since=2026-11-22T12:48:05.000Z :relay.test BATCH +id2 chathistory #chat',
      `@batch=id2;time=2026-11-22T12:48:05.000Z;msgid=id1;+draft/reply=x ${ann} PRIVMSG #chat hi`,
      '@time=2026-11-22T12:48:06.000Z :relay.test BATCH -id2',
    ]);
  });

  test('as part of the answer to a JOIN with a label', async () => {
    const bench = await benchWith({}, 'PRIVMSG #chat hi');
    const peer = await bench.join('bob', { room: '', capabilities: 'batch server-time labeled-response' });
    const lines = inSeconds(await peer.ask('@label=x JOIN #chat'));
    const outer = /BATCH \+(\S+) labeled-response/.exec(lines[0] ?? '')?.[1];
    const inner = /BATCH \+(\S+) chathistory/.exec(lines.at(-4) ?? '')?.[1];
    expect(lines.at(-4)).toContain(`@batch=${outer};`);
    expect(lines.at(-3)).toContain(`@batch=${inner};time=2026-11-22T12:48:05.000Z ${ann} PRIVMSG #chat hi`);
    expect(lines.at(-2)).toContain(`@batch=${outer};`);
    expect(lines.at(-1)).toContain(`:relay.test BATCH -${outer}`);
  });

  test('reads nothing when it can ask, and nothing when nothing was said', async () => {
    const bench = await benchWith({}, 'PRIVMSG #chat hi', 'JOIN #new');
    expect(await played(bench, historyCapabilities)).toEqual([]);
    expect(await played(await benchWith({}))).toEqual([]);
    const c = await bench.join('cid', { room: '' });
    expect(await afterNames(c, '#new')).toEqual([]);
  });

  test('reads as many messages as set, or none', async () => {
    const said = ['1', '2', '3'].map(text => `PRIVMSG #chat ${text}`);
    expect(await played(await benchWith({ playbackMessages: 3 }, ...said))).toHaveLength(4);
    const two = await played(await benchWith({ playbackMessages: 2 }, ...said));
    expect(two.map(line => line.slice(-1))).toEqual([':', '2', '3']);
    expect(await played(await benchWith({ playbackMessages: 0 }, ...said))).toEqual([]);
  });

  test('reads the last of them only where they are big', async () => {
    const said = ['1', '2', '3'].map(text => `PRIVMSG #chat :${'x'.repeat(300)}${text}`);
    expect(await played(await benchWith({ playbackBytes: 2500 }, ...said))).toHaveLength(3);
    expect(await played(await benchWith({ playbackBytes: 0 }, ...said))).toHaveLength(2);
  });

  test('reads the first lines of a long message, and how many more there are', async () => {
    const send = (lines: number): string[] => [
      'BATCH +1 draft/multiline #chat',
      ...Array.from({ length: lines }, (_, at) => `@batch=1 PRIVMSG #chat ${at}`),
      '@batch=1 PRIVMSG #chat :',
      'BATCH -1',
    ];
    const limits = { playbackLines: 2 };
    const texts = async (lines: number): Promise<(string | undefined)[]> =>
      (await played(await benchWith(limits, ...send(lines)))).slice(1).map(line => line.split('] ')[1]);
    expect(await texts(2)).toEqual(['<ann> 0', '<ann> 1']);
    expect(await texts(3)).toEqual(['<ann> 0', '<ann> 1', '<ann> (and 1 more lines)']);
  });

  test('reads whole what with time and nick in front is too long for a line', async () => {
    const text = `${'x'.repeat(450)} end`;
    const bench = await benchWith({}, `PRIVMSG #chat :${text}`);
    const lines = (await played(bench)).slice(1);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(510);
    const joined = lines.map(line => line.replace(/^:relay\.test NOTICE #chat :?/, '')).join('');
    expect(joined).toBe(`[12:48:05] <ann> ${text}`);
  });

  test('is the only one to whom it is played, and it is not said again by that', async () => {
    const bench = await benchWith({}, 'PRIVMSG #chat hi');
    const c = await bench.join('cid', { capabilities: historyCapabilities });
    await c.news();
    await played(bench);
    expect((await c.news()).map(line => line.split(' ').slice(1).join(' '))).toEqual([
      ':bob!bob@192.0.2.1 JOIN #chat',
    ]);
    const answer = await c.ask('CHATHISTORY LATEST #chat * 9');
    expect(answer).toHaveLength(3);
  });

  test('reads nothing when it may not come in', async () => {
    const bench = await benchWith({}, 'JOIN #den', 'PRIVMSG #den secret', 'MODE #den +k key');
    const peer = await bench.join('bob', { room: '' });
    expect((await peer.ask('JOIN #den')).join()).not.toContain('secret');
    expect((await peer.ask('JOIN #den key')).join()).toContain('secret');
  });
});
