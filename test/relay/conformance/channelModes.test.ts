import { describe, expect, test } from 'vitest';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';
import { commands, first, meet, messages, params } from './replies.ts';

/** Whether somebody gets into `#chan`: 'JOIN', or the numeric that says why not. */
async function enter(peer: TestPeer, key = ''): Promise<string> {
  return first(await peer.ask(`JOIN #chan ${key}`))[0] ?? '';
}

/** The letters of a mode string in an order that does not depend on the relay. */
function sorted(modes = ''): string {
  return Array.from(modes).sort().join('');
}

describe('MODE of a channel', () => {
  test('shows its modes and its age, and takes all of them away in one line', async () => {
    const [ann] = await meet(new TestRelay(), '#chan', ['ann']);
    await ann.ask('MODE #chan +int');
    const lines = await ann.ask('MODE #chan');
    expect(commands(lines)).toEqual(['324', '329']);
    const letters = params(lines, '324')[0]?.[2] ?? '';
    expect(sorted(letters)).toBe('+int');
    const [told = []] = params(await ann.ask(`MODE #chan -${letters.slice(1)}`), 'MODE');
    expect(sorted(told[1])).toBe('-int');
    expect(params(await ann.ask('MODE #chan'), '324')).toEqual([['ann', '#chan', '+']]);
  });
});

describe('a ban', () => {
  test('keeps out whom it fits, whatever the case, until it is taken back in any case', async () => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#chan', ['ann']);
    const bob = await bench.join('Bob', { room: '' });
    for (const mask of ['bob!*@*', 'BOB!*@*']) {
      expect(first(await ann.ask(`MODE #chan +b ${mask}`))).toEqual(['MODE', '#chan', '+b', mask]);
      expect(await enter(bob)).toBe('474');
      expect(first(await ann.ask('MODE #chan -b bob!*@*'))[0]).toBe('MODE');
      expect(await enter(bob)).toBe('JOIN');
      await bob.ask('PART #chan');
      await ann.news();
    }
  });

  test('keeps silent whom it fits and who was there already', async () => {
    const [ann, bob] = await meet(new TestRelay(), '#chan', ['ann'], ['Bob']);
    await ann.ask('MODE #chan +b bob!*@*');
    await bob.news();
    expect(first(await bob.ask('PRIVMSG #chan :hi')).slice(0, 3)).toEqual(['404', 'Bob', '#chan']);
    expect(await ann.news()).toEqual([]);
  });

  test('is listed with who set it and when', async () => {
    const [ann] = await meet(new TestRelay(), '#chan', ['ann']);
    await ann.ask('MODE #chan +b bob!*@*');
    const lines = await ann.ask('MODE #chan +b');
    expect(commands(lines)).toEqual(['367', '368']);
    const [listed = []] = params(lines, '367');
    expect(listed.slice(0, 3)).toEqual(['ann', '#chan', 'bob!*@*']);
    expect(listed[3]).toMatch(/^ann(!|$)/);
    expect(listed[4]).toMatch(/^[0-9]+$/);
    expect(params(lines, '368')[0]?.slice(0, 2)).toEqual(['ann', '#chan']);
  });

  test('does not hold for whom an exception fits as well', async () => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#chan', ['ann']);
    const [bar, baz] = [await bench.join('Bar', { room: '' }), await bench.join('baz', { room: '' })];
    await ann.ask('MODE #chan +b ba*!*@*');
    expect([await enter(bar), await enter(baz)]).toEqual(['474', '474']);
    expect(first(await ann.ask('MODE #chan +e *ar!*@*'))).toEqual(['MODE', '#chan', '+e', '*ar!*@*']);
    expect(commands(await ann.ask('MODE #chan +e'))).toEqual(['348', '349']);
    expect([await enter(bar), await enter(baz)]).toEqual(['JOIN', '474']);
  });
});

