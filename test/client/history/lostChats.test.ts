import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/irc/message.ts';
import { maxMissedChats } from '../../../src/client/limits.ts';
import { type FakeConnection, settle } from '../../support/fakeServer.ts';
import { answer, brokenNow, caughtUp, said, shown } from '../../support/history.ts';

const isupport = 'PYCHATIDS';

/** After a break from a PyChat relay, before which each of some people has said `hi-<nick>` in private, one after the other. */
async function after(nicks: readonly string[]) {
  const meeting = await caughtUp({ isupport });
  const { clock, peer, witness } = meeting;
  const base = clock.now();
  peer.say(...nicks.map((nick, index) => said(`hi-${nick}`, base + index, { nick, to: 'ana' })));
  await settle();
  const known = base + nicks.length - 1;
  const again = await brokenNow(meeting, isupport);
  const targets = await again.next('CHATHISTORY');
  /** Answers which of them went on, and since when nothing is lost of all; in the room nothing was said. */
  const list = async (went: Readonly<Record<string, number>>, keptSince: number): Promise<void> => {
    const lines = Object.entries(went).map(
      ([nick, at]) => `:irc.test CHATHISTORY TARGETS ${nick} ${new Date(at).toISOString()}`,
    );
    answer(again, targets, lines, keptSince);
    answer(again, await again.next('CHATHISTORY'), [], 0);
  };
  const gaps = (): [string, number, number][] =>
    witness.of('gap').map(({ target, from, to }) => [target, from - base, to - base]);
  return { ...meeting, again, base, known, list, gaps };
}

/** Answers requests for chats, one by one, until none comes. @returns who was asked for, in order */
async function answerAll(
  again: FakeConnection,
  reply: (nick: string, request: Message) => void,
): Promise<string[]> {
  const asked: string[] = [];
  for (;;) {
    await settle();
    const count = again.all.filter(line => / ?CHATHISTORY (?:AFTER|LATEST) [^#]/.test(line)).length;
    if (count === asked.length) return asked;
    const request = await again.next('CHATHISTORY');
    asked.push(request.params[1]!);
    reply(request.params[1]!, request);
  }
}

describe('where something was lost of some private chat', () => {
  it('those that are not listed are asked themselves, and only who lacks something has a gap', async () => {
    const { again, base, known, list, gaps, witness } = await after(['carol', 'eva', 'bob']);
    await list({ bob: known + 90 }, known + 50);
    const asked = await answerAll(again, (nick, request) => {
      const missed = nick === 'bob' ? [said('missed', known + 90, { to: 'ana' })] : [];
      answer(again, request, missed, nick === 'eva' ? known + 30 : 0);
    });
    expect(asked).toEqual(['bob', 'eva', 'carol']);
    expect(gaps()).toEqual([
      ['', 2, known + 50 - base],
      ['eva', 2, known + 30 - base],
    ]);
    expect(shown(witness)).toContain('missed');
  });

  it('one that the server no longer knows has a gap, and one that it lists as unchanged is not asked', async () => {
    const { again, known, list, gaps } = await after(['carol', 'eva']);
    await list({ carol: known - 1 }, known + 50);
    const asked = await answerAll(again, (nick, request) => {
      const { tags, params } = request;
      again.say(`@label=${tags.get('label')!} FAIL CHATHISTORY INVALID_TARGET ${params[0]!} ${nick} :No`);
    });
    expect(asked).toEqual(['eva', 'eva']);
    expect(gaps()).toEqual([
      ['', 1, 51],
      ['eva', 1, 51],
    ]);
  });

  it.each([maxMissedChats, maxMissedChats + 1])('%i are asked at most, others have a gap', async count => {
    const nicks = Array.from({ length: count }, (_, index) => `n${index}`);
    const { again, known, list, gaps } = await after(nicks);
    await list({}, known + 50);
    const asked = await answerAll(again, (_, request) => answer(again, request, [], 0));
    expect(asked).toHaveLength(maxMissedChats);
    expect(gaps().map(([nick]) => nick)).toEqual(count > maxMissedChats ? ['', 'n0'] : ['']);
  });
});

it('where more private chats went on than are fetched, the others have a gap, and those that did not have none', async () => {
  const nicks = Array.from({ length: maxMissedChats + 1 }, (_, index) => `n${index}`);
  const { again, known, base, list, gaps } = await after(['carol', ...nicks]);
  await list(Object.fromEntries(nicks.map((nick, index) => [nick, known + 10 + index])), 0);
  const asked = await answerAll(again, (_, request) => answer(again, request, [], 0));
  expect(asked).toEqual(nicks.slice(1));
  const times = [known - base, known + 10 - base] as const;
  expect(gaps()).toEqual([
    ['', ...times],
    ['n0', ...times],
  ]);
});
