import { expect, it } from 'vitest';
import type { MessageLine } from '../../../src/chat/line.ts';
import { maxKeptLines } from '../../../src/conversation/tabs/scrollback.ts';
import { Tab } from '../../../src/conversation/tabs/tab.ts';
import { FakeClock } from '../../support/fakeClock.ts';

it('remembers no message whose line is gone', () => {
  const tab = new Tab(
    { id: 't', kind: 'room', target: '#a', connection: undefined },
    new FakeClock(),
    () => undefined,
  );
  for (let said = 0; said <= maxKeptLines; said++) {
    const line: MessageLine = {
      kind: 'message',
      id: `m${said}`,
      at: said,
      nick: 'ana',
      text: '',
      own: false,
      form: 'say',
      mention: said % 2 === 0,
    };
    tab.scrollback.add(line);
    tab.unread.add(line, 0, false);
  }
  expect(tab.unread.count).toBe(tab.scrollback.lines.length);
  expect(tab.unread.count).toBeLessThan(maxKeptLines);
  expect(Math.abs(2 * tab.unread.mentions - tab.unread.count)).toBeLessThanOrEqual(1);
});
