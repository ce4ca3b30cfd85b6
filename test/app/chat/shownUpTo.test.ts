import { describe, expect, it } from 'vitest';
import { shownUpTo } from '../../../src/app/chat/shownUpTo.ts';
import { Tabs } from '../../../src/conversation/tabs.ts';
import type { JoinTarget } from '../../../src/app/joinTarget.ts';
import type { LastRoom } from '../../../src/app/lastRoom.ts';
import { noteLine, type MessageLine } from '../../../src/chat/line.ts';
import { sameWithinMs } from '../../../src/chat/past.ts';
import { FakeClock } from '../../support/fakeClock.ts';

const address = { address: '192.168.1.5', port: 6697 };
const target: JoinTarget = { addresses: [address], room: '#chat', token: '', fromInvite: false };
const lastRoom: LastRoom = { hosted: false, room: '#chat', ...address };
const at = Date.UTC(2026, 10, 22, 12);

/** A window in whose main tab these lines are. */
function window(
  last: LastRoom | undefined,
  ...lines: Partial<MessageLine>[]
): Parameters<typeof shownUpTo>[0] {
  const tabs = new Tabs(new FakeClock(), { changed: () => undefined, typingChanged: () => undefined });
  lines.forEach((line, index) =>
    tabs.main.scrollback.add({
      ...{ kind: 'message', id: String(index), at, nick: 'bia', text: 'hello', form: 'say', own: false },
      ...line,
    }),
  );
  tabs.main.scrollback.add(noteLine('You left.', at + 5_000));
  return { tabs, lastRoom: last };
}

describe('what is shown of a room that is joined', () => {
  it('goes up to the last message, less what clocks may differ', () => {
    const chat = window(lastRoom, { at: at - 1_000 }, {}, { at: at + 1_000, privateWith: 'bia' });
    expect(shownUpTo(chat, target)).toBe(at - sameWithinMs);
    expect(shownUpTo(window(lastRoom, { at: 1 }), target)).toBe(0);
  });

  it('is unknown without a message', () => {
    expect(shownUpTo(window(lastRoom), target)).toBeUndefined();
  });

  it('is nothing when the lines here are of another room', () => {
    for (const other of [
      undefined,
      { ...lastRoom, hosted: true },
      { ...lastRoom, room: '#dev' },
      { ...lastRoom, port: 6698 },
      { ...lastRoom, address: '192.168.1.6' },
    ])
      expect(shownUpTo(window(other, {}), target)).toBeUndefined();
  });
});
