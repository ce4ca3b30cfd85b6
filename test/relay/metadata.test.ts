import { describe, expect, test } from 'vitest';
import type { TestPeer } from '../support/peer.ts';
import { TestRelay } from '../support/testRelay.ts';

const capabilities = 'batch draft/metadata-2';

/** Without what names batches, which tests do not care about. */
const bare = (lines: string[]): string[] =>
  lines.map(line => line.replace(/@batch=\w+ /, '@ ').replace(/ BATCH ([+-])\w+/, ' BATCH $1'));
const ask = async (peer: TestPeer, ...lines: string[]): Promise<string[]> => bare(await peer.ask(...lines));
const news = async (peer: TestPeer): Promise<string[]> => bare(await peer.news());
const inBatch = (target: string, ...lines: string[]): string[] => [
  `:relay.test BATCH + metadata ${target}`,
  ...lines.map(line => `@ :relay.test ${line}`),
  ':relay.test BATCH -',
];

describe('METADATA of oneself', () => {
  test('is set, read, listed, taken away', async () => {
    const a = await new TestRelay().join('ann', { capabilities });
    expect(await ask(a, 'METADATA * SET Display-Name :Ann 💜 A')).toEqual([
      ':relay.test 761 ann ann display-name * :Ann 💜 A',
    ]);
    expect(await ask(a, 'METADATA ANN SET url x', 'METADATA * GET display-name none url')).toEqual([
      ':relay.test 761 ann ann url * x',
      ...inBatch(
        'ann',
        '761 ann ann display-name * :Ann 💜 A',
        '766 ann ann none :Key not set',
        '761 ann ann url * x',
      ),
    ]);
    expect(await ask(a, 'METADATA * SET url', 'METADATA * SET url :')).toEqual([
      ':relay.test 766 ann ann url :Key not set',
      ':relay.test 766 ann ann url :Key not set',
    ]);
    expect(await ask(a, 'METADATA * LIST')).toEqual(inBatch('ann', '761 ann ann display-name * :Ann 💜 A'));
    expect(await ask(a, 'METADATA * CLEAR')).toEqual(inBatch('ann', '766 ann ann display-name :Key not set'));
    expect(await ask(a, 'METADATA * LIST')).toEqual(inBatch('ann'));
  });

  test('may be set before the welcome, under an asterisk only, and is shown in it', async () => {
    const bench = new TestRelay();
    await bench.join('bob', { capabilities });
    const a = bench.connect();
    expect(await ask(a, `CAP REQ :${capabilities}`, 'METADATA * SET url x')).toEqual([
      `:relay.test CAP * ACK :${capabilities}`,
      ':relay.test 761 * * url * x',
    ]);
    expect(
      await ask(a, 'NICK ann', 'METADATA ann SET url y', 'METADATA bob LIST', 'METADATA #chat LIST'),
    ).toEqual([
      ':relay.test FAIL METADATA INVALID_TARGET ann :Invalid metadata target',
      ':relay.test FAIL METADATA INVALID_TARGET bob :Invalid metadata target',
      ':relay.test FAIL METADATA INVALID_TARGET #chat :Invalid metadata target',
    ]);
    const welcome = await ask(a, 'USER ann 0 * :Ann', 'CAP END');
    const at = welcome.findIndex(line => line.includes(' BATCH +'));
    expect(welcome.slice(at, at + 3)).toEqual(inBatch('ann', 'METADATA ann url * x'));
    expect(welcome.slice(at + 3).join()).toContain(' 422 ann ');
  });

  test('ends with the connection', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    await a.ask('METADATA * SET url x');
    a.send('QUIT');
    await a.rest();
    const again = await bench.join('ann', { capabilities });
    expect(await ask(again, 'METADATA * LIST')).toEqual(inBatch('ann'));
  });

  test('has as many keys as allowed, and not one more', async () => {
    const a = await new TestRelay({ limits: { metadataKeys: 2 } }).join('ann', { capabilities });
    await a.ask('METADATA * SET a 1', 'METADATA * SET b 1');
    expect(await ask(a, 'METADATA * SET b 2', 'METADATA * SET c 1')).toEqual([
      ':relay.test 761 ann ann b * 2',
      ':relay.test FAIL METADATA LIMIT_REACHED ann :Metadata limit reached',
    ]);
    expect(await ask(a, 'METADATA * SET a', 'METADATA * SET c 1')).toHaveLength(2);
  });

  test('has keys and values of as many bytes as allowed, and not one more', async () => {
    const limits = { metadataKeyBytes: 3, metadataValueBytes: 4 };
    const a = await new TestRelay({ limits }).join('ann', { capabilities });
    expect(await ask(a, 'METADATA * SET abc 💜', 'METADATA * SET abcd x', 'METADATA * SET abc 💜x')).toEqual([
      ':relay.test 761 ann ann abc * 💜',
      ':relay.test FAIL METADATA KEY_INVALID abcd :Invalid key',
      ':relay.test FAIL METADATA VALUE_INVALID :The value is too long',
    ]);
    expect((await ask(a, 'METADATA * GET abc'))[1]).toContain('💜');
  });

  test('fits a line, whatever is set by whoever, on whatever channel', async () => {
    const bench = new TestRelay();
    const nick = 'n'.repeat(30);
    const room = `#${'r'.repeat(63)}`;
    const peer = { address: '2001:db8:1111:2222:3333:4444:5555:6666' };
    const a = await bench.join(nick, { capabilities, peer, room });
    const b = await bench.join('bob', { capabilities, room });
    const key = 'k'.repeat(50);
    await b.ask(`METADATA * SUB ${key}`);
    const [reply = ''] = await a.ask(`METADATA ${room} SET ${key} :${'ã'.repeat(120)}`);
    const [told = ''] = await b.news();
    expect(told).toContain(' METADATA ');
    for (const line of [reply, told]) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(510);
  });
});

