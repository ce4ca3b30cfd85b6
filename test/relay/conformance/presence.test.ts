import { describe, expect, test } from 'vitest';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';
import { commands, first, meet, messages, params } from './replies.ts';

describe('AWAY', () => {
  test('is told to who writes and to who asks, until it is taken back', async () => {
    const bench = new TestRelay();
    const bar = await bench.join('bar', { room: '' });
    const qux = await bench.join('qux', { room: '' });
    expect(await qux.ask('PRIVMSG bar :hi')).toEqual([]);
    expect(first(await qux.ask('USERHOST bar'))).toEqual(['302', 'qux', 'bar=+bar@192.0.2.1']);
    await bar.news();
    const away = await bar.ask("AWAY :I'm not here right now");
    expect(away.map(line => first([line]).slice(0, 2))).toEqual([['306', 'bar']]);
    const reply = ['301', 'qux', 'bar', "I'm not here right now"];
    expect(first(await qux.ask('PRIVMSG bar :hi'))).toEqual(reply);
    expect(params(await qux.ask('WHOIS bar'), '301')).toEqual([reply.slice(1)]);
    expect(first(await qux.ask('USERHOST bar'))).toEqual(['302', 'qux', 'bar=-bar@192.0.2.1']);
    await bar.news();
    expect(commands(await bar.ask('AWAY :'))).toEqual(['305']);
    expect(commands(await qux.ask('WHOIS bar'))).not.toContain('301');
    expect(await qux.ask('PRIVMSG bar :hi')).toEqual([]);
  });

  test('is told to a room, and by who comes into one', async () => {
    const bench = new TestRelay();
    const [ann, bob] = await meet(bench, '#chan', ['ann', 'away-notify'], ['bob']);
    await bob.ask("AWAY :i'm going away");
    expect(await ann.news()).toEqual([":bob!bob@192.0.2.1 AWAY :i'm going away"]);
    await bob.ask('PART #chan', 'JOIN #chan');
    expect(params(await ann.news(), 'AWAY')).toEqual([["i'm going away"]]);
  });
});

describe('SETNAME', () => {
  test('is told to who asked for it, the one who changes it among them', async () => {
    const [ann, bob, cid] = await meet(
      new TestRelay(),
      '#chan',
      ['ann', 'setname'],
      ['bob', 'setname'],
      ['cid'],
    );
    expect(first(await ann.ask('SETNAME qux'))).toEqual(['SETNAME', 'qux']);
    expect(first(await bob.news())).toEqual(['SETNAME', 'qux']);
    expect(await cid.news()).toEqual([]);
    expect(params(await ann.ask('WHOIS ann'), '311')[0]?.at(-1)).toBe('qux');
  });
});

/** Leaves, and waits until the relay has noticed. */
async function leave(peer: TestPeer): Promise<void> {
  peer.send('QUIT :bye');
  await peer.rest();
}

describe('MONITOR', () => {
  test('tells at once who is here and who is not, and from then on who comes and goes', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '' });
    expect(await ann.ask('MONITOR + bob')).toEqual([':relay.test 731 ann bob']);
    const bob = await bench.join('bob', { room: '' });
    expect(await ann.news()).toEqual([':relay.test 730 * bob!bob@192.0.2.1']);
    await leave(bob);
    expect(await ann.news()).toEqual([':relay.test 731 * bob']);
    await bench.join('bob', { room: '' });
    expect(first(await ann.news())[0]).toBe('730');
    expect(commands(await ann.ask('MONITOR + bob,baz'))).toEqual(['730', '731']);
    expect(commands(await ann.ask('MONITOR S'))).toEqual(['730', '731']);
  });

  test('lists, clears, and ends for one without ending for another', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '' });
    const bob = await bench.join('bob', { room: '' });
    expect(commands(await ann.ask('MONITOR L'))).toEqual(['733']);
    await ann.ask('MONITOR + qux', 'MONITOR + bazbat');
    await bob.ask('MONITOR + qux');
    const nicks = params(await ann.ask('MONITOR L'), '732').flatMap(([, list = '']) => list.split(','));
    expect(nicks.sort()).toEqual(['bazbat', 'qux']);
    expect(await bob.ask('MONITOR - qux')).toEqual([]);
    await bench.join('qux', { room: '' });
    expect(commands(await ann.news())).toEqual(['730']);
    expect(await bob.news()).toEqual([]);
    expect(commands(await ann.ask('MONITOR C', 'MONITOR L'))).toEqual(['733']);
  });

  test('takes no masks', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '' });
    expect(await ann.ask('MONITOR + *!bob@localhost', 'MONITOR + *!bob@127.0.0.1')).toEqual([]);
    await bench.join('bob', { room: '' });
    expect(await ann.news()).toEqual([]);
  });

  test('follows the nick and not its case', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '' });
    await ann.ask('MONITOR + qux');
    const baz = await bench.join('baz', { room: '' });
    expect(await ann.news()).toEqual([]);
    await baz.ask('NICK qux');
    expect(await ann.news()).toEqual([':relay.test 730 * qux!baz@192.0.2.1']);
    await baz.ask('NICK QUX');
    expect(await ann.news()).toEqual([]);
    await baz.ask('NICK bazbat');
    expect(await ann.news()).toEqual([':relay.test 731 * QUX']);
  });
});

describe('extended-monitor', () => {
  const key = 'ab'.repeat(32);
  const news: [string, string, readonly string[]][] = [
    ['away-notify', 'AWAY :afk', ['AWAY', 'afk']],
    ['setname', 'SETNAME :new name', ['SETNAME', 'new name']],
    ['account-notify', 'AUTHENTICATE EXTERNAL', ['ACCOUNT', key]],
  ];
  test.each(news)(
    'with %s tells of it without a shared room, also who comes later',
    async (name, line, told) => {
      for (const comesLater of [true, false]) {
        const bench = new TestRelay();
        const watcher = await bench.join('ann', { room: '', capabilities: `extended-monitor ${name}` });
        const other = await bench.join('cid', { room: '', capabilities: 'extended-monitor' });
        for (const peer of comesLater ? [watcher, other] : []) await peer.ask('MONITOR + bob');
        const bob = bench.connect({ address: '192.0.2.2', key });
        // An exchange that is called off leaves one logged out, so that there is something to tell later.
        await bob.ask('CAP LS 302', 'AUTHENTICATE EXTERNAL', 'AUTHENTICATE *', 'NICK bob', 'USER bob 0 * :B');
        await bob.ask('CAP END');
        for (const peer of comesLater ? [] : [watcher, other]) await peer.ask('MONITOR + bob');
        await bench.calm();
        await bob.ask(line, ...(line.startsWith('AUTH') ? ['AUTHENTICATE +'] : []));
        const lines = messages(await watcher.news());
        expect(lines.map(({ command, params: all }) => [command, ...all])).toEqual([told]);
        expect(lines[0]?.source).toMatch(/^bob!/);
        expect(await other.news()).toEqual([]);
      }
    },
  );

  test('tells that somebody is back, too', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '', capabilities: 'extended-monitor away-notify' });
    const bob = await bench.join('bob', { room: '' });
    await ann.ask('MONITOR + bob');
    await bob.ask('AWAY :afk');
    expect(commands(await ann.news())).toEqual(['AWAY']);
    await bob.ask('AWAY');
    expect(await ann.news()).toEqual([':bob!bob@192.0.2.1 AWAY']);
  });
});
