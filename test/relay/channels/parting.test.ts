import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';

const source = (nick: string): string => `${nick}!${nick}@192.0.2.1`;

describe('PART and QUIT', () => {
  test('PART is told to all with its reason', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    expect(await bob.ask('PART #chat :até logo')).toEqual([`:${source('bob')} PART #chat :até logo`]);
    await ann.next('PART');
    expect(await bob.ask('PART #chat')).toEqual([':relay.test 442 bob #chat :You are not on that channel']);
    expect(await bob.ask('PART #nope')).toEqual([':relay.test 403 bob #nope :No such channel']);
  });

  test('a channel ends with its last member, and its topic with it; the main room keeps its topic', async () => {
    const ann = await new TestRelay().join('ann', { room: '#chat,#b' });
    await ann.ask('TOPIC #chat :main', 'TOPIC #b :other', 'JOIN 0');
    const lines = await ann.ask('JOIN #chat,#b');
    expect(lines.filter(line => line.includes(' 332 '))).toEqual([':relay.test 332 ann #chat main']);
  });

  test('QUIT is told once to everyone who shares a channel', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a,#b' });
    const bob = await bench.join('bob', { room: '#a,#b' });
    const eve = await bench.join('eve', { room: '#c' });
    await bench.calm();
    bob.send('QUIT :bye');
    expect(await bob.rest()).toEqual(['ERROR :Closing link: Quit: bye']);
    expect(await ann.news()).toEqual([`:${source('bob')} QUIT :Quit: bye`]);
    expect(await eve.news()).toEqual([]);
    expect(bench.relay.people).toBe(2);
  });

  test('a connection that breaks is a QUIT too', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    bob.stream.destroy();
    expect((await ann.next('QUIT')).params).toEqual(['Connection closed']);
  });

  test('reasons are cut between characters', async () => {
    const bench = new TestRelay({ limits: { reasonBytes: 5 } });
    const ann = await bench.join('ann');
    expect(await ann.ask('PART #chat :ãããã')).toEqual([`:${source('ann')} PART #chat ãã`]);
  });

  test('PART takes a list, and what is refused does not hold up the rest', async () => {
    const ann = await new TestRelay().join('ann', { room: '#a,#b' });
    expect(await ann.ask('PART #a,#none,#b :bye')).toEqual([
      `:${source('ann')} PART #a bye`,
      ':relay.test 403 ann #none :No such channel',
      `:${source('ann')} PART #b bye`,
    ]);
  });

  test('PART of who may not speak gives no reason', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a' });
    const eve = await bench.join('eve', { room: '#a' });
    await ann.ask('MODE #a +b m:bob');
    await bench.calm();
    expect(await bob.ask('PART #a :buy this')).toEqual([`:${source('bob')} PART #a`]);
    await ann.ask('MODE #a +m');
    await eve.ask('PART #a :and this');
    expect((await ann.news()).filter(line => line.includes('PART'))).toEqual([`:${source('eve')} PART #a`]);
  });

  test('an operator who quits leaves the others to themselves', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a' });
    ann.send('QUIT');
    await ann.rest();
    expect(await bob.ask('NAMES #a')).toContain(':relay.test 353 bob = #a bob');
    const again = await bench.join('ann', { room: '' });
    expect(await again.ask('JOIN #a')).toContain(':relay.test 353 ann = #a :bob ann');
  });
});