describe('METADATA is refused', () => {
  test.each([
    ['METADATA * FROB', 'FAIL METADATA SUBCOMMAND_INVALID FROB :'],
    ['METADATA * :a b', 'FAIL METADATA SUBCOMMAND_INVALID * :'],
    ['METADATA *', '461 ann METADATA :'],
    ['METADATA * GET', '461 ann METADATA :'],
    ['METADATA * SET', '461 ann METADATA :'],
    ['METADATA * SUB', '461 ann METADATA :'],
    ['METADATA * SET $url x', 'FAIL METADATA KEY_INVALID $url :'],
    ['METADATA * SET ::key x', 'FAIL METADATA KEY_INVALID * :'],
    ['METADATA zed LIST', 'FAIL METADATA INVALID_TARGET zed :'],
    ['METADATA #none LIST', 'FAIL METADATA INVALID_TARGET #none :'],
    ['METADATA bob SUB url', 'FAIL METADATA INVALID_TARGET bob :'],
    ['METADATA #chat SUB url', 'FAIL METADATA INVALID_TARGET #chat :'],
    ['METADATA bob SUBS', 'FAIL METADATA INVALID_TARGET bob :'],
    ['METADATA bob SET url x', 'FAIL METADATA KEY_NO_PERMISSION bob url :'],
    ['METADATA bob CLEAR', 'FAIL METADATA KEY_NO_PERMISSION bob * :'],
    ['METADATA #chat SET url x', 'FAIL METADATA KEY_NO_PERMISSION #chat url :'],
    ['METADATA #chat CLEAR', 'FAIL METADATA KEY_NO_PERMISSION #chat * :'],
  ])('for %s', async (line, expected) => {
    const bench = new TestRelay();
    const host = await bench.join('host', { capabilities });
    await bench.join('bob', { capabilities });
    const a = await bench.join('ann', { capabilities });
    await host.news();
    const answer = await a.ask(line);
    expect(answer).toHaveLength(1);
    expect(answer[0]).toContain(`:relay.test ${expected}`);
    expect(await ask(a, 'METADATA bob LIST')).toEqual(inBatch('bob'));
  });

  test('a bad key among good ones, each in its place', async () => {
    const a = await new TestRelay().join('ann', { capabilities });
    expect(await ask(a, 'METADATA * GET a $b c')).toEqual(
      inBatch(
        'ann',
        '766 ann ann a :Key not set',
        'FAIL METADATA KEY_INVALID $b :Invalid key',
        '766 ann ann c :Key not set',
      ),
    );
  });

  test('without both capabilities', async () => {
    const a = await new TestRelay().join('ann', { capabilities: 'draft/metadata-2' });
    expect(await a.ask('METADATA * LIST')).toEqual([':relay.test 421 ann METADATA :Unknown command']);
  });
});

