import { expect, it } from 'vitest';
import { maxKeptLines, Scrollback } from '../../../src/conversation/tabs/scrollback.ts';
import { Unread } from '../../../src/conversation/tabs/unread.ts';

it('remembers no more messages than a tab has lines', () => {
  const unread = new Unread({ kind: 'room', scrollback: new Scrollback() });
  const hear = (count: number): void => {
    for (let said = 0; said < count; said++)
      unread.add(
        { kind: 'message', id: `m${said}`, at: said, nick: 'ana', text: '', own: false, form: 'say' },
        0,
        false,
      );
  };
  hear(maxKeptLines);
  expect(unread.count).toBe(maxKeptLines);
  hear(1);
  expect(unread.count).toBeLessThanOrEqual(maxKeptLines);
  expect(unread.count).toBeGreaterThan(maxKeptLines * 0.8);
});