describe('an exception from +i', () => {
  test('lets in whom it fits, is listed, and has no meaning without +i', async () => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#chan', ['ann']);
    const bob = await bench.join('Bob', { room: '' });
    const cid = await bench.join('cid', { room: '' });
    await ann.ask('MODE #chan +i');
    expect(await enter(bob)).toBe('473');
    expect(first(await ann.ask('MODE #chan +I bob!*@*'))).toEqual(['MODE', '#chan', '+I', 'bob!*@*']);
    expect(await enter(bob)).toBe('JOIN');
    expect(await enter(cid)).toBe('473');
    await ann.news();
    const lines = messages(await ann.ask('MODE #chan +I'));
    expect(lines.map(line => line.command)).toEqual(['346', '347']);
    expect(lines[0]?.params.slice(0, 3)).toEqual(['ann', '#chan', 'bob!*@*']);
    expect(lines[0]?.params[3]).toMatch(/^ann!/);
    expect(lines[0]?.params[4]).toMatch(/^[0-9]+$/);
    expect(lines[1]?.params.slice(0, 2)).toEqual(['ann', '#chan']);
    await bob.ask('PART #chan');
    await ann.news();
    expect(first(await ann.ask('MODE #chan -I bob!*@*'))).toEqual(['MODE', '#chan', '-I', 'bob!*@*']);
    expect(await enter(bob)).toBe('473');
    await ann.ask('MODE #chan -i');
    expect(await enter(cid)).toBe('JOIN');
  });
});

describe('a key', () => {
  test('has to be brought, and has to be right', async () => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#chan', ['ann']);
    await ann.ask('MODE #chan +k beer');
    const bob = await bench.join('bob', { room: '' });
    expect([await enter(bob), await enter(bob, 'bees'), await enter(bob, 'beer')]).toEqual([
      '475',
      '475',
      'JOIN',
    ]);
  });

  test.each(['passphrase with spaces', 'long'.repeat(100), ''])(
    'that nobody could bring ("%s") is refused without repeating it',
    async key => {
      const [ann] = await meet(new TestRelay(), '#chan', ['ann']);
      const lines = await ann.ask(`MODE #chan +k :${key}`);
      expect(lines.map(line => first([line]).slice(0, 5))).toEqual([['696', 'ann', '#chan', 'k', '*']]);
    },
  );
});

describe('a limit', () => {
  test('holds for who comes, and throws nobody out', async () => {
    const bench = new TestRelay();
    const [ann, bob] = await meet(bench, '#chan', ['ann'], ['bob']);
    const cid = await bench.join('cid', { room: '' });
    expect(first(await ann.ask('MODE #chan +l 1'))).toEqual(['MODE', '#chan', '+l', '1']);
    expect((await cid.ask('JOIN #chan')).map(line => first([line]).slice(0, 3))).toEqual([
      ['471', 'cid', '#chan'],
    ]);
    await bob.ask('PRIVMSG #chan :still here');
    expect(first(await ann.news())).toEqual(['PRIVMSG', '#chan', 'still here']);
    await ann.ask('MODE #chan +l 2');
    expect(await enter(cid)).toBe('471');
    await bob.ask('PART #chan');
    expect(await enter(cid)).toBe('JOIN');
    await ann.news();
    expect(first(await ann.ask('MODE #chan -l'))).toEqual(['MODE', '#chan', '-l']);
    expect(await enter(bob)).toBe('JOIN');
  });

  test('does not hold for who is invited', async () => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#chan', ['ann']);
    const bob = await bench.join('bob', { room: '' });
    await ann.ask('MODE #chan +l 1');
    expect(await enter(bob)).toBe('471');
    await ann.ask('INVITE bob #chan');
    expect(params(await bob.ask('JOIN #chan'), 'JOIN')).toEqual([['#chan']]);
  });

  test.each(['0', '-1', 'abc', ''])('of "%s" is refused', async limit => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#chan', ['ann']);
    const answer = first(await ann.ask(`MODE #chan +l :${limit}`));
    expect(answer.slice(0, 4)).toEqual(['696', 'ann', '#chan', 'l']);
    expect(answer).toHaveLength(6);
    expect(await enter(await bench.join('bob', { room: '' }))).toBe('JOIN');
  });
});

