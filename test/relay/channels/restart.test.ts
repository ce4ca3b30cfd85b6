import { describe, expect, test } from 'vitest';
import type { RelayStore, SavedChannel, SavedState } from '../../../src/relay/data/relayStore.ts';
import { TestRelay } from '../../support/testRelay.ts';

const source = (nick: string): string => `${nick}!${nick}@192.0.2.1`;
const keyed = (letter: string): { address: string; key: string } => ({
  address: '192.0.2.1',
  key: letter.repeat(64),
});

/** Keeps the state in memory, and no history. */
class MemoryStore implements RelayStore {
  readonly state: SavedState;
  readonly events = [];
  #take: () => SavedState;

  constructor(state: SavedState = { owners: [], channels: [], readMarkers: [] }) {
    this.state = state;
    this.#take = () => state;
  }

  changed(take: () => SavedState): void {
    // What is not told of is not kept: the state is taken here and now.
    const now = take();
    this.#take = () => now;
  }

  /** What would be there after a restart. */
  saved(): SavedState {
    return this.#take();
  }

  room(name: string): SavedChannel | undefined {
    return this.saved().channels.find(channel => channel.name === name);
  }

  append(): void {
    return;
  }

  redact(): void {
    return;
  }

  rename(): void {
    return;
  }

  forget(): void {
    return;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

describe('a relay that keeps its state', () => {
  test('has its rooms again after a restart, as they were', async () => {
    const store = new MemoryStore();
    const before = new TestRelay({ store });
    const ann = await before.join('ann', { room: '#a', peer: keyed('a') });
    await ann.ask('TOPIC #a :kept', 'MODE #a +iklbm sesame 9 m:bob', 'TOPIC #chat :x', 'JOIN 0');
    const after = new TestRelay({ store: new MemoryStore(store.saved()) });
    const bob = await after.join('bob', { room: '' });
    const back = await after.join('ann', { room: '', peer: keyed('a') });
    expect(await bob.ask('JOIN #a')).toEqual([
      ':relay.test 473 bob #a :The channel is for those who are invited',
    ]);
    expect(await back.ask('JOIN #a')).toEqual([
      `:${source('ann')} JOIN #a`,
      ':relay.test 332 ann #a kept',
      `:relay.test 333 ann #a ${source('ann')} 1795351685`,
      ':relay.test 353 ann = #a @ann',
      ':relay.test 366 ann #a :End of the list of names',
    ]);
    expect((await back.ask('MODE #a'))[0]).toBe(':relay.test 324 ann #a +imnkl sesame 9');
    expect((await back.ask('MODE #a b'))[0]).toContain(' 367 ann #a m:bob!*@* ');
  });

  test('is told of each change that is to be kept', async () => {
    const store = new MemoryStore();
    const bench = new TestRelay({ store });
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a', peer: keyed('b') });
    expect(store.room('#a')).toBeUndefined();
    await ann.ask('TOPIC #a :one');
    expect(store.room('#a')?.topic?.text).toBe('one');
    await ann.ask('MODE #a +t-n');
    expect(store.room('#a')?.modes).toBe('+t');
    await ann.ask('MODE #a +b x');
    expect(store.room('#a')?.lists.b.map(entry => entry.mask)).toEqual(['x!*@*']);
    await ann.ask('MODE #a +o bob');
    expect(store.room('#a')?.operatorKeys).toEqual(['b'.repeat(64)]);
    await ann.ask('MODE #a -o bob');
    expect(store.room('#a')?.operatorKeys).toEqual([]);
    await ann.ask('RENAME #a #b');
    expect(store.room('#a')).toBeUndefined();
    expect(store.room('#b')?.modes).toBe('+t');
    await bob.ask('JOIN #mine');
    expect(store.room('#mine')?.operatorKeys).toEqual(['b'.repeat(64)]);
  });

  test('gives a room in which nobody is, and which is nobody’s, to who comes first', async () => {
    const bench = new TestRelay({ store: new MemoryStore() });
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '' });
    await ann.ask('TOPIC #a :left behind', 'PART #a');
    expect(await bob.ask('JOIN #a')).toContain(':relay.test 353 bob = #a @bob');
    await bench.calm();
    expect(await ann.ask('JOIN #a')).toContain(':relay.test 353 ann = #a :@bob ann');
  });

  test('keeps a room for whose it is', async () => {
    const bench = new TestRelay({ store: new MemoryStore() });
    const ann = await bench.join('ann', { room: '#a', peer: keyed('a') });
    const bob = await bench.join('bob', { room: '' });
    await ann.ask('PART #a');
    expect(await bob.ask('JOIN #a')).toContain(':relay.test 353 bob = #a bob');
    expect(await ann.ask('JOIN #a')).toContain(':relay.test 353 ann = #a :bob @ann');
  });

  test('shows nobody a room in which nobody is', async () => {
    const bench = new TestRelay({ store: new MemoryStore() });
    const ann = await bench.join('ann', { room: '#a' });
    await ann.ask('TOPIC #a :kept', 'PART #a');
    expect(await ann.ask('LIST')).toEqual([':relay.test 323 ann :End of LIST']);
    expect(await ann.ask('NAMES #a')).toEqual([':relay.test 366 ann #a :End of the list of names']);
  });
});
