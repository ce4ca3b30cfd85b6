import { describe, expect, test } from 'vitest';
import { register } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';
import { commands, first, meet } from './replies.ts';

describe('NICK', () => {
  test('of somebody else is refused, and one keeps the nick one has', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '' });
    const bob = await bench.join('bob', { room: '' });
    expect(commands(await bob.ask('NICK ann'))).toEqual(['433']);
    expect(await ann.ask('PRIVMSG bob hi')).toEqual([]);
    expect(first(await bob.news())).toEqual(['PRIVMSG', 'bob', 'hi']);
  });

  test('goes to the first of two who has all that a welcome takes', async () => {
    const bench = new TestRelay();
    const [one, other] = [bench.connect(), bench.connect()];
    for (const peer of [one, other]) expect(await peer.ask('NICK ann')).toEqual([]);
    expect(first(await one.ask('USER ann * * :Ann'))[0]).toBe('001');
    expect(first(await other.ask('USER ann * * :Ann')).slice(0, 3)).toEqual(['433', '*', 'ann']);
    expect(first(await other.ask('NICK ben')).slice(0, 2)).toEqual(['001', 'ben']);
  });

  test('in another case is told to everyone, and the same once more to nobody', async () => {
    const [ann, bob] = await meet(new TestRelay(), '#test', ['ann'], ['bob']);
    expect(first(await ann.ask('NICK Ann'))).toEqual(['NICK', 'Ann']);
    expect(first(await bob.news())).toEqual(['NICK', 'Ann']);
    expect(await ann.ask('NICK Ann')).toEqual([]);
    expect(await bob.news()).toEqual([]);
  });

  test('that is a star or empty is refused before the welcome, and another may follow', async () => {
    const bench = new TestRelay();
    const star = bench.connect();
    expect(first(await star.ask('NICK *', 'USER u s e r')).slice(0, 3)).toEqual(['432', '*', '*']);
    expect(first(await star.ask('NICK valid'))[0]).toBe('001');
    expect(first(await bench.connect().ask('NICK :', 'USER u s e r'))).toEqual(['431', '*', 'No nick given']);
  });

  test('is free again for others when it was given up', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '' });
    expect(first(await ann.ask('NICK malice'))).toEqual(['NICK', 'malice']);
    expect(first(await register(bench.connect(), 'ann'))[0]).toBe('001');
  });
});

describe('PING', () => {
  test('is answered in the name of the relay', async () => {
    const ann = await new TestRelay().join('ann');
    expect(first(await ann.ask('PING abcdef'))).toEqual(['PONG', 'relay.test', 'abcdef']);
  });

  test('without a token, or with an empty one, has no origin', async () => {
    const ann = await new TestRelay().join('ann');
    for (const line of ['PING', 'PING :'])
      expect(first(await ann.ask(line))).toEqual(['409', 'ann', 'No origin given']);
  });

  test('of a whole line comes back as far as a line goes', async () => {
    const ann = await new TestRelay().join('ann');
    ann.send(`PING ${'x'.repeat(505)}`);
    const line = await ann.nextLine();
    expect(first([line])[2]).toContain('x'.repeat(450));
    expect(line.length).toBeLessThanOrEqual(510);
    ann.send(`PING ${'x'.repeat(506)}`);
    expect((await ann.next('417')).params[0]).toBe('ann');
  });
});
