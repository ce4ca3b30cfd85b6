import { describe, expect, test } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { register } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const news = (change: string): string => `:ann!ann@192.0.2.1 MODE ann ${change}`;
const modes = (list: string): string => `:relay.test 221 ann ${list}`;
const unknown = ':relay.test 501 ann :Unknown user mode';

describe('MODE of a person', () => {
  test('shows one’s own', async () => {
    const ann = await new TestRelay().join('ann');
    expect(await ann.ask('MODE ann', 'MODE ANN +wiB', 'MODE ann')).toEqual([
      modes('+'),
      news('+Biw'),
      modes('+Biw'),
    ]);
  });

  test('tells only what is different in the end', async () => {
    const ann = await new TestRelay().join('ann');
    await ann.ask('MODE ann +i');
    expect(
      await ann.ask('MODE ann +i', 'MODE ann -w', 'MODE ann +w-w+w-w', 'MODE ann +', 'MODE ann :'),
    ).toEqual([]);
    expect(await ann.ask('MODE ann -i+wB', 'MODE ann')).toEqual([news('+Bw-i'), modes('+Bw')]);
    expect(await ann.ask('MODE ann w-w')).toEqual([news('-w')]);
  });

  test('changes what it knows and says once that there was something else', async () => {
    const ann = await new TestRelay().join('ann');
    expect(await ann.ask('MODE ann +xiYz')).toEqual([news('+i'), unknown]);
    expect(await ann.ask('MODE ann +Z')).toEqual([unknown]);
    expect(await ann.ask(`MODE ann ${'é'.repeat(200)}`)).toEqual([unknown]);
  });

  test('never makes an IRC operator, but makes one a plain person', async () => {
    const ann = await new TestRelay({ operators: [{ name: 'root', password: 'right' }] }).join('ann');
    expect(await ann.ask('MODE ann +o', 'MODE ann')).toEqual([modes('+')]);
    await ann.ask('OPER root right');
    expect(await ann.ask('MODE ann', 'MODE ann +o-o', 'MODE ann')).toEqual([
      modes('+o'),
      news('-o'),
      modes('+'),
    ]);
    expect(await ann.ask('WALLOPS :hi')).toEqual([':relay.test 481 ann :You are not an IRC operator']);
  });

  test('is nobody else’s to see or change', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    await bench.calm();
    const foreign = ':relay.test 502 ann :Not your own modes';
    expect(await ann.ask('MODE bob', 'MODE bob +i')).toEqual([foreign, foreign]);
    expect(await ann.ask('MODE zed', 'MODE zed +i')).toEqual([
      ':relay.test 401 ann zed :No such nick',
      ':relay.test 401 ann zed :No such nick',
    ]);
    expect(await bob.ask('MODE bob')).toEqual([':relay.test 221 bob +']);
  });

  test('is announced in 004', async () => {
    const lines = await register(new TestRelay().connect(), 'ann');
    const mine = lines.map(line => parseMessage(line)).find(({ command }) => command === '004');
    expect(mine?.params[3]).toBe('Biow');
  });
});

describe('a bot', () => {
  test('is marked in what it says, for those with message-tags', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const bob = await bench.join('bob', { capabilities: 'message-tags' });
    await ann.ask('MODE ann +B');
    await ann.ask('PRIVMSG #chat :beep');
    expect(await bob.news()).toEqual([
      expect.stringMatching(/^@(?:\S+;)?bot(?:;\S+)? :ann!ann@192\.0\.2\.1 PRIVMSG #chat beep$/),
    ]);
    await ann.ask('MODE ann -B', 'PRIVMSG #chat :hello');
    expect((await bob.news()).join()).not.toContain('bot');
  });

  test('is announced', async () => {
    const ann = await new TestRelay().join('ann');
    expect((await ann.ask('VERSION')).some(line => / 005 .* BOT=B /.test(line))).toBe(true);
  });
});
