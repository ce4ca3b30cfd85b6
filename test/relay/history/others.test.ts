import { describe, expect, test, vi } from 'vitest';
import { Channels } from '../../../src/relay/channels/channels.ts';
import type { Session } from '../../../src/relay/core/session.ts';
import { FanOut } from '../../../src/relay/delivery/fanOut.ts';
import { GoneHistories } from '../../../src/relay/history/goneHistories.ts';
import { Histories } from '../../../src/relay/history/histories.ts';
import { Roster } from '../../../src/relay/people/roster.ts';
import { keyOf } from '../../support/askHistory.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { testHolders } from '../../support/holders.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { countSteps } from '../../support/stepCounter.ts';
import { TestRelay } from '../../support/testRelay.ts';

const person = (nick: string): Session => ({ nick, account: nick }) as unknown as Session;

/** Histories in which ann has talked with bob, and so many others with each other, a half of which is gone. */
function withOthers(count: number): Histories {
  const holders = testHolders({ privateTalks: 10_000, goneHistories: 10_000 });
  const clock = new FakeClock(1);
  const channels = new Channels('#chat', { fanOut: new FanOut(), clock, ...holders, keepsChannels: false });
  const more = { newId: () => 'id', clock, time: clock, keepMs: undefined };
  const losses = { mayHaveLostUntil: 0, earlierLosses: [] };
  const histories = new Histories({ ...holders, channels, ...more, ...losses });
  const say = (from: string, to: string): void => {
    const source = `${from}!u@h`;
    const entry = { source, command: 'PRIVMSG', params: [to, 'hi'], time: 1, msgid: 'm' };
    histories.said(person(from), person(to), entry);
  };
  say('ann', 'bob');
  for (let at = 0; at < count; at++) {
    say(`x${at}`, `y${at}`);
    histories.losses.note(`v${at} w${at}`, at + 1);
  }
  return histories;
}

describe('what others said in private costs nobody anything', () => {
  test.each<[string, (histories: Histories) => unknown]>([
    ['who is asked for by nick', histories => histories.talks.findByNick('ann', 'nobody')],
    ['who asks for all of theirs', histories => [...histories.talks.of('ann')]],
    ['who asks since when all of theirs is kept', histories => histories.talksKeptSince('ann')],
  ])('%s', (_, ask) => {
    const [few, many] = [withOthers(100), withOthers(800)];
    expect(countSteps(() => void ask(many))).toBe(countSteps(() => void ask(few)));
  });

  test.each(['MARKREAD #chat timestamp=2026-01-01T00:00:00.000Z', 'CHATHISTORY TARGETS * * 10'])(
    'and nobody looks at all connections for %s',
    async line => {
      const bench = new TestRelay();
      const capabilities = 'batch draft/chathistory draft/read-marker';
      const peer = { address: '192.0.2.1', key: keyOf('a') };
      const ann = await bench.join('ann', { capabilities, peer });
      const all = vi.spyOn(Roster.prototype, 'sessions', 'get');
      await ann.ask(
        line.replace('* *', 'timestamp=2020-01-01T00:00:00.000Z timestamp=2030-01-01T00:00:00.000Z'),
      );
      expect(all).not.toHaveBeenCalled();
      all.mockRestore();
    },
  );
});

describe('the latest loss of an account', () => {
  test('is the latest in any of its targets, whatever had to be forgotten', () => {
    const random = seededRandom(7);
    const draw = (count: number): number => Math.floor(random() * count);
    const gone = new GoneHistories({
      max: 8,
      others: '* *',
      maxAccounts: 5,
      accountsOf: target => target.split(' '),
      onChanged: () => undefined,
    });
    const targets = Array.from({ length: 40 }, (_, at) => `a${at % 12} b${at % 7}`);
    for (let step = 1; step < 2_000; step++) {
      gone.note(targets[draw(40)] ?? '', draw(20) === 0 ? step : draw(step));
      const account = `a${draw(12)}`;
      const own = targets.filter(target => target.startsWith(`${account} `));
      const known = ['* *', `${account} *`, ...own].map(target => gone.known(target));
      expect(gone.latestOf(account)).toBe(Math.max(...known));
    }
  });
});
