import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';

const source = (nick: string): string => `${nick}!${nick}@192.0.2.1`;

describe('TOPIC', () => {
  test('is given, set, cleared and told to all', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    expect(await bob.ask('TOPIC #chat')).toEqual([':relay.test 331 bob #chat :No topic is set']);
    expect(await bob.ask('TOPIC #chat :one two')).toEqual([`:${source('bob')} TOPIC #chat :one two`]);
    expect((await ann.next('TOPIC')).params).toEqual(['#chat', 'one two']);
    expect(await bob.ask('TOPIC #chat :')).toEqual([`:${source('bob')} TOPIC #chat :`]);
    expect(await bob.ask('TOPIC #chat')).toEqual([':relay.test 331 bob #chat :No topic is set']);
  });

  test('of exactly the limit is taken and a longer one refused', async () => {
    const ann = await new TestRelay({ limits: { topicBytes: 4 } }).join('ann');
    expect(await ann.ask('TOPIC #chat ãã')).toEqual([`:${source('ann')} TOPIC #chat ãã`]);
    expect(await ann.ask('TOPIC #chat ããa')).toEqual([':relay.test 417 ann :Input line was too long']);
  });

  test('is not for those outside', async () => {
    const bench = new TestRelay();
    await bench.join('ann');
    const bob = await bench.join('bob', { room: '' });
    expect(await bob.ask('TOPIC #chat :mine')).toEqual([
      ':relay.test 442 bob #chat :You are not on that channel',
    ]);
  });

  test('is for operators where the channel says so, whoever may read it', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a' });
    await ann.ask('MODE #a +tv bob', 'TOPIC #a :ours');
    await bench.calm();
    expect(await bob.ask('TOPIC #a :mine')).toEqual([
      ':relay.test 482 bob #a :You are not a channel operator',
    ]);
    expect(await bob.ask('TOPIC #a')).toHaveLength(2);
    expect(await ann.news()).toEqual([]);
    await ann.ask('MODE #a -t');
    expect(await bob.ask('TOPIC #a :mine')).toContain(`:${source('bob')} TOPIC #a mine`);
  });

  test('is not a way to speak for those who may not', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a' });
    await ann.ask('MODE #a +b m:bob');
    await bench.calm();
    expect(await bob.ask('TOPIC #a :mine')).toEqual([
      ':relay.test 404 bob #a :You cannot write to this channel',
    ]);
  });

  test('of a secret channel is as if it were not there', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    await ann.ask('MODE #a +s', 'TOPIC #a :hush');
    const bob = await bench.join('bob', { room: '' });
    expect(await bob.ask('TOPIC #a', 'TOPIC #a :x')).toEqual([
      ':relay.test 403 bob #a :No such channel',
      ':relay.test 403 bob #a :No such channel',
    ]);
  });
});
