import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';
import { commands, first, meet, messages } from './replies.ts';

const labels = 'echo-message batch labeled-response';

describe('message tags', () => {
  test("go to those who take them: a client's own with a plus, the id, and the time to who wants just that", async () => {
    const [ann, bob, cid, dan] = await meet(
      new TestRelay(),
      '#test',
      ['ann', 'message-tags'],
      ['bob', 'message-tags echo-message'],
      ['cid'],
      ['dan', 'server-time'],
    );
    await ann.ask('@+baz=bat;fizz=buzz PRIVMSG #test hi');
    const [toBob] = messages(await bob.news());
    expect(toBob?.tags.get('+baz')).toBe('bat');
    expect(toBob?.tags.get('msgid')).toMatch(/./);
    expect(toBob?.tags.has('fizz')).toBe(false);
    expect(await cid.news()).toEqual([':ann!ann@192.0.2.1 PRIVMSG #test hi']);
    expect([...(messages(await dan.news())[0]?.tags.keys() ?? [])]).toEqual(['time']);
  });

  test('alone reach nobody who takes none, and come unescaped', async () => {
    const [ann, bob, cid, dan] = await meet(
      new TestRelay(),
      '#test',
      ['ann', 'message-tags'],
      ['bob', 'message-tags echo-message'],
      ['cid'],
      ['dan', 'server-time'],
    );
    const [echo] = messages(await bob.ask(String.raw`@+buzz=fizz\:buzz;cat=dog;+steel=wootz TAGMSG #test`));
    const [toAnn] = messages(await ann.news());
    for (const message of [echo, toAnn]) {
      expect(message?.tags.get('+buzz')).toBe('fizz;buzz');
      expect(message?.tags.get('+steel')).toBe('wootz');
      expect(message?.tags.has('cat')).toBe(false);
    }
    expect(echo?.tags.get('msgid')).toBe(toAnn?.tags.get('msgid'));
    expect([...(await cid.news()), ...(await dan.news())]).toEqual([]);
  });

  test('reach who asks for them in the middle, from then on', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '', capabilities: 'message-tags echo-message' });
    const bob = await bench.join('bob', { room: '' });
    const [echo] = messages(await ann.ask('@+draft/reply=id0 PRIVMSG bob :hey'));
    expect(echo?.tags.get('+draft/reply')).toBe('id0');
    expect(messages(await bob.news())[0]?.tags.size).toBe(0);
    await bob.ask('CAP REQ :message-tags server-time');
    await ann.ask('@+draft/reply=id0 PRIVMSG bob :again');
    expect(messages(await bob.news())[0]?.tags.get('+draft/reply')).toBe('id0');
  });

  test('say who is a bot, in messages to rooms and people', async () => {
    const [ann, bot] = await meet(new TestRelay(), '#chan', ['ann', 'message-tags'], ['bot']);
    expect(first(await bot.ask('MODE bot +B'))).toEqual(['MODE', 'bot', '+B']);
    await bot.ask('PRIVMSG ann :beep boop', 'PRIVMSG #chan :beep boop');
    for (const message of messages(await ann.news())) expect(message.tags.get('bot')).toBe('');
    const whois = await ann.ask('WHOIS bot');
    expect(whois.filter(line => line.includes(' 335 ann bot '))).toHaveLength(1);
    const who = messages(await ann.ask('WHO #chan')).find(({ params }) => params[5] === 'bot');
    expect(who?.params[6]).toBe('HB');
  });
});

describe('an echo', () => {
  test.each(['PRIVMSG', 'NOTICE'])('of a %s is what the others get', async command => {
    const capabilities = 'server-time';
    const [ann, bob] = await meet(
      new TestRelay(),
      '#chan',
      ['ann', `${capabilities} echo-message`],
      ['bob', capabilities],
    );
    const echo = await ann.ask(`${command} #chan :hello everyone`);
    expect(first(echo)).toEqual([command, '#chan', 'hello everyone']);
    expect(await bob.news()).toEqual(echo);
    expect(messages(echo)[0]?.tags.has('time')).toBe(true);
  });

  test('of what one tells oneself comes twice, once with the label', async () => {
    const ann = await new TestRelay().join('ann', { capabilities: `${labels} message-tags` });
    for (const line of ['PRIVMSG ann :hi', 'NOTICE ann :hi', '+x=y TAGMSG ann']) {
      const tagged = line.startsWith('+') ? `@label=12345;${line}` : `@label=12345 ${line}`;
      const both = messages(await ann.ask(tagged));
      expect(both).toHaveLength(2);
      expect(both.map(message => message.tags.get('label')).filter(Boolean)).toEqual(['12345']);
      expect(new Set(both.map(message => message.tags.get('msgid'))).size).toBe(1);
    }
  });
});

