import { beforeEach, describe, expect, it } from 'vitest';
import { Status } from '../../src/conversation/status.ts';

describe('the status of a window', () => {
  let status: Status;
  let changes: number;
  beforeEach(() => {
    status = new Status();
    changes = 0;
    status.onChange(() => (changes += 1));
  });

  it('tells of counts only when they are others', () => {
    status.setUnread(0, 0);
    expect(changes).toBe(0);
    status.setUnread(3, 1);
    status.setUnread(3, 1);
    expect([status.unread, status.mentions, changes]).toEqual([3, 1, 1]);
    status.setUnread(3, 2);
    expect(changes).toBe(2);
  });

  it('tells of do not disturb only when it changes', () => {
    status.setDoNotDisturb(false);
    expect(changes).toBe(0);
    status.setDoNotDisturb(true);
    status.setDoNotDisturb(true);
    expect([status.doNotDisturb, changes]).toEqual([true, 1]);
  });
});
