import { describe, expect, it } from 'vitest';
import { historyTimeoutMs } from '../../../src/client/limits.ts';
import { settle } from '../../support/fakeServer.ts';
import { answer, brokenNow, caughtUp, said, shown } from '../../support/history.ts';

const isupport = 'PYCHATIDS';

/** After a break, in private with bob, who has said `hi` before it; what went on in private is asked for, not answered. */
async function asking() {
  const meeting = await caughtUp({ isupport });
  const hiAt = meeting.clock.now();
  meeting.peer.say(said('hi', hiAt, { to: 'ana' }));
  await settle();
  const again = await brokenNow(meeting, isupport);
  expect((await again.next('CHATHISTORY')).params[0]).toBe('TARGETS');
  return { ...meeting, again, hiAt };
}

type Asking = Awaited<ReturnType<typeof asking>>;

/** Bob says something now. */
async function hear({ again, hiAt }: Asking): Promise<void> {
  again.say(said('later', hiAt + 300, { to: 'ana' }));
  await settle();
}

/** We say something, and the relay has it. */
async function speak({ again, client, hiAt }: Asking): Promise<void> {
  client.say('bob', 'later');
  const label = (await again.next('PRIVMSG')).tags.get('label')!;
  again.say(said('later', hiAt + 300, { nick: 'ana', to: 'bob', tags: `;label=${label}` }));
  await settle();
}

/** Somebody says something when nothing is held any longer, since the answer takes its time. */
async function hearLate(meeting: Asking): Promise<void> {
  for (let half = 0; half < 2; half++) {
    meeting.again.say('PING :x');
    await settle();
    meeting.clock.advance(historyTimeoutMs / 2);
  }
  await hear(meeting);
}

describe('what was missed in private over two breaks in a row', () => {
  it.each([
    ['something was said to us', hear],
    ['we said something', speak],
    ['something was said after the answer was late', hearLate],
  ])('is fetched, when %s between the two', async (_, meanwhile) => {
    const meeting = await asking();
    const { witness, hiAt } = meeting;
    await meanwhile(meeting);
    const third = await brokenNow({ ...meeting, peer: meeting.again }, isupport);
    const stamp = new Date(hiAt + 300).toISOString();
    answer(third, await third.next('CHATHISTORY'), [`:irc.test CHATHISTORY TARGETS bob ${stamp}`], 0);
    answer(third, await third.next('CHATHISTORY'), [], 0);
    const request = await third.next('CHATHISTORY');
    expect(request.params.slice(0, 3)).toEqual(['AFTER', 'bob', 'msgid=hi']);
    const lines = ['missed', 'later'].map((text, index) =>
      said(text, hiAt + 150 * (index + 1), { to: 'ana' }),
    );
    answer(third, request, lines, 0);
    await settle();
    expect(shown(witness).toSorted()).toEqual(['first', 'hi', 'later', 'missed']);
  });
});