describe('a label', () => {
  test.each(['PRIVMSG bob :hi', 'NOTICE bob :hi', 'PRIVMSG #test :hi', 'NOTICE #test :hi'])(
    'of "%s" is on the echo alone',
    async line => {
      const [ann, bob] = await meet(new TestRelay(), '#test', ['ann', labels], ['bob', labels]);
      const [echo] = messages(await ann.ask(`@label=12345;+draft/react=l😃l ${line}`));
      expect([...(echo?.tags ?? [])]).toEqual([['label', '12345']]);
      expect(messages(await bob.news())[0]?.tags.size).toBe(0);
    },
  );

  test.each(['bob', '#test'])('of a TAGMSG to %s is on the echo alone', async target => {
    const capabilities = `${labels} message-tags`;
    const [ann, bob] = await meet(new TestRelay(), '#test', ['ann', capabilities], ['bob', capabilities]);
    const [echo] = messages(await ann.ask(`@label=1;+draft/reply=id0;+draft/react=l😃l TAGMSG ${target}`));
    const [relayed] = messages(await bob.news());
    expect(echo?.tags.get('label')).toBe('1');
    for (const message of [echo, relayed]) {
      expect(message?.tags.get('+draft/reply')).toBe('id0');
      expect(message?.tags.get('+draft/react')).toBe('l😃l');
    }
    expect(relayed?.tags.has('label')).toBe(false);
  });

  test('of several echoes is on the batch around them', async () => {
    const [ann] = await meet(new TestRelay(), '#test', ['ann', labels], ['bob'], ['carl'], ['alice']);
    const lines = messages(await ann.ask('@label=12345 PRIVMSG bob,carl,alice :hi'));
    expect(lines.map(line => line.command)).toEqual(['BATCH', 'PRIVMSG', 'PRIVMSG', 'PRIVMSG', 'BATCH']);
    expect(lines[0]?.tags.get('label')).toBe('12345');
  });

  test('of one reply is on the reply, and of none on an ACK', async () => {
    const ann = await new TestRelay().join('ann', { capabilities: 'batch labeled-response' });
    const [pong, ...others] = messages(await ann.ask('@label=98765 PING adhoctestline'));
    expect([pong?.command, pong?.params.at(-1)]).toEqual(['PONG', 'adhoctestline']);
    expect([...(pong?.tags ?? [])]).toEqual([['label', '98765']]);
    expect(others).toEqual([]);
    const lines = await ann.ask('@label=98765 PONG adhoctestline');
    expect(lines).toEqual(['@label=98765 :relay.test ACK']);
  });

  test('of a batch reference is letters, digits and hyphens', async () => {
    const ann = await new TestRelay().join('ann', { capabilities: 'batch labeled-response server-time' });
    const lines = messages(await ann.ask('@label=12345 JOIN #xyz'));
    expect(lines[0]?.params[0]).toMatch(/^\+[A-Za-z0-9-]+$/);
  });

  test('of an unknown command is on the refusal, whatever the command looks like', async () => {
    const ann = await new TestRelay().join('ann', { capabilities: 'batch labeled-response' });
    for (const command of ['NONEXISTENT', 'NONEXISTENT_COMMAND']) {
      const lines = await ann.ask(`@label=deadbeef ${command}`);
      expect(commands(lines)).toEqual(['421']);
      expect(first(lines).slice(0, 3)).toEqual(['421', 'ann', command]);
      expect(messages(lines)[0]?.tags.get('label')).toBe('deadbeef');
    }
  });
});
