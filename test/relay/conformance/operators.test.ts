import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';
import { commands, first, meet, params } from './replies.ts';

describe('KICK', () => {
  test('reaches everyone with the comment, or with the nick of who kicks', async () => {
    const bench = new TestRelay();
    const [ann, bob, cid] = await meet(bench, '#chan', ['ann'], ['bob'], ['cid']);
    for (const [line, comment] of [
      ['KICK #chan bob :bye', 'bye'],
      ['KICK #chan bob', 'ann'],
    ] as const) {
      const expected = ['KICK', '#chan', 'bob', comment];
      expect(first(await ann.ask(line))).toEqual(expected);
      expect(first(await bob.news())).toEqual(expected);
      expect(first(await cid.news())).toEqual(expected);
      await bob.ask('JOIN #chan');
      await bench.calm();
    }
  });

  test('of several is told one by one, with one channel or as many', async () => {
    for (const channels of ['#chan', '#chan,#chan']) {
      const [ann, , , dan] = await meet(new TestRelay(), '#chan', ['ann'], ['bob'], ['cid'], ['dan']);
      await ann.ask(`KICK ${channels} bob,cid :bye`);
      expect(params(await dan.news(), 'KICK')).toEqual([
        ['#chan', 'bob', 'bye'],
        ['#chan', 'cid', 'bye'],
      ]);
    }
  });

  test('is for operators, who may kick operators', async () => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#chan', ['ann'], ['bob']);
    const cid = await bench.join('cid', { room: '' });
    expect(commands(await cid.ask('KICK #chan bob'))).toEqual(['442']);
    expect(commands(await cid.ask('KICK #nowhere bob'))).toEqual(['403']);
    await cid.ask('JOIN #chan');
    expect(commands(await cid.ask('KICK #chan bob'))).toEqual(['482']);
    await ann.ask('MODE #chan +o cid');
    expect(commands(await cid.ask('KICK #chan bob', 'KICK #chan ann'))).toEqual(['MODE', 'KICK', 'KICK']);
    expect(params(await ann.news(), 'KICK').map(([, nick]) => nick)).toEqual(['bob', 'ann']);
  });
});

describe('MODE +o', () => {
  const cases: [string, string, string][] = [
    ['who is no operator', 'bob', 'MODE #chan +o bob=482'],
    ['somebody who is elsewhere', 'ann', 'MODE #chan +o cid=441'],
    ['nobody', 'ann', 'MODE #chan +o nobody=401'],
    ['a room that is not there', 'ann', 'MODE #nowhere +o ann=403'],
    ['somebody in a room one is not in', 'ann', 'MODE #other +o cid=442'],
    ['somebody who is in neither', 'ann', 'MODE #other +o ann=442'],
  ];
  test.each(cases)('by or for %s is refused once', async (_what, nick, line) => {
    const bench = new TestRelay();
    const [ann, bob] = await meet(bench, '#chan', ['ann'], ['bob']);
    await bench.join('cid', { room: '#other' });
    const [asked = '', numeric = ''] = line.split('=');
    expect(commands(await (nick === 'ann' ? ann : bob).ask(asked))).toEqual([numeric]);
  });

  test('is told once to everyone', async () => {
    const [ann, bob] = await meet(new TestRelay(), '#chan', ['ann'], ['bob']);
    const expected = [['#chan', '+o', 'bob']];
    expect(params(await ann.ask('MODE #chan +o bob'), 'MODE')).toEqual(expected);
    expect(params(await bob.news(), 'MODE')).toEqual(expected);
  });
});

describe('INVITE', () => {
  test('opens a room for those invited, and shows the nick before the room', async () => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#chan', ['ann']);
    await ann.ask('MODE #chan +i');
    expect(commands(await ann.ask('INVITE bob #chan'))).toEqual(['401']);
    const bob = await bench.join('bob', { room: '' });
    expect(commands(await bob.ask('JOIN #chan'))).toEqual(['473']);
    expect(first(await ann.ask('INVITE bob #chan'))).toEqual(['341', 'ann', 'bob', '#chan']);
    const [line = ''] = await bob.news();
    expect(line).toMatch(/^:ann!ann@\S+ INVITE bob #chan$/);
    expect(commands(await bob.ask('JOIN #chan'))[0]).toBe('JOIN');
  });

  test("is everyone's where the room is open, and tells no other member", async () => {
    const bench = new TestRelay();
    const [, bob, cid] = await meet(bench, '#chan', ['ann'], ['bob'], ['cid']);
    const dan = await bench.join('dan', { room: '' });
    expect(first(await bob.ask('INVITE dan #chan'))).toEqual(['341', 'bob', 'dan', '#chan']);
    expect(first(await dan.news())).toEqual(['INVITE', 'dan', '#chan']);
    expect(await cid.news()).toEqual([]);
  });

  test('is refused to who is outside, to who is no operator with +i, and for who is inside', async () => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#chan', ['ann'], ['bob']);
    const cid = await bench.join('cid', { room: '' });
    const dan = await bench.join('dan', { room: '' });
    expect(first(await cid.ask('INVITE dan #chan')).slice(0, 3)).toEqual(['442', 'cid', '#chan']);
    expect(await dan.news()).toEqual([]);
    expect(first(await ann.ask('INVITE bob #chan')).slice(0, 4)).toEqual(['443', 'ann', 'bob', '#chan']);
    await ann.ask('MODE #chan +i', 'MODE #chan -o ann');
    expect(first(await ann.ask('INVITE dan #chan')).slice(0, 3)).toEqual(['482', 'ann', '#chan']);
  });

  test('lets in once who is banned', async () => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#chan', ['ann']);
    await ann.ask('MODE #chan +b bob!*@*');
    const bob = await bench.join('bob', { room: '' });
    expect(commands(await bob.ask('JOIN #chan'))).toEqual(['474']);
    await ann.ask('INVITE bob #chan');
    expect(commands(await bob.ask('JOIN #chan'))).toContain('JOIN');
    await ann.ask('KICK #chan bob');
    expect(commands(await bob.ask('JOIN #chan'))).toEqual(['KICK', '474']);
  });
});

describe('RENAME', () => {
  test('is itself to who knows it, and PART and JOIN to the others', async () => {
    const modern = 'server-time message-tags batch labeled-response echo-message account-tag';
    const bench = new TestRelay();
    const [ann, bob] = await meet(bench, '#bar', ['ann', `${modern} draft/channel-rename`], ['bob', modern]);
    expect(first(await ann.ask('RENAME #bar #qux :no reason'))).toEqual([
      'RENAME',
      '#bar',
      '#qux',
      'no reason',
    ]);
    const legacy = await bob.news();
    expect(params(legacy, 'PART')).toEqual([['#bar', 'no reason']]);
    expect(params(legacy, 'JOIN')).toEqual([['#qux']]);
    expect(commands(await bob.ask('JOIN #bar', 'MODE #bar +k beer'))).not.toContain('482');
  });
});
