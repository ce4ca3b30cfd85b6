import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { parseMessage } from '../../../src/irc/message.ts';
import { defaultLimits } from '../../../src/relay/core/limits.ts';
import { Monitors } from '../../../src/relay/people/monitors.ts';
import { lonelySession } from '../../support/lonelySession.ts';
import { TestRelay } from '../../support/testRelay.ts';

const online = (reader: string, ...sources: string[]): string =>
  `:relay.test 730 ${reader} ${sources.join(',')}`;
const offline = (reader: string, ...nicks: string[]): string =>
  `:relay.test 731 ${reader} ${nicks.join(',')}`;
const source = (nick: string): string => `${nick}!${nick}@192.0.2.1`;
const endOfList = ':relay.test 733 ann :End of the monitor list';

describe('MONITOR', () => {
  test('says at once who is here and who is not', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    await bench.join('Bob', { room: '' });
    expect(await ann.ask('MONITOR + bob,eve,ann,zoe')).toEqual([
      online('ann', source('Bob'), source('ann')),
      offline('ann', 'eve', 'zoe'),
    ]);
  });

  test('tells when somebody comes, leaves, takes the nick or gives it up', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    await ann.ask('MONITOR + bob');
    const bob = await bench.join('BOB', { room: '' });
    expect(await ann.news()).toEqual([online('*', source('BOB'))]);
    bob.send('QUIT');
    await bob.rest();
    expect(await ann.news()).toEqual([offline('*', 'BOB')]);
    const eve = await bench.join('eve', { room: '' });
    await eve.ask('NICK bob');
    expect(await ann.news()).toEqual([online('*', 'bob!eve@192.0.2.1')]);
    await eve.ask('NICK Bob');
    expect(await ann.news()).toEqual([]);
    await eve.ask('NICK zoe');
    expect(await ann.news()).toEqual([offline('*', 'Bob')]);
  });

  test('says nothing of those who have not registered', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    const early = bench.connect();
    await early.ask('NICK bob');
    expect(await ann.ask('MONITOR + bob')).toEqual([offline('ann', 'bob')]);
    early.send('QUIT');
    await early.rest();
    expect(await ann.news()).toEqual([]);
  });

  test('of one’s own nick works too', async () => {
    const ann = await new TestRelay().join('ann', { room: '' });
    await ann.ask('MONITOR + ann,bob');
    expect(await ann.ask('NICK bob')).toEqual(
      expect.arrayContaining([offline('*', 'ann'), online('*', 'bob!ann@192.0.2.1')]),
    );
  });

  test('takes nicks off again, all or some, without a word', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    await ann.ask('MONITOR + bob,eve,zoe');
    expect(await ann.ask('MONITOR - BOB,nobody')).toEqual([]);
    await bench.join('bob', { room: '' });
    expect(await ann.news()).toEqual([]);
    expect(await ann.ask('MONITOR L')).toEqual([':relay.test 732 ann eve,zoe', endOfList]);
    expect(await ann.ask('MONITOR C', 'MONITOR L')).toEqual([endOfList]);
    await bench.join('eve', { room: '' });
    expect(await ann.news()).toEqual([]);
  });

  test('shows the list as it was written, and how each one on it is', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    await bench.join('bob', { room: '' });
    await ann.ask('MONITOR + BoB,Eve', 'MONITOR + EVE');
    expect(await ann.ask('monitor l')).toEqual([':relay.test 732 ann BoB,Eve', endOfList]);
    expect(await ann.ask('MONITOR s')).toEqual([online('ann', source('bob')), offline('ann', 'Eve')]);
  });

  test('passes over what can be no nick', async () => {
    const bench = new TestRelay({ limits: { nickBytes: 5 } });
    const ann = await bench.join('ann');
    expect(await ann.ask('MONITOR + *!*@192.0.2.1,b*,#chat,toolong,,exact')).toEqual([
      offline('ann', 'exact'),
    ]);
    await bench.join('bob', { room: '' });
    expect(await ann.ask('MONITOR L')).toEqual([':relay.test 732 ann exact', endOfList]);
  });

  test('refuses no nicks, and what it does not know', async () => {
    const ann = await new TestRelay().join('ann');
    const missing = ':relay.test 461 ann MONITOR :Not enough parameters';
    expect(await ann.ask('MONITOR', 'MONITOR +', 'MONITOR -', 'MONITOR X bob')).toEqual([
      missing,
      missing,
      missing,
      ':relay.test FAIL MONITOR INVALID_PARAMS X :Not something that MONITOR does',
    ]);
  });

  test('takes as many as the limit and names those that are too many', async () => {
    const ann = await new TestRelay({ limits: { monitorEntries: 2 } }).join('ann');
    expect(await ann.ask('MONITOR + a,b')).toEqual([offline('ann', 'a', 'b')]);
    expect(await ann.ask('MONITOR + A,c,d')).toEqual([
      offline('ann', 'A'),
      ':relay.test 734 ann 2 c,d :Monitor list is full',
    ]);
    await ann.ask('MONITOR - a');
    expect(await ann.ask('MONITOR + c')).toEqual([offline('ann', 'c')]);
    expect((await ann.ask('VERSION')).some(line => line.includes(' MONITOR=2 '))).toBe(true);
  });

  test('puts a long list in several lines', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('a'.repeat(30));
    const nicks = Array.from(
      { length: defaultLimits.monitorEntries },
      (_, i) => `${'n'.repeat(27)}${i + 100}`,
    );
    const added: string[] = [];
    for (let at = 0; at < nicks.length; at += 10)
      added.push(...(await ann.ask(`MONITOR + ${nicks.slice(at, at + 10).join(',')}`)));
    const lines = await ann.ask(
      'MONITOR L',
      `MONITOR + ${nicks
        .map(nick => `x${nick.slice(1)}`)
        .slice(0, 15)
        .join(',')}`,
    );
    expect([...added, ...lines].every(line => Buffer.byteLength(line) <= 510)).toBe(true);
    const listed = (numeric: string, index: number, from: string[]): string[] =>
      from
        .map(line => parseMessage(line))
        .filter(({ command }) => command === numeric)
        .flatMap(({ params }) => params[index]!.split(','));
    expect(listed('731', 1, added)).toEqual(nicks);
    expect(listed('732', 1, lines)).toEqual(nicks);
    expect(listed('734', 2, lines)).toHaveLength(15);
  });

  test('a list goes with its owner', async () => {
    const added = vi.spyOn(Monitors.prototype, 'add');
    onTestFinished(() => added.mockRestore());
    const bench = new TestRelay();
    const ann = await bench.join('ann');
    await ann.ask('MONITOR + bob');
    ann.send('QUIT');
    await ann.rest();
    expect((added.mock.contexts[0] as Monitors).size).toBe(0);
    await bench.join('bob');
    expect(bench.log).toEqual([]);
    const again = await bench.join('ann');
    expect(await again.ask('MONITOR L')).toEqual([endOfList]);
  });
});

