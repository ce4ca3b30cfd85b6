import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';

const unaway = ':relay.test 305 ann :You are no longer marked as being away';
const nowaway = ':relay.test 306 ann :You have been marked as being away';

describe('AWAY', () => {
  test('is acknowledged both ways', async () => {
    const ann = await new TestRelay().join('ann');
    expect(await ann.ask('AWAY :out to lunch', 'AWAY', 'AWAY :', 'AWAY')).toEqual([
      nowaway,
      unaway,
      unaway,
      unaway,
    ]);
  });

  test('is told to who writes a PRIVMSG, and to nobody who sends a NOTICE or tags', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob', { capabilities: 'message-tags batch draft/multiline' });
    await ann.ask('AWAY :out to lunch');
    const reply = ':relay.test 301 bob ann :out to lunch';
    expect(await bob.ask('PRIVMSG ANN :are you there?')).toEqual([reply]);
    expect(await bob.ask('NOTICE ann :hello', '@+x=y TAGMSG ann', 'PRIVMSG #chat :hello')).toEqual([]);
    expect(
      await bob.ask(
        'BATCH +1 draft/multiline ann',
        '@batch=1 PRIVMSG ann :one',
        '@batch=1 PRIVMSG ann :two',
        'BATCH -1',
      ),
    ).toEqual([reply]);
    await ann.ask('AWAY');
    expect(await bob.ask('PRIVMSG ann :welcome back')).toEqual([]);
  });

  test('comes after the echo, in the answer to the labelled message', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob', { capabilities: 'echo-message batch labeled-response' });
    await ann.ask('AWAY :out');
    const lines = await bob.ask('@label=7 PRIVMSG ann :hi');
    expect(lines[0]).toMatch(/^@label=7 :relay\.test BATCH \+(\S+) labeled-response$/);
    expect(lines.slice(1, 3).map(line => line.split(' ')[2])).toEqual(['PRIVMSG', '301']);
  });

  test('of exactly the limit is taken whole, and a longer one is cut between characters', async () => {
    const bench = new TestRelay({ limits: { awayBytes: 4 } });
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    await ann.ask('AWAY :ãã');
    expect(await bob.ask('PRIVMSG ann :hi')).toEqual([':relay.test 301 bob ann ãã']);
    await ann.ask('AWAY :ããã');
    expect(await bob.ask('PRIVMSG ann :hi')).toEqual([':relay.test 301 bob ann ãã']);
  });

  test('its length is announced', async () => {
    const ann = await new TestRelay({ limits: { awayBytes: 77 } }).join('ann');
    expect((await ann.ask('VERSION')).some(line => / 005 .* AWAYLEN=77 /.test(line))).toBe(true);
  });
});

describe('away-notify', () => {
  const source = ':ann!ann@192.0.2.1';

  test('brings news once to those who share a channel and asked for it', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a,#b', capabilities: 'away-notify' });
    const bob = await bench.join('bob', { room: '#a,#b', capabilities: 'away-notify' });
    const eve = await bench.join('eve', { room: '#a' });
    const zoe = await bench.join('zoe', { room: '#c', capabilities: 'away-notify' });
    await bench.calm();
    expect(await ann.ask('AWAY :out to lunch')).toEqual([nowaway]);
    expect(await bob.news()).toEqual([`${source} AWAY :out to lunch`]);
    await ann.ask('AWAY :still out', 'AWAY :still out', 'AWAY', 'AWAY');
    expect(await bob.news()).toEqual([`${source} AWAY :still out`, `${source} AWAY`]);
    expect([...(await eve.news()), ...(await zoe.news())]).toEqual([]);
  });

  test('tells a channel when somebody comes who is away', async () => {
    const bench = new TestRelay();
    const bob = await bench.join('bob', { capabilities: 'away-notify' });
    const eve = await bench.join('eve');
    const ann = await bench.join('ann', { room: '' });
    await ann.ask('AWAY :out');
    await bench.calm();
    await ann.ask('JOIN #chat');
    expect(await bob.news()).toEqual([`${source} JOIN #chat`, `${source} AWAY out`]);
    expect(await eve.news()).toEqual([`${source} JOIN #chat`]);
  });
});
