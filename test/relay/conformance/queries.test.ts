import { describe, expect, test } from 'vitest';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';
import { commands, first, messages, params } from './replies.ts';

const operators = [{ name: 'operuser', password: 'operpassword' }];

/** Somebody in `#chan` who made it, to be asked about, and somebody in it who asks. */
async function two(bench: TestRelay): Promise<{ cool: TestPeer; other: TestPeer }> {
  const cool = bench.connect();
  await cool.ask('NICK coolNick', 'USER myusernam 0 * :My UniqueReal Name', 'JOIN #chan');
  const other = await bench.join('otherNick', { room: '#chan' });
  await bench.calm();
  return { cool, other };
}

/** The parameters of a 352 about who made `#chan`. */
function aboutCool(flags: string): string[] {
  const place = ['#chan', 'myusernam', '192.0.2.1', 'relay.test'];
  return ['otherNick', ...place, 'coolNick', flags, '0 My UniqueReal Name'];
}

describe('WHO', () => {
  test.each(['coolNick', 'coolnick', 'coolni*'])(
    '%s finds one, here or away, operator or not',
    async mask => {
      const { cool, other } = await two(new TestRelay({ operators }));
      const flags = async (): Promise<string[]> => {
        const lines = messages(await other.ask(`WHO ${mask}`));
        expect(lines.map(line => line.command)).toEqual(['352', '315']);
        expect(lines[1]?.params.slice(0, 2)).toEqual(['otherNick', mask]);
        return [...(lines[0]?.params ?? [])];
      };
      expect(await flags()).toEqual(aboutCool('H@'));
      await cool.ask('AWAY :be right back');
      expect(await flags()).toEqual(aboutCool('G@'));
      await cool.ask('OPER operuser operpassword');
      expect(await flags()).toEqual(aboutCool('G*@'));
      await cool.ask('AWAY');
      expect(await flags()).toEqual(aboutCool('H*@'));
    },
  );

  test('* finds everyone', async () => {
    const { other } = await two(new TestRelay());
    const lines = await other.ask('WHO *');
    expect(params(lines, '352').map(all => all[5])).toEqual(['coolNick', 'otherNick']);
    expect(params(lines, '315')[0]?.slice(0, 2)).toEqual(['otherNick', '*']);
  });

  test.each(['#chan', '#CHAN'])('%s finds its members, and names it as it is', async mask => {
    const { cool, other } = await two(new TestRelay());
    await cool.ask('JOIN #otherchan');
    await other.ask('JOIN #otherchan');
    const lines = await other.ask(`WHO ${mask}`);
    expect(params(lines, '352').map(all => [all[1], all[5], all[6]])).toEqual([
      ['#chan', 'coolNick', 'H@'],
      ['#chan', 'otherNick', 'H'],
    ]);
    expect(params(await other.ask('WHO #otherchan'), '352').map(all => all[1])).toEqual([
      '#otherchan',
      '#otherchan',
    ]);
  });

  test('of nobody is an end alone', async () => {
    const { other } = await two(new TestRelay());
    expect((await other.ask('WHO idontexist')).map(line => first([line]).slice(0, 3))).toEqual([
      ['315', 'otherNick', 'idontexist'],
    ]);
  });

  test.each(['tcuihsnfdlaor', 'roaldfnshiuct'])(
    'with the fields %s gives them in one order',
    async fields => {
      const { other } = await two(new TestRelay());
      const lines = await other.ask(`WHO coolNick %${fields},123`);
      expect(commands(lines)).toEqual(['354', '315']);
      const where = ['#chan', 'myusernam', '192.0.2.1', '192.0.2.1', 'relay.test'];
      expect(params(lines, '354')[0]).toEqual([
        ...['otherNick', '123', ...where, 'coolNick', 'H@', '0', '0', '0'],
        ...['n/a', 'My UniqueReal Name'],
      ]);
    },
  );

  test('gives a token back, and 0 for no account', async () => {
    const { other } = await two(new TestRelay());
    expect(params(await other.ask('WHO coolNick %tn,321'), '354')).toEqual([
      ['otherNick', '321', 'coolNick'],
    ]);
    expect(params(await other.ask('WHO coolNick %na'), '354')).toEqual([['otherNick', 'coolNick', '0']]);
  });

  test('with a mask passes over who is invisible, unless they share a room; a nick finds them', async () => {
    const bench = new TestRelay();
    const evan = await bench.join('evan', { room: '' });
    const ann = await bench.join('ann', { room: '' });
    await evan.ask('MODE evan +i');
    expect(commands(await ann.ask('WHO eva*'))).toEqual(['315']);
    expect(commands(await ann.ask('WHO evan'))).toEqual(['352', '315']);
    await evan.ask('JOIN #test');
    await ann.ask('JOIN #test');
    expect(commands(await ann.ask('WHO eva*'))).toEqual(['352', '315']);
  });
});

