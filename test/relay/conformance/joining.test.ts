import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';
import { commands, first, meet, messages, params } from './replies.ts';

describe('JOIN', () => {
  test('is answered with JOIN and the names, and with nothing else in a new room', async () => {
    const ann = await new TestRelay().join('ann', { room: '' });
    const lines = await ann.ask('JOIN #chan');
    expect(commands(lines)).toEqual(['JOIN', '353', '366']);
    expect(params(lines, '353')).toEqual([['ann', '=', '#chan', '@ann']]);
  });

  test('shows who was there before, without a space at the end', async () => {
    const bench = new TestRelay();
    await bench.join('ann', { room: '#chan' });
    const bob = await bench.join('bob', { room: '' });
    expect(params(await bob.ask('JOIN #chan'), '353')).toEqual([['bob', '=', '#chan', '@ann bob']]);
  });

  test('of a room one is in is no news', async () => {
    const [ann, bob] = await meet(new TestRelay(), '#chan', ['ann'], ['bob']);
    expect(await bob.ask('JOIN #CHAN')).toEqual([]);
    expect(await ann.news()).toEqual([]);
  });

  test('of two, one of which is no room, is done in part', async () => {
    const ann = await new TestRelay().join('ann', { room: '' });
    const lines = await ann.ask('JOIN #valid,inv@lid');
    expect(commands(lines)).toEqual(['JOIN', '353', '366', '403']);
    expect(params(lines, '403')[0]?.slice(0, 2)).toEqual(['ann', 'inv@lid']);
  });

  test('of two with a label is one batch, errors included', async () => {
    const ann = await new TestRelay().join('ann', { room: '', capabilities: 'batch labeled-response' });
    const lines = messages(await ann.ask('@label=label1 JOIN #valid,inv@lid'));
    const reference = lines[0]?.params[0]?.slice(1);
    expect(lines.map(line => line.command)).toEqual(['BATCH', 'JOIN', '353', '366', '403', 'BATCH']);
    expect(lines.at(-1)?.params).toEqual([`-${reference}`]);
    for (const line of lines.slice(1, -1)) expect(line.tags.get('batch')).toBe(reference);
  });

  test('finds a room whatever its case, and takes another for another', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#Foo' });
    await bench.join('bob', { room: '#foo' });
    expect(first(await ann.news())).toEqual(['JOIN', '#Foo']);
    await bench.join('cid', { room: '#fooa' });
    expect(await ann.news()).toEqual([]);
  });

  test('tells account and real name to those who asked for them', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#chan', capabilities: 'extended-join' });
    await bench.join('bob', { room: '#chan' });
    expect(first(await ann.news())).toEqual(['JOIN', '#chan', '*', 'bob Real']);
    const key = 'ab'.repeat(32);
    await bench.join('cid', { room: '#chan', peer: { address: '192.0.2.3', key } });
    expect(first(await ann.news())).toEqual(['JOIN', '#chan', key, 'cid Real']);
  });
});

describe('PART', () => {
  test('of a room one is not in is refused, and tells nobody', async () => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#chan', ['ann']);
    const bob = await bench.join('bob', { room: '' });
    expect(commands(await bob.ask('PART #chan'))).toEqual(['442']);
    expect(commands(await bob.ask('PART #nowhere'))).toEqual(['403']);
    expect(await ann.news()).toEqual([]);
  });

  test('reaches everyone, with the reason or without', async () => {
    const [ann, bob] = await meet(new TestRelay(), '#chan', ['ann'], ['bob']);
    expect(first(await bob.ask('PART #chan :bye everyone'))).toEqual(['PART', '#chan', 'bye everyone']);
    expect(first(await ann.news())).toEqual(['PART', '#chan', 'bye everyone']);
    expect(first(await ann.ask('PART #chan'))).toEqual(['PART', '#chan']);
  });
});

describe('NAMES', () => {
  test('ends with the name as it was asked for, where there is nothing to tell', async () => {
    const ann = await new TestRelay().join('ann', { room: '' });
    for (const name of ['invalid', '#nonexisting'])
      expect((await ann.ask(`NAMES ${name}`)).map(line => first([line]).slice(0, 3))).toEqual([
        ['366', 'ann', name],
      ]);
  });

  test('marks a secret room, on joining too', async () => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#chan', ['ann']);
    await ann.ask('MODE #chan +s');
    const lines = await ann.ask('NAMES #chan');
    expect(params(lines, '353')).toEqual([['ann', '@', '#chan', '@ann']]);
    expect(commands(lines)).toEqual(['353', '366']);
    const bob = await bench.join('bob', { room: '' });
    expect(params(await bob.ask('JOIN #chan'), '353')[0]?.[1]).toBe('@');
  });

  test('shows every prefix to those who asked for that, as WHO does', async () => {
    const [ann] = await meet(new TestRelay(), '#chan', ['ann', 'multi-prefix']);
    await ann.ask('MODE #chan +v ann');
    expect(params(await ann.ask('NAMES #chan'), '353')[0]?.[3]).toBe('@+ann');
    const [who = []] = params(await ann.ask('WHO #chan'), '352');
    expect(who).toHaveLength(8);
    expect(who[6]).toBe('H@+');
  });
});

describe('TOPIC', () => {
  test('is told to everyone when it changes, and only then', async () => {
    const [ann, bob] = await meet(new TestRelay(), '#chan', ['ann'], ['bob']);
    for (const text of ['T0P1C', '']) {
      expect(first(await ann.ask(`TOPIC #chan :${text}`))).toEqual(['TOPIC', '#chan', text]);
      expect(first(await bob.news())).toEqual(['TOPIC', '#chan', text]);
      expect(await ann.ask(`TOPIC #chan :${text}`)).toEqual([]);
      expect(await bob.news()).toEqual([]);
    }
  });

  test('is for operators alone with +t: a voice is not enough', async () => {
    const [ann, bob] = await meet(new TestRelay(), '#chan', ['ann'], ['bob']);
    await ann.ask('MODE #chan +t');
    await bob.news();
    expect(commands(await bob.ask('TOPIC #chan :mine'))).toEqual(['482']);
    await ann.ask('MODE #chan +v bob');
    expect(commands(await bob.ask('TOPIC #chan :mine'))).toEqual(['MODE', '482']);
    await ann.ask('MODE #chan -t');
    expect(commands(await bob.ask('TOPIC #chan :mine'))).toEqual(['MODE', 'TOPIC']);
  });

  test('is said not to be set to who asks, and not to who joins', async () => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#test', ['ann']);
    const bob = await bench.join('bob', { room: '' });
    expect(commands(await bob.ask('JOIN #test'))).not.toContain('331');
    expect(commands(await bob.ask('TOPIC #test'))).toEqual(['331']);
    await ann.ask('TOPIC #test :new topic');
    const cid = await bench.join('cid', { room: '' });
    const lines = await cid.ask('JOIN #test');
    expect(params(lines, '332')).toEqual([['cid', '#test', 'new topic']]);
    expect(params(lines, '333')).toHaveLength(1);
    expect(commands(await cid.ask('TOPIC #nowhere'))).toEqual(['403']);
  });
});
