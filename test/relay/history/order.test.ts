import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { RelayTime } from '../../../src/relay/core/relayTime.ts';
import { askHistory, historyCapabilities as capabilities, say } from '../../support/askHistory.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const latest = 'CHATHISTORY LATEST #chat * 100';
const stepMs = 10_000;

async function timesOf(peer: TestPeer): Promise<number[]> {
  return (await askHistory(peer, latest)).map(line => Date.parse(line.tags.get('time') ?? ''));
}

describe('the time of what is said', () => {
  test('is another one for each line, later than that of the line before', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    for (const text of ['1', '2', '3']) await say(a, text);
    const times = await timesOf(a);
    expect(times).toEqual([...new Set(times)].sort((one, other) => one - other));
    expect(times).toHaveLength(3);
  });

  test('goes on when the clock is set back, and is the clock again when that is later', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    bench.clock.set(stepMs);
    const { time: before } = await say(a, '1');
    bench.clock.set(-stepMs);
    const { time: after } = await say(a, '2');
    expect(Date.parse(after)).toBe(Date.parse(before) + 1);
    bench.clock.advance(2 * stepMs);
    expect(Date.parse((await say(a, '3')).time) - bench.clock.now()).toBeLessThan(5);
  });

  test('is never before a time that the relay told otherwise', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    bench.clock.set(stepMs);
    const [pong = ''] = await a.ask('PING x');
    bench.clock.set(-stepMs);
    const told = parseMessage(pong).tags.get('time') ?? '';
    expect(Date.parse((await say(a, '1')).time)).toBeGreaterThan(Date.parse(told));
  });

  test('is as everybody reads it, live and in the history, in one order', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    const b = await bench.join('bob', { capabilities });
    await bench.calm();
    for (const peer of [a, b, a, b]) {
      bench.clock.set(-1000);
      peer.send('PRIVMSG #chat :hi');
      await peer.next('PRIVMSG');
    }
    const said = async (peer: TestPeer): Promise<(string | undefined)[]> =>
      (await askHistory(peer, latest)).map(line => `${line.tags.get('msgid')} ${line.tags.get('time')}`);
    expect(await said(a)).toEqual(await said(b));
    const times = await timesOf(b);
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });

  test('is after what an earlier run of the relay said', () => {
    const clock = new FakeClock(1000);
    const time = new RelayTime(clock);
    time.passed(5000);
    time.passed(4000);
    expect([time.now(), time.next(), time.now()]).toEqual([5000, 5001, 5001]);
  });
});
