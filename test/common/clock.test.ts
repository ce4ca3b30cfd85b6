import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../src/common/clock.ts';

describe('the real clock', () => {
  beforeEach(() => vi.useFakeTimers({ now: 1_000 }));
  afterEach(() => vi.useRealTimers());

  it('tells the time in milliseconds since 1970', () => {
    expect(systemClock.now()).toBe(1_000);
  });

  it('calls once, after the time has passed', () => {
    const task = vi.fn();
    systemClock.after(50, task);
    vi.advanceTimersByTime(49);
    expect(task).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(task).toHaveBeenCalledTimes(1);
  });

  it('does not call when it was called off', () => {
    const task = vi.fn();
    systemClock.after(50, task).dispose();
    vi.advanceTimersByTime(1_000);
    expect(task).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });
});