describe('the lists', () => {
  test('hold nothing once all are empty', () => {
    const monitors = new Monitors({ monitorEntries: 2 });
    const [ann, bob] = [lonelySession(), lonelySession()];
    for (const session of [ann, bob]) {
      expect(monitors.add(session, 'eve')).toBe(true);
      expect(monitors.add(session, 'zoe')).toBe(true);
      expect(monitors.add(session, 'max')).toBe(false);
    }
    expect(monitors.size).toBe(4);
    expect([...monitors.watchersOf('EVE')]).toEqual([ann, bob]);
    monitors.remove(ann, 'Eve');
    expect([...monitors.watchersOf('eve')]).toEqual([bob]);
    monitors.clear(ann);
    monitors.clear(bob);
    expect(monitors.size).toBe(0);
    expect([...monitors.watchersOf('zoe')]).toEqual([]);
  });
});

describe('extended-monitor', () => {
  const notifications = 'away-notify account-notify setname';

  test('brings what is new of a person who is in no common channel, each news with its capability', async () => {
    const bench = new TestRelay();
    const full = await bench.join('full', { room: '', capabilities: `extended-monitor ${notifications}` });
    const partly = await bench.join('partly', { room: '', capabilities: 'extended-monitor setname' });
    const without = await bench.join('without', { room: '', capabilities: notifications });
    for (const peer of [full, partly, without]) await peer.ask('MONITOR + BOB');
    const bob = await bench.join('bob', { room: '#elsewhere' });
    await bench.calm();
    await bob.ask('AWAY :out', 'SETNAME :New name');
    const setname = `:${source('bob')} SETNAME :New name`;
    expect(await full.news()).toEqual([`:${source('bob')} AWAY out`, setname]);
    expect(await partly.news()).toEqual([setname]);
    expect(await without.news()).toEqual([]);
  });

  test('brings nothing twice to who shares a channel as well', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { capabilities: `extended-monitor ${notifications}` });
    const bob = await bench.join('bob');
    await ann.ask('MONITOR + bob');
    await bob.ask('AWAY :out');
    expect(await ann.news()).toEqual([`:${source('bob')} AWAY out`]);
  });

  test('ends when the nick goes to somebody else', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '', capabilities: `extended-monitor ${notifications}` });
    const bob = await bench.join('bob', { room: '' });
    await ann.ask('MONITOR + bob');
    await bob.ask('NICK eve');
    await bench.calm();
    await bob.ask('AWAY :out');
    expect(await ann.news()).toEqual([]);
  });

  test('tells of a login', async () => {
    const bench = new TestRelay();
    const key = 'ab'.repeat(32);
    const ann = await bench.join('ann', { room: '', capabilities: `extended-monitor ${notifications}` });
    const bob = bench.connect({ address: '192.0.2.1', key });
    bob.send('CAP LS 302', 'CAP REQ sasl', 'NICK bob', 'USER bob 0 * :Bob', 'AUTHENTICATE EXTERNAL');
    await bob.ask('AUTHENTICATE *', 'CAP END');
    await ann.ask('MONITOR + bob');
    await bob.ask('AUTHENTICATE EXTERNAL', 'AUTHENTICATE +');
    expect(await ann.news()).toEqual([`:${source('bob')} ACCOUNT ${key}`]);
  });
});
