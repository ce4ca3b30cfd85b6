import { describe, expect, test } from 'vitest';
import { MemoryStore } from '../../support/memoryStore.ts';
import { keyed, keyNumber } from '../../support/crowd.ts';
import type { TestPeer } from '../../support/peer.ts';
import { TestRelay } from '../../support/testRelay.ts';

const banned = (nick: string): string => `:relay.test 474 ${nick} #a :You are banned from the channel`;
const silenced = (nick: string): string => `:relay.test 404 ${nick} #a :You cannot write to this channel`;
const bobs = [
  ['with a key', keyed(2, '192.0.2.2')],
  ['without a key', { address: '192.0.2.2' }],
] as const;

async function room(peer: { address: string; key?: string }, store?: MemoryStore) {
  const bench = new TestRelay(store && { store });
  const ann = await bench.join('ann', { room: '#a', peer: keyed(1, '192.0.2.1') });
  const bob = await bench.join('bob', { room: '', peer });
  return { bench, ann, bob };
}

const refusals = async (peer: TestPeer, ...lines: string[]): Promise<string[]> =>
  (await peer.ask(...lines)).filter(line => / (404|473|474) /.test(line));

describe.each(bobs)('somebody %s, who takes another nick', (_, peer) => {
  test.each(['bob', 'BOB!*@*', 'bob!bob@192.0.2.2'])(
    'stays banned by +b %s, and the list shows it',
    async mask => {
      const { ann, bob } = await room(peer);
      await ann.ask(`MODE #a +b ${mask}`);
      expect((await ann.ask('MODE #a b')).join('\n')).toMatch(/ 367 ann #a bob!/i);
      expect(await refusals(bob, 'JOIN #a', 'NICK other', 'JOIN #a')).toEqual([
        banned('bob'),
        banned('other'),
      ]);
      await ann.ask(`MODE #a -b ${mask}`);
      expect(await refusals(bob, 'JOIN #a')).toEqual([]);
    },
  );

  test('stays muted, by a ban while in the room and by m:, also after leaving and coming back', async () => {
    const { ann, bob } = await room(peer);
    await bob.ask('JOIN #a');
    await ann.ask('MODE #a +b m:bob');
    expect(
      await refusals(bob, 'NICK other', 'PRIVMSG #a :hi', 'PART #a', 'JOIN #a', 'PRIVMSG #a :hi'),
    ).toEqual([silenced('other'), silenced('other')]);
    await ann.ask('MODE #a -b m:bob', 'MODE #a +b other');
    expect(await refusals(bob, 'NICK third', 'PRIVMSG #a :hi')).toEqual([silenced('third')]);
  });

  test('stays exempt from a ban, and needs no invitation', async () => {
    const { ann, bob } = await room(peer);
    await ann.ask('MODE #a +beI *!*@192.0.2.2 bob bob', 'MODE #a +i');
    expect(await refusals(bob, 'NICK other', 'JOIN #a', 'PRIVMSG #a :hi')).toEqual([]);
  });
});

describe('an entry for the nick of somebody with a key', () => {
  test('gives nothing to whoever takes the nick later', async () => {
    const { bench, ann, bob } = await room(keyed(2, '192.0.2.2'));
    await ann.ask('MODE #a +beI *!*@* bob bob', 'MODE #a +i');
    await bob.ask('NICK other');
    const eve = await bench.join('bob', { room: '', peer: keyed(3, '192.0.2.3') });
    expect(await refusals(eve, 'JOIN #a')).toEqual([banned('bob')]);
    await ann.ask('MODE #a -b *!*@*');
    expect(await refusals(eve, 'JOIN #a')).toEqual([
      ':relay.test 473 bob #a :The channel is for those who are invited',
    ]);
  });

  test('is for the owner of a nick who is not there now, and for a second connection of theirs', async () => {
    const { bench, ann, bob } = await room(keyed(2, '192.0.2.2'));
    await bob.ask('JOIN #chat');
    bob.send('QUIT');
    await bob.rest();
    await ann.ask('MODE #a +b bob');
    const again = await bench.join('other', { room: '', peer: keyed(2, '192.0.2.7') });
    expect(await refusals(again, 'JOIN #a')).toEqual([banned('other')]);
  });

  test('is for them after another connection under another nick, a mute as well', async () => {
    const { bench, ann, bob } = await room(keyed(2, '192.0.2.2'));
    await bob.ask('JOIN #a');
    await ann.ask('MODE #a +b m:bob');
    await bob.ask('NICK other');
    bob.send('QUIT');
    await bob.rest();
    const again = await bench.join('third', { room: '', peer: keyed(2, '192.0.2.7') });
    expect(await refusals(again, 'JOIN #a', 'PRIVMSG #a :hi')).toEqual([silenced('third')]);
    const eve = await bench.join('eve', { room: '', peer: keyed(3, '192.0.2.3') });
    expect(await refusals(eve, 'JOIN #a', 'PRIVMSG #a :hi')).toEqual([]);
  });

  test('is still for them after a restart', async () => {
    const store = new MemoryStore();
    const { ann } = await room(keyed(2, '192.0.2.2'), store);
    await ann.ask('MODE #a +b bob');
    expect(store.saved('channels', '#a')?.lists.b).toMatchObject([{ mask: 'bob!*@*', key: keyNumber(2) }]);
    const bench = new TestRelay({ store: new MemoryStore(store.all) });
    const bob = await bench.join('other', { room: '', peer: keyed(2, '192.0.2.2') });
    expect(await refusals(bob, 'JOIN #a')).toEqual([banned('other')]);
  });

  test('is none where the mask does not fit the person, or is a pattern', async () => {
    const { ann, bob } = await room(keyed(2, '192.0.2.2'));
    await ann.ask('MODE #a +bb bob!*@203.0.113.5 bo?');
    expect(await refusals(bob, 'JOIN #a', 'NICK other', 'JOIN #a')).toEqual([banned('bob')]);
  });
});

test('-o takes the standing of every connection of a person', async () => {
  const { bench, ann, bob } = await room(keyed(2, '192.0.2.2'));
  await bob.ask('JOIN #a');
  await ann.ask('MODE #a +o bob');
  const second = await bench.join('bob2', { room: '#a', peer: keyed(2, '192.0.2.2') });
  await bench.calm();
  expect(await ann.ask('MODE #a -o bob')).toEqual([':ann!ann@192.0.2.1 MODE #a -oo bob bob2']);
  expect((await second.ask('MODE #a +m')).join()).toContain(' 482 ');
});