describe('METADATA of others', () => {
  test('is for those in one channel with them, and those who monitor them', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    await a.ask('METADATA * SET url x');
    const far = await bench.join('far', { capabilities, room: '#far' });
    const near = await bench.join('near', { capabilities });
    const shown = inBatch('ann', '761 far ann url * x');
    const hidden = [':relay.test FAIL METADATA INVALID_TARGET ann :Invalid metadata target'];
    expect(await ask(near, 'METADATA ann LIST')).toEqual(inBatch('ann', '761 near ann url * x'));
    for (const line of ['LIST', 'GET url', 'SYNC', 'SET url y', 'CLEAR'])
      expect(await ask(far, `METADATA ann ${line}`)).toEqual(hidden);
    await far.ask('MONITOR + ann');
    expect(await ask(far, 'METADATA ann LIST')).toEqual(shown);
  });

  test('of a channel is for its members; outsiders, and those put out, cannot tell that it is there', async () => {
    const bench = new TestRelay();
    const op = await bench.join('op', { capabilities, room: '#den' });
    const a = await bench.join('ann', { capabilities, room: '#den' });
    const eve = await bench.join('eve', { capabilities, room: '' });
    await op.ask('METADATA #den SET url x');
    expect(await ask(a, 'METADATA #DEN LIST')).toEqual(inBatch('#den', '761 ann #den url * x'));
    await op.ask('KICK #den ann');
    await a.news();
    for (const peer of [a, eve])
      for (const line of ['LIST', 'GET url', 'SYNC', 'SET url y', 'CLEAR'])
        expect(await ask(peer, `METADATA #den ${line}`)).toEqual([
          ':relay.test FAIL METADATA INVALID_TARGET #den :Invalid metadata target',
        ]);
  });

  test('of a channel is its operators’ to set, as long as they are that', async () => {
    const bench = new TestRelay();
    const op = await bench.join('op', { capabilities, room: '#den' });
    const a = await bench.join('ann', { capabilities, room: '#den' });
    await op.news();
    expect(await ask(op, 'METADATA #den SET url x')).toEqual([':relay.test 761 op #den url * x']);
    await op.ask('MODE #den +o ann');
    await a.ask('MODE #den -o op');
    await op.news();
    expect((await ask(op, 'METADATA #den SET url y'))[0]).toContain('KEY_NO_PERMISSION');
    expect(await ask(a, 'METADATA #den SET url z')).toEqual([':relay.test 761 ann #den url * z']);
  });
});

describe('subscriptions', () => {
  const changes = 'METADATA * SUB url status';

  test('bring what changes, to those who know the person, and to nobody else', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    const near = await bench.join('near', { capabilities });
    const watcher = await bench.join('watcher', { capabilities, room: '' });
    const far = await bench.join('far', { capabilities, room: '#far' });
    const deaf = await bench.join('deaf', { capabilities });
    for (const peer of [near, watcher, far, a]) await peer.ask(changes);
    await watcher.ask('MONITOR + ann');
    await bench.calm();
    await bench.calm();
    await a.ask(
      'METADATA * SET url :x y',
      'METADATA * SET url :x y',
      'METADATA * SET other z',
      'METADATA * SET url',
    );
    const expected = [':ann!ann@192.0.2.1 METADATA ann url * :x y', ':ann!ann@192.0.2.1 METADATA ann url *'];
    for (const peer of [near, watcher]) expect(await news(peer)).toEqual(expected);
    for (const peer of [far, deaf]) expect(await news(peer)).toEqual([]);
  });

  test('bring what changes of a channel to its members', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities, room: '#den' });
    const b = await bench.join('bob', { capabilities, room: '#den' });
    const far = await bench.join('far', { capabilities });
    for (const peer of [b, far]) await peer.ask(changes);
    await bench.calm();
    await a.ask('METADATA #den SET url x', 'METADATA #den CLEAR');
    expect(await news(b)).toEqual([
      ':ann!ann@192.0.2.1 METADATA #den url * x',
      ':ann!ann@192.0.2.1 METADATA #den url *',
    ]);
    expect(await news(far)).toEqual([]);
  });

  test('bring what there is already: on JOIN, on SUB, on MONITOR and when somebody comes', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities, room: '#den' });
    await a.ask('METADATA * SET url x', 'METADATA #den SET url y', 'METADATA #den SET other z');
    const b = await bench.join('bob', { capabilities, room: '' });
    await b.ask('METADATA * SUB url');
    const batch = inBatch('#den', 'METADATA #den url * y', 'METADATA ann url * x');
    expect((await ask(b, 'JOIN #den')).slice(-4)).toEqual(batch);
    const c = await bench.join('cid', { capabilities, room: '#den' });
    expect(await ask(c, 'METADATA * SUB url')).toEqual([':relay.test 770 cid url', ...batch]);
    const d = await bench.join('dot', { capabilities, room: '' });
    await d.ask('MONITOR + ann');
    expect(await ask(d, 'METADATA * SUB url')).toEqual([
      ':relay.test 770 dot url',
      ...inBatch('ann', 'METADATA ann url * x'),
    ]);
    await d.ask('MONITOR C', 'METADATA * UNSUB url');
    await d.ask('METADATA * SUB url');
    expect(await ask(d, 'MONITOR + ann')).toEqual([
      ':relay.test 730 dot ann!ann@192.0.2.1',
      ...inBatch('ann', 'METADATA ann url * x'),
    ]);
    await b.news();
    const e = await bench.join('eve', { capabilities, room: '' });
    await e.ask('METADATA * SET url e', 'JOIN #den');
    expect(await news(b)).toEqual([
      ':eve!eve@192.0.2.1 JOIN #den',
      ':eve!eve@192.0.2.1 METADATA eve url * e',
    ]);
  });

  test('are listed, and end', async () => {
    const bench = new TestRelay();
    const a = await bench.join('ann', { capabilities });
    expect(await ask(a, 'METADATA * SUB url Status url $bad')).toEqual([
      ':relay.test 770 ann url status',
      ':relay.test FAIL METADATA KEY_INVALID $bad :Invalid key',
    ]);
    expect(await ask(a, 'METADATA * SUBS')).toEqual([
      ':relay.test BATCH + metadata-subs',
      '@ :relay.test 772 ann url status',
      ':relay.test BATCH -',
    ]);
    expect(await ask(a, 'METADATA * UNSUB URL none')).toEqual([':relay.test 771 ann url none']);
    expect((await ask(a, 'METADATA ann SUBS'))[1]).toBe('@ :relay.test 772 ann status');
  });

  test('are as many as allowed; the first one too many ends it', async () => {
    const a = await new TestRelay({ limits: { metadataSubscriptions: 2 } }).join('ann', { capabilities });
    expect(await ask(a, 'METADATA * SUB a b', 'METADATA * SUB a c b')).toEqual([
      ':relay.test 770 ann a b',
      ':relay.test 770 ann a',
      ':relay.test FAIL METADATA TOO_MANY_SUBS c :Too many subscriptions',
    ]);
  });

  test('of many keys are listed in lines that fit', async () => {
    const a = await new TestRelay().join('ann', { capabilities });
    for (let number = 10; number < 60; number++) await a.ask(`METADATA * SUB ${'k'.repeat(48)}${number}`);
    const lines = await a.ask('METADATA * SUBS');
    expect(lines.join().match(/k{48}/g)).toHaveLength(50);
    for (const line of lines) expect(line.split(' ').length).toBeLessThanOrEqual(18);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(510);
  });
});

