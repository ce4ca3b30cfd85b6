import { describe, expect, test } from 'vitest';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const source = (nick: string): string => `${nick}!${nick}@192.0.2.1`;
const refused = (nick: string): string => `:relay.test 404 ${nick} #a :You cannot write to this channel`;

interface Room {
  readonly bench: TestRelay;
  /** Operator, voice, member, and outside. */
  readonly ann: TestPeer;
  readonly bob: TestPeer;
  readonly eve: TestPeer;
  readonly ivy: TestPeer;
}

async function room(modes: string, capabilities?: string): Promise<Room> {
  const bench = new TestRelay();
  const options = { room: '#a', ...(capabilities !== undefined && { capabilities }) };
  const ann = await bench.join('ann', options);
  const bob = await bench.join('bob', options);
  const eve = await bench.join('eve', options);
  const ivy = await bench.join('ivy', { ...options, room: '' });
  await ann.ask('MODE #a +v bob', `MODE #a ${modes}`);
  await bench.calm();
  return { bench, ann, bob, eve, ivy };
}

describe('writing to a channel', () => {
  test('is for members, unless -n lets those outside', async () => {
    const { bench, ann, eve, ivy } = await room('+n');
    expect(await ivy.ask('PRIVMSG #a :hi', 'TAGMSG #a')).toEqual([refused('ivy'), refused('ivy')]);
    expect(await eve.ask('PRIVMSG #a :hi')).toEqual([]);
    await ann.ask('MODE #a -n');
    await bench.calm();
    expect(await ivy.ask('PRIVMSG #a :hello')).toEqual([]);
    expect(await eve.news()).toEqual([`:${source('ivy')} PRIVMSG #a hello`]);
  });

  test('from outside is echoed to who wants that', async () => {
    const { ivy } = await room('-n', 'echo-message');
    expect(await ivy.ask('PRIVMSG #a :hello')).toEqual([`:${source('ivy')} PRIVMSG #a hello`]);
  });

  test.each(['+m', '-n+m'])('is for voices and operators with %s', async modes => {
    const { ann, bob, eve, ivy } = await room(modes);
    for (const [nick, peer] of Object.entries({ eve, ivy }))
      expect(await peer.ask('PRIVMSG #a :hi')).toEqual([refused(nick)]);
    for (const peer of [ann, bob]) expect(await peer.ask('PRIVMSG #a :hi')).not.toContain(refused('ann'));
    expect((await eve.news()).map(line => line.split(' ')[0])).toEqual([
      `:${source('ann')}`,
      `:${source('bob')}`,
    ]);
  });

  test('from outside is refused to those who are banned or muted', async () => {
    for (const mask of ['ivy', 'm:ivy']) {
      const { ivy } = await room(`-n+b ${mask}`);
      expect(await ivy.ask('PRIVMSG #a :hi')).toEqual([refused('ivy')]);
    }
  });

  test('of somebody who takes another nick goes by the new one', async () => {
    const { bench, eve } = await room('+b m:eva');
    expect(await eve.ask('PRIVMSG #a :hi')).toEqual([]);
    await eve.ask('NICK eva');
    await bench.calm();
    expect(await eve.ask('PRIVMSG #a :hi')).toEqual([refused('eva')]);
  });

  test('with +C takes no CTCP but ACTION, from operators either', async () => {
    const { bench, ann, eve } = await room('+C');
    for (const text of ['\x01VERSION\x01', '\x01PING 1', '\x01\x01', '\x01ACTIONS x\x01'])
      expect(await ann.ask(`PRIVMSG #a :${text}`, `NOTICE #a :${text}`)).toEqual([refused('ann')]);
    for (const text of ['\x01ACTION waves\x01', '\x01action\x01', '\x01ACTION', 'plain', 'a\x01VERSION\x01'])
      expect(await ann.ask(`PRIVMSG #a :${text}`)).toEqual([]);
    expect(await eve.news()).toHaveLength(5);
    await ann.ask('MODE #a -C');
    await bench.calm();
    expect(await ann.ask('PRIVMSG #a :\x01VERSION\x01')).toEqual([]);
  });

  test('with +C holds for messages of several lines', async () => {
    const { ann } = await room('+C', 'batch draft/multiline');
    const say = (text: string): string[] => [
      'BATCH +1 draft/multiline #a',
      `@batch=1 PRIVMSG #a :${text}`,
      '@batch=1 PRIVMSG #a :more',
      'BATCH -1',
    ];
    expect(await ann.ask(...say('\x01VERSION\x01'))).toEqual([refused('ann')]);
    expect(await ann.ask(...say('text'))).toEqual([]);
  });

  test('that is secret does not tell those outside that it is there', async () => {
    const none = ':relay.test 403 ivy #a :No such channel';
    expect(await (await room('+s')).ivy.ask('PRIVMSG #a :hi', 'PRIVMSG @#a :hi')).toEqual([
      none,
      ':relay.test 403 ivy #a :No such channel',
    ]);
    expect(await (await room('+sm-n')).ivy.ask('PRIVMSG #a :hi')).toEqual([none]);
    expect(await (await room('+s-n')).ivy.ask('PRIVMSG #a :hi')).toEqual([]);
  });
});

describe('writing to some of a channel', () => {
  test('reaches operators with @, and voices too with +', async () => {
    const { ann, bob, eve } = await room('+n');
    expect(await eve.ask('PRIVMSG @#A :ops', 'NOTICE +#a :both', 'PRIVMSG @+#a :lowest')).toEqual([]);
    expect(await ann.news()).toEqual([
      `:${source('eve')} PRIVMSG @#a ops`,
      `:${source('eve')} NOTICE +#a both`,
      `:${source('eve')} PRIVMSG +#a lowest`,
    ]);
    expect(await bob.news()).toEqual([
      `:${source('eve')} NOTICE +#a both`,
      `:${source('eve')} PRIVMSG +#a lowest`,
    ]);
  });

  test('does not come back to its sender, unless echoed', async () => {
    const plain = await room('+n');
    expect(await plain.ann.ask('PRIVMSG @#a :x')).toEqual([]);
    const { ann, bob, eve } = await room('+n', 'echo-message message-tags');
    for (const peer of [ann, bob, eve]) {
      const lines = await peer.ask('@+x=1 TAGMSG @#a');
      expect(lines.map(line => line.replace(/^\S+ \S+ /, ''))).toContain('TAGMSG @#a');
    }
    expect(await eve.news()).toEqual([]);
  });

  test('is refused where writing to the whole is, and for what is not there', async () => {
    const { eve, ivy } = await room('+m');
    expect(
      await eve.ask('PRIVMSG @#a :hi', 'PRIVMSG +#none :hi', 'PRIVMSG @eve :hi', 'PRIVMSG @ :hi'),
    ).toEqual([
      refused('eve'),
      ':relay.test 403 eve #none :No such channel',
      ':relay.test 401 eve @eve :No such nick',
      ':relay.test 401 eve @ :No such nick',
    ]);
    expect(await ivy.ask('PRIVMSG @#a :hi')).toEqual([refused('ivy')]);
  });
});
