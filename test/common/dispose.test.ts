import { describe, expect, it, vi } from 'vitest';
import { DisposableStore, toDisposable } from '../../src/common/dispose.ts';

describe('a disposable', () => {
  it('stops once, however often it is told', () => {
    const stop = vi.fn();
    const item = toDisposable(stop);
    item.dispose();
    item.dispose();
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('that stops itself while it stops does not go round in circles', () => {
    const stop = vi.fn(() => item.dispose());
    const item = toDisposable(stop);
    item.dispose();
    expect(stop).toHaveBeenCalledTimes(1);
  });
});

describe('a store of disposables', () => {
  it('stops the newest first, and all of them once', () => {
    const order: number[] = [];
    const store = new DisposableStore();
    for (const number of [1, 2, 3]) store.add({ dispose: () => order.push(number) });
    expect(store.isDisposed).toBe(false);
    store.dispose();
    store.dispose();
    expect(order).toEqual([3, 2, 1]);
    expect(store.isDisposed).toBe(true);
  });

  it('stops late arrivals at once', () => {
    const store = new DisposableStore();
    store.dispose();
    const stop = vi.fn();
    const item = store.add(toDisposable(stop));
    expect(stop).toHaveBeenCalledTimes(1);
    expect(item).toBeDefined();
  });

  it('stops those that arrive while it stops', () => {
    const late = vi.fn();
    const store = new DisposableStore();
    store.add(toDisposable(() => void store.add(toDisposable(late))));
    store.dispose();
    expect(late).toHaveBeenCalledTimes(1);
  });

  it('stops one alone and forgets it', () => {
    const stop = vi.fn();
    const store = new DisposableStore();
    const item = store.add({ dispose: stop });
    store.drop(item);
    store.dispose();
    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('stops all the others when one fails to, and says so', () => {
    const stop = vi.fn();
    const store = new DisposableStore();
    store.add({ dispose: stop });
    store.add({
      dispose: () => {
        throw new Error('stuck');
      },
    });
    store.add({ dispose: stop });
    expect(() => store.dispose()).toThrow(AggregateError);
    expect(stop).toHaveBeenCalledTimes(2);
  });
});
