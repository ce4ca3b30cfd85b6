import { describe, expect, test } from 'vitest';
import { MemoryStore } from '../../support/memoryStore.ts';
import { TestRelay } from '../../support/testRelay.ts';

const source = (nick: string): string => `${nick}!${nick}@192.0.2.1`;
const keyed = (letter: string): { address: string; key: string } => ({
  address: '192.0.2.1',
  key: letter.repeat(64),
});

describe('a relay that keeps its state', () => {
  test('has its rooms again after a restart, as they were', async () => {
    const store = new MemoryStore();
    const before = new TestRelay({ store });
    const ann = await before.join('ann', { room: '#a', peer: keyed('a') });
    await ann.ask('TOPIC #a :kept', 'MODE #a +iklbm sesame 9 m:bob', 'TOPIC #chat :x', 'JOIN 0');
    const after = new TestRelay({ store: new MemoryStore(store.all) });
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
    const capabilities = 'batch draft/metadata-2 draft/read-marker draft/channel-rename';
    const ann = await bench.join('ann', { room: '#a', capabilities });
    const bob = await bench.join('bob', { room: '#a', capabilities, peer: keyed('b') });
    expect(store.saved('channels', '#a')?.topic).toBeUndefined();
    await ann.ask('TOPIC #a :one');
    expect(store.saved('channels', '#a')?.topic?.text).toBe('one');
    await ann.ask('MODE #a +t-n');
    expect(store.saved('channels', '#a')?.modes).toBe('+t');
    await ann.ask('MODE #a +b x');
    expect(store.saved('channels', '#a')?.lists.b.map(entry => entry.mask)).toEqual(['x!*@*']);
    await ann.ask('MODE #a +o bob');
    expect(store.saved('channels', '#a')?.operatorKeys).toEqual(['b'.repeat(64)]);
    await ann.ask('MODE #a -o bob');
    expect(store.saved('channels', '#a')?.operatorKeys).toEqual([]);
    await ann.ask('RENAME #a #b');
    expect(store.saved('channels', '#a')).toBeUndefined();
    expect(store.saved('channels', '#b')?.modes).toBe('+t');
    await bob.ask('JOIN #mine');
    expect(store.saved('channels', '#mine')?.operatorKeys).toEqual(['b'.repeat(64)]);
    await ann.ask('METADATA #b SET url :https://example.org');
    expect(store.saved('channels', '#b')?.metadata).toEqual({ url: 'https://example.org' });
    expect(store.saved('owners', 'bob')?.nick).toBe('bob');
    await bob.ask('MARKREAD #b timestamp=2026-11-22T12:00:00.000Z');
    await ann.ask('RENAME #b #c');
    expect(store.all.readMarkers.map(({ target }) => target)).toEqual(['#c']);
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