describe('WHOIS', () => {
  test.each(['', 'relay.test ', 'coolNick '])('%scoolNick begins with who it is', async server => {
    const { other } = await two(new TestRelay());
    const [answer] = messages(await other.ask(`WHOIS ${server}coolNick`));
    expect(answer?.command).toBe('311');
    expect(answer?.params).toEqual([
      ...['otherNick', 'coolNick', 'myusernam', '192.0.2.1', '*'],
      'My UniqueReal Name',
    ]);
  });

  test('says what is to be known and no more, to an operator too', async () => {
    const bench = new TestRelay({ operators });
    const { cool, other } = await two(bench);
    await cool.ask('JOIN #chan2', 'AWAY :on a break');
    for (const before of [[], ['OPER operuser operpassword']]) {
      await other.ask(...before);
      const lines = await other.ask('WHOIS coolNick');
      expect(commands(lines)).toEqual(['311', '319', '312', '671', '301', '317', '318']);
      expect(params(lines, '319')).toEqual([['otherNick', 'coolNick', '@#chan @#chan2']]);
      expect(params(lines, '312')[0]?.slice(0, 3)).toEqual(['otherNick', 'coolNick', 'relay.test']);
      expect(params(lines, '301')).toEqual([['otherNick', 'coolNick', 'on a break']]);
      expect(params(lines, '317')[0]?.slice(2, 4).join(' ')).toMatch(/^[0-9]+ [0-9]+$/);
      expect(params(lines, '671')[0]).toHaveLength(3);
    }
  });

  test('hides the rooms of who is invisible from those who are in none of them', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#xyz' });
    const bob = await bench.join('bob', { room: '' });
    const shows = async (): Promise<boolean> => commands(await bob.ask('WHOIS ann')).includes('319');
    expect(await shows()).toBe(true);
    expect(first(await ann.ask('MODE ann +i'))).toEqual(['MODE', 'ann', '+i']);
    expect(await shows()).toBe(false);
    await bob.ask('JOIN #xyz');
    expect(await shows()).toBe(true);
    await bob.ask('PART #xyz');
    await ann.news();
    expect(first(await ann.ask('MODE ann -i'))).toEqual(['MODE', 'ann', '-i']);
    expect(await shows()).toBe(true);
  });
});

describe('WHOWAS', () => {
  test.each([
    ['WHOWAS bob', 2],
    ['WHOWAS bob 1', 1],
    ['WHOWAS bob 2', 2],
    ['WHOWAS bob -1', 2],
    ['WHOWAS bob 0', 2],
  ])('"%s" tells of %i, the latest first', async (line, count) => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '' });
    for (const user of ['ident2', 'ident3']) {
      const bob = bench.connect();
      bob.send('NICK bob', `USER ${user} * * :Realname`, 'QUIT :bye');
      await bob.rest();
    }
    const lines = await ann.ask(line);
    const expected = ['ident3', 'ident2'].slice(0, count);
    expect(params(lines, '314')).toEqual(
      expected.map(user => ['ann', 'bob', user, '192.0.2.1', '*', 'Realname']),
    );
    for (const about of params(lines, '312')) expect(about.slice(0, 3)).toEqual(['ann', 'bob', 'relay.test']);
    expect(messages(lines).at(-1)?.params.slice(0, 2)).toEqual(['ann', 'bob']);
  });

  test('of nobody is refused, and ends all the same', async () => {
    const ann = await new TestRelay().join('ann', { room: '' });
    expect((await ann.ask('WHOWAS bob')).map(line => first([line]).slice(0, 3))).toEqual([
      ['406', 'ann', 'bob'],
      ['369', 'ann', 'bob'],
    ]);
  });
});