describe('much metadata', () => {
  async function roomOf(people: number, limits: object): Promise<{ bench: TestRelay; last: TestPeer }> {
    const bench = new TestRelay({ limits });
    for (let number = 0; number < people; number++) {
      const peer = await bench.join(`p${number}`, { capabilities, room: '#den' });
      await peer.ask('METADATA * SET url x');
    }
    const last = await bench.join('last', { capabilities, room: '' });
    await last.ask('METADATA * SUB url');
    return { bench, last };
  }

  test('is sent on JOIN as far as allowed, and asked for later past it', async () => {
    const { bench, last } = await roomOf(3, { metadataOnJoin: 3 });
    const joined = await ask(last, 'JOIN #den');
    expect(joined.filter(line => line.includes('METADATA'))).toHaveLength(3);
    const one = await bench.join('one', { capabilities, room: '#den' });
    await one.ask('METADATA * SET url x');
    await last.ask('PART #den');
    const again = await ask(last, 'JOIN #den');
    expect(again.at(-1)).toBe(':relay.test 774 last #den 30');
    const asked = await ask(last, 'METADATA #den SYNC');
    expect(asked.filter(line => line.includes(' METADATA '))).toHaveLength(4);
  });

  test('is too much for one answer past its limit', async () => {
    const { last } = await roomOf(3, { metadataAnswer: 2 });
    await last.ask('JOIN #den');
    expect(await ask(last, 'METADATA #den SYNC')).toEqual([':relay.test 774 last #den 30']);
  });

  test('SYNC of nothing is an empty batch', async () => {
    const a = await new TestRelay().join('ann', { capabilities });
    expect(await ask(a, 'METADATA #chat SYNC', 'METADATA * SYNC')).toEqual([
      ...inBatch('#chat'),
      ...inBatch('ann'),
    ]);
  });
});

test('CAP LS says what the limits are', async () => {
  const limits = { metadataSubscriptions: 5, metadataKeys: 6, metadataValueBytes: 7 };
  const lines = await new TestRelay({ limits }).connect().ask('CAP LS 302');
  expect(lines.join(' ')).toContain(
    'draft/metadata-2=before-connect,max-subs=5,max-keys=6,max-value-bytes=7',
  );
});