describe('+m and +n', () => {
  test('keep texts out, which the members do not see, until +v and -n', async () => {
    const bench = new TestRelay();
    const [ann, bob] = await meet(bench, '#chan', ['ann'], ['bob']);
    expect(first(await ann.ask('MODE #chan +m'))).toEqual(['MODE', '#chan', '+m']);
    expect(commands(await bob.ask('PRIVMSG #chan :hi'))).toEqual(['MODE', '404']);
    expect(await ann.news()).toEqual([]);
    await ann.ask('MODE #chan +v bob');
    expect(commands(await bob.ask('PRIVMSG #chan :hi again'))).toEqual(['MODE']);
    expect(first(await ann.news())).toEqual(['PRIVMSG', '#chan', 'hi again']);
    await ann.ask('MODE #chan -m');
    const cid = await bench.join('cid', { room: '' });
    expect(first(await cid.ask('PRIVMSG #chan :hi')).slice(0, 3)).toEqual(['404', 'cid', '#chan']);
    expect(await ann.news()).toEqual([]);
    expect(first(await ann.ask('MODE #chan -n'))).toEqual(['MODE', '#chan', '-n']);
    expect(await cid.ask('PRIVMSG #chan :hi')).toEqual([]);
    expect(first(await ann.news())).toEqual(['PRIVMSG', '#chan', 'hi']);
  });
});

describe('+C', () => {
  test('keeps out CTCP, but not what /me makes', async () => {
    const [ann, bob] = await meet(new TestRelay(), '#chan', ['ann'], ['bob']);
    await ann.ask('MODE #chan +C');
    await bob.news();
    expect(await ann.ask('PRIVMSG #chan :\x01ACTION hi\x01')).toEqual([]);
    expect(first(await bob.news())).toEqual(['PRIVMSG', '#chan', '\x01ACTION hi\x01']);
    expect(commands(await ann.ask('PRIVMSG #chan :\x01PING 1473523796 918320\x01'))).toEqual(['404']);
    expect(await bob.news()).toEqual([]);
  });
});

describe('a mute', () => {
  test.each([
    ['lifted', 'MODE #chan -b m:bob!*@*'],
    ['outweighed by a voice', 'MODE #chan +v bob'],
    ['outweighed by an exception from mutes', 'MODE #chan +e m:*!bob@*'],
  ])('lets in and keeps silent, until it is %s', async (_what, line) => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#chan', ['ann']);
    expect(commands(await ann.ask('MODE #chan +b m:BOB!*@*'))).toEqual(['MODE']);
    const bob = await bench.join('bob', { room: '#chan', capabilities: 'echo-message' });
    const [listed = []] = params(await bob.ask('MODE #chan +b'), '367');
    expect(listed.slice(0, 3)).toEqual(['bob', '#chan', 'm:BOB!*@*']);
    expect(listed[3]).toMatch(/^ann(!|$)/);
    await ann.news();
    expect(commands(await bob.ask('PRIVMSG #chan :hi'))).toEqual(['404']);
    expect(await ann.news()).toEqual([]);
    expect(commands(await ann.ask(line))).toEqual(['MODE']);
    await bob.news();
    const echo = await bob.ask('PRIVMSG #chan :hi again');
    expect(commands(echo)).toEqual(['PRIVMSG']);
    expect(await ann.news()).toEqual(echo);
  });
});

describe('+s', () => {
  test('hides a room in LIST from those outside', async () => {
    const bench = new TestRelay();
    const [ann] = await meet(bench, '#gen', ['ann']);
    const bob = await bench.join('bob', { room: '' });
    await ann.ask('MODE #gen +s');
    expect(params(await ann.ask('LIST'), '322')).toEqual([['ann', '#gen', '1', '']]);
    expect(params(await bob.ask('LIST'), '322')).toEqual([]);
    await bob.ask('JOIN #gen');
    expect(params(await bob.ask('LIST'), '322')).toEqual([['bob', '#gen', '2', '']]);
  });
});
