import { describe, expect, test } from 'vitest';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';
import { first, meet, messages, params } from './replies.ts';

const capabilities = 'draft/metadata-2 batch';

/** What a request is answered with inside its batch. */
async function inBatch(peer: TestPeer, line: string): Promise<string[][]> {
  const lines = messages(await peer.ask(line));
  const [open, close] = [lines.shift(), lines.pop()];
  expect(open?.params[1]).toBe('metadata');
  expect(open?.params).toHaveLength(3);
  expect(close?.params).toEqual([`-${open?.params[0]?.slice(1)}`]);
  for (const inside of lines) expect(inside.tags.get('batch')).toBe(open?.params[0]?.slice(1));
  return lines.map(({ command, params: all }) => [command, ...all]);
}

describe('METADATA of oneself', () => {
  test('that is not set says so for each key, in order, and lists nothing', async () => {
    const ann = await new TestRelay().join('ann', { capabilities });
    expect((await inBatch(ann, 'METADATA * GET display-name avatar')).map(all => all.slice(0, 4))).toEqual([
      ['766', 'ann', 'ann', 'display-name'],
      ['766', 'ann', 'ann', 'avatar'],
    ]);
    expect(await inBatch(ann, 'METADATA * LIST')).toEqual([]);
  });

  test.each(['*', 'ann'])('is set, set anew and taken away as %s', async target => {
    const ann = await new TestRelay().join('ann', { capabilities });
    for (const value of ['Ann The First', 'Ann The Second', '->💜<-']) {
      const reply = ['761', 'ann', 'ann', 'display-name', '*', value];
      expect(
        (await ann.ask(`METADATA ${target} SET display-name :${value}`)).map(line => first([line])),
      ).toEqual([reply]);
      for (const asked of ['*', 'ann'])
        expect(await inBatch(ann, `METADATA ${asked} GET display-name`)).toEqual([reply]);
    }
    expect(first(await ann.ask(`METADATA ${target} SET display-name`)).slice(0, 4)).toEqual([
      ...['766', 'ann', 'ann', 'display-name'],
    ]);
    expect((await inBatch(ann, 'METADATA * GET display-name'))[0]?.[0]).toBe('766');
  });

  test('may be set before the welcome, which gives it back', async () => {
    const ann = new TestRelay().connect();
    const offered = messages(await ann.ask('CAP LS 302')).flatMap(({ params: all }) =>
      all.at(-1)?.split(' '),
    );
    expect(offered.join(' ')).toMatch(/draft\/metadata-2=(\S+,)?before-connect\b/);
    await ann.ask(`CAP REQ :${capabilities}`);
    const reply = first(await ann.ask('METADATA * SET display-name :Ann'));
    expect(reply).toEqual(['761', '*', '*', 'display-name', '*', 'Ann']);
    const burst = messages(await ann.ask('NICK ann', 'USER ann 0 * :Ann', 'CAP END'));
    const at = burst.findIndex(({ command }) => command === 'BATCH');
    expect(burst[at]?.params.slice(1)).toEqual(['metadata', 'ann']);
    expect(burst[at + 1]?.params).toEqual(['ann', 'display-name', '*', 'Ann']);
  });

  test.each(['abcd'.repeat(120), '💜'.repeat(120)])(
    'that is too long is refused, and told to nobody',
    async value => {
      const [ann, bob] = await meet(new TestRelay(), '#c', ['ann', capabilities], ['bob', capabilities]);
      expect((await bob.ask('METADATA * SUB display-name')).map(line => first([line]))).toEqual([
        ['770', 'bob', 'display-name'],
      ]);
      const answers = await ann.ask(`METADATA * SET display-name :${value}`);
      expect(answers.map(line => first([line]).slice(0, 3))).toEqual([['FAIL', 'METADATA', 'VALUE_INVALID']]);
      expect(await bob.news()).toEqual([]);
    },
  );

  test('that is not UTF-8 is refused once', async () => {
    const ann = await new TestRelay().join('ann', { capabilities });
    ann.stream.write(Buffer.from('METADATA * SET display-name :invalid: \xc3\r\n', 'latin1'));
    expect((await ann.news()).map(line => first([line]).slice(0, 3))).toEqual([
      ['FAIL', 'METADATA', 'INVALID_UTF8'],
    ]);
  });
});

