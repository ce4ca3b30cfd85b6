import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { keyed, keyNumber } from '../../support/crowd.ts';
import { register, type TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const operators = [
  { name: 'root', password: 'right' },
  { name: 'other', password: 'pass word' },
];
const wrong = (nick: string): string => `:relay.test 464 ${nick} :Password incorrect`;
const youAre = (nick: string): string => `:relay.test 381 ${nick} :You are now an IRC operator`;
const gotO = (nick: string): string => `:${nick}!${nick}@192.0.2.1 MODE ${nick} +o`;

/** Lets what is on its way arrive. */
async function settle(): Promise<void> {
  for (let i = 0; i < 5; i++) await turn();
}

async function withOperator(): Promise<{ bench: TestRelay; ann: TestPeer; bob: TestPeer; eve: TestPeer }> {
  const bench = new TestRelay({ operators });
  const ann = await bench.join('ann');
  const bob = await bench.join('bob');
  const eve = await bench.join('eve');
  await ann.ask('OPER root right');
  await bench.calm();
  return { bench, ann, bob, eve };
}

describe('OPER', () => {
  test('makes an IRC operator of who knows a name and its password', async () => {
    const bench = new TestRelay({ operators });
    const ann = await bench.join('ann');
    const bob = await bench.join('bob');
    await bench.calm();
    expect(await ann.ask('OPER root right')).toEqual([youAre('ann'), gotO('ann')]);
    expect(await ann.ask('OPER root right')).toEqual([youAre('ann')]);
    expect(await bob.ask('OPER other :pass word')).toEqual([youAre('bob'), gotO('bob')]);
  });

  test.each([
    'OPER root wrong',
    'OPER nobody right',
    'OPER root :pass word',
    'OPER ROOT right',
    'OPER other pass',
  ])('refuses %s', async line => {
    const ann = await new TestRelay({ operators }).join('ann');
    expect(await ann.ask(line, 'MODE ann')).toEqual([wrong('ann'), ':relay.test 221 ann +']);
  });

  test('says so when nobody can', async () => {
    const ann = await new TestRelay().join('ann');
    expect(await ann.ask('OPER root right')).toEqual([
      ':relay.test 491 ann :Nobody can become IRC operator here by password',
    ]);
    expect(await ann.ask('OPER root')).toEqual([':relay.test 461 ann OPER :Not enough parameters']);
  });

  test('waits its turn, and never refuses the right one', async () => {
    const bench = new TestRelay({ operators, limits: { operatorLoginBurst: 2, operatorLoginsPerSecond: 2 } });
    const ann = await bench.join('ann', { capabilities: 'labeled-response batch' });
    await bench.calm();
    expect(await ann.ask('OPER root one', 'OPER root two')).toEqual([wrong('ann'), wrong('ann')]);
    let isThere = false;
    const right = ann.ask('@label=x OPER root right').finally(() => (isThere = true));
    await settle();
    bench.clock.advance(999);
    await settle();
    expect(isThere).toBe(false);
    bench.clock.advance(1);
    expect((await right).join()).toContain(youAre('ann').slice(1));
  });

  test('guessing it keeps nobody else out: not of the relay, nor from becoming operator', async () => {
    const bench = new TestRelay({ operators, limits: { operatorLoginBurst: 1, operatorLoginsPerSecond: 1 } });
    const ann = await bench.join('ann');
    ann.send(...Array.from({ length: 50 }, (_, at) => `OPER root ${at}`));
    await settle();
    expect((await register(bench.connect(), 'bob'))[0]).toContain(' 001 bob ');
    const eve = await bench.join('eve', { peer: { address: '192.0.2.2' } });
    const right = eve.ask('OPER root right');
    await settle();
    bench.clock.advance(1000);
    expect((await right)[0]).toBe(youAre('eve'));
  });

  test('is not held up by many keys of one address: not elsewhere, nor for a key that came back there', async () => {
    const limits = { operatorLoginBurst: 2, operatorLoginsPerSecond: 1 };
    const bench = new TestRelay({ operators, hostKey: keyNumber(1), limits });
    for (let number = 0; number < 30; number++) {
      const eve = await bench.join(`eve${number}`, { peer: keyed(100 + number, '192.0.2.66') });
      eve.send('OPER root wrong');
    }
    await settle();
    const back = await bench.join('back', { peer: keyed(1, '192.0.2.66') });
    const ann = await bench.join('ann', { peer: keyed(2, '192.0.2.1') });
    for (const peer of [back, ann]) await peer.news();
    expect((await back.ask('OPER root right'))[0]).toBe(youAre('back'));
    const right = ann.ask('OPER root right');
    await settle();
    bench.clock.advance(2000);
    expect((await right)[0]).toBe(youAre('ann'));
  });
});

describe('the host', () => {
  test('is IRC operator from the welcome on, by the key', async () => {
    const bench = new TestRelay({ hostKey: 'aa' });
    const lines = await register(bench.connect({ address: '192.0.2.1', key: 'aa' }), 'ann');
    expect(lines.at(-1)).toBe(gotO('ann'));
    const others = await register(bench.connect({ address: '192.0.2.1', key: 'bb' }), 'bob');
    expect(others.join()).not.toContain(' MODE ');
  });

  test('is nobody when there is no such key', async () => {
    expect((await register(new TestRelay().connect(), 'ann')).join()).not.toContain(' MODE ');
  });
});

describe('KILL', () => {
  test('closes a connection and tells everyone why', async () => {
    const { ann, bob, eve } = await withOperator();
    await ann.ask('KILL BOB :spam, spam');
    expect(await bob.rest()).toEqual([
      ':ann!ann@192.0.2.1 KILL bob :spam, spam',
      'ERROR :Closing link: Killed (ann (spam, spam))',
    ]);
    expect(await eve.news()).toEqual([':bob!bob@192.0.2.1 QUIT :Killed (ann (spam, spam))']);
  });

  test('has a reason of its own when none is given, and cuts a long one', async () => {
    const { ann, bob, eve } = await withOperator();
    await ann.ask('KILL bob');
    expect((await bob.next('ERROR')).params).toEqual(['Closing link: Killed (ann (No reason given))']);
    await ann.ask(`KILL eve :${'ã'.repeat(200)}`);
    const lines = await eve.rest();
    expect(lines.every(line => Buffer.byteLength(line) <= 510)).toBe(true);
    expect(lines.at(-1)).toBe(`ERROR :Closing link: Killed (ann (${'ã'.repeat(100)}))`);
  });

  test('may be of oneself', async () => {
    const { ann, bob } = await withOperator();
    ann.send('KILL ann :enough');
    expect((await ann.rest()).at(-1)).toBe('ERROR :Closing link: Killed (ann (enough))');
    expect((await bob.next('QUIT')).params).toEqual(['Killed (ann (enough))']);
  });

  test('is for IRC operators alone, and of those who are here', async () => {
    const { ann, bob, eve } = await withOperator();
    expect(await bob.ask('KILL eve :mine', 'KILL bob :mine')).toEqual([
      ':relay.test 481 bob :You are not an IRC operator',
      ':relay.test 481 bob :You are not an IRC operator',
    ]);
    expect(await eve.news()).toEqual([]);
    expect(await ann.ask('KILL nobody :x')).toEqual([':relay.test 401 ann nobody :No such nick']);
    expect(await ann.ask('KILL #chat :x')).toEqual([':relay.test 401 ann #chat :No such nick']);
  });
});

describe('WALLOPS', () => {
  test('reaches those who listen, the sender among them', async () => {
    const { ann, bob, eve } = await withOperator();
    await bob.ask('MODE bob +w');
    const line = ':ann!ann@192.0.2.1 WALLOPS :closing at six';
    expect(await ann.ask('WALLOPS :closing at six')).toEqual([]);
    expect(await bob.news()).toEqual([line]);
    expect(await eve.news()).toEqual([]);
    await ann.ask('MODE ann +w');
    expect(await ann.ask('WALLOPS :closing at six')).toEqual([line]);
  });

  test('is for IRC operators alone, and has to fit a line', async () => {
    const { ann, bob } = await withOperator();
    await bob.ask('MODE bob +w');
    expect(await bob.ask('WALLOPS :hi')).toEqual([':relay.test 481 bob :You are not an IRC operator']);
    const head = ':ann!ann@192.0.2.1 WALLOPS '.length;
    expect(await ann.ask(`WALLOPS ${'x'.repeat(510 - head)}`)).toEqual([]);
    expect((await bob.news())[0]).toHaveLength(510);
    expect(await ann.ask(`WALLOPS ${'x'.repeat(511 - head)}`)).toEqual([
      ':relay.test 417 ann :Input line was too long',
    ]);
    expect(await bob.news()).toEqual([]);
  });
});