describe('METADATA of others', () => {
  test('is read by who shares a room, and changed by nobody else', async () => {
    const [ann, bob] = await meet(new TestRelay(), '#c', ['ann', capabilities], ['bob', capabilities]);
    await ann.ask('METADATA * SET display-name :Ann');
    expect(await bob.news()).toEqual([]);
    const reply = ['761', 'bob', 'ann', 'display-name', '*', 'Ann'];
    expect(await inBatch(bob, 'METADATA ann GET display-name')).toEqual([reply]);
    for (const [line, key] of [
      ['METADATA ann SET display-name :Not Ann', 'display-name'],
      ['METADATA ann CLEAR', '*'],
    ])
      expect((await bob.ask(line ?? '')).map(answer => first([answer]).slice(0, 5))).toEqual([
        ['FAIL', 'METADATA', 'KEY_NO_PERMISSION', 'ann', key],
      ]);
    expect(await ann.news()).toEqual([]);
    expect(await inBatch(bob, 'METADATA ann LIST')).toEqual([reply]);
  });

  test('who are not there is refused without a batch', async () => {
    const ann = await new TestRelay().join('ann', { capabilities });
    expect((await ann.ask('METADATA foobar LIST')).map(line => first([line]).slice(0, 4))).toEqual([
      ['FAIL', 'METADATA', 'INVALID_TARGET', 'foobar'],
    ]);
  });
});

describe('METADATA of a room', () => {
  test('is changed by its operators, and read by its members', async () => {
    const bench = new TestRelay();
    const [ann, bob] = await meet(bench, '#c', ['ann', capabilities], ['bob', capabilities]);
    expect(first(await bob.ask('METADATA #c SET display-name :Mine')).slice(0, 5)).toEqual([
      ...['FAIL', 'METADATA', 'KEY_NO_PERMISSION', '#c', 'display-name'],
    ]);
    await ann.ask('METADATA #c SET display-name :Hash', 'METADATA #c SET avatar :https://example.com/c.png');
    expect(await bob.news()).toEqual([]);
    const listed = (await inBatch(bob, 'METADATA #c LIST')).map(all => [all[3], all[5]]);
    expect(Object.fromEntries(listed)).toEqual({
      'display-name': 'Hash',
      avatar: 'https://example.com/c.png',
    });
    const cleared = await inBatch(ann, 'METADATA #c CLEAR');
    expect(cleared.map(all => all.slice(0, 4)).sort()).toEqual([
      ['766', 'ann', '#c', 'avatar'],
      ['766', 'ann', '#c', 'display-name'],
    ]);
    expect(await inBatch(bob, 'METADATA #c LIST')).toEqual([]);
  });

  test('is not for those outside, whatever they ask', async () => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#c', ['ann', capabilities]);
    const bob = await bench.join('bob', { room: '', capabilities });
    await bob.ask('METADATA * SUB display-name');
    await ann.ask('METADATA #c SET display-name :Invite Only', 'MODE #c +i');
    for (const asked of ['GET display-name', 'LIST', 'SYNC']) {
      const answer = await bob.ask(`METADATA #c ${asked}`);
      expect(answer.map(line => first([line]).slice(0, 4))).toEqual([
        ['FAIL', 'METADATA', 'INVALID_TARGET', '#c'],
      ]);
    }
  });
});

describe('METADATA SUB', () => {
  test.each(['*', '#c'])('brings news of %s, and nothing from outside the room', async target => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#c', capabilities });
    const bob = await bench.join('bob', { room: '', capabilities });
    const keys = params(await bob.ask('METADATA * SUB avatar display-name'), '770').flatMap(all =>
      all.slice(1),
    );
    expect(keys.sort()).toEqual(['avatar', 'display-name']);
    const name = target === '*' ? 'ann' : target;
    await ann.ask(`METADATA ${target} SET display-name :The First`);
    expect(await bob.news()).toEqual([]);
    expect(params(await bob.ask('JOIN #c'), 'METADATA')).toEqual([[name, 'display-name', '*', 'The First']]);
    await ann.ask(`METADATA ${target} SET display-name :The Second`);
    expect(params(await bob.news(), 'METADATA')).toEqual([[name, 'display-name', '*', 'The Second']]);
    await ann.ask(`METADATA ${target} SET display-name`);
    expect(params(await bob.news(), 'METADATA')).toEqual([[name, 'display-name', '*']]);
  });
});
