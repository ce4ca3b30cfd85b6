import { describe, expect, test } from 'vitest';
import { TestRelay } from '../../support/testRelay.ts';

const source = (nick: string): string => `${nick}!${nick}@192.0.2.1`;
const end = ':relay.test 337 bob :End of the list of invitations';

describe('INVITE', () => {
  test('is told to both, and to members who asked to hear of it', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a', capabilities: 'invite-notify' });
    const eve = await bench.join('eve', { room: '#a', capabilities: 'invite-notify' });
    const ivy = await bench.join('ivy', { room: '#a' });
    const bob = await bench.join('bob', { room: '' });
    await bench.calm();
    const news = `:${source('ann')} INVITE bob #a`;
    expect(await ann.ask('INVITE BOB #A')).toEqual([':relay.test 341 ann bob #a']);
    expect(await bob.news()).toEqual([news]);
    expect(await eve.news()).toEqual([news]);
    expect(await ivy.news()).toEqual([]);
  });

  test.each(['+i', '+k sesame', '+l 1', '+b bob'])(
    'of an operator opens a channel with %s, once',
    async modes => {
      const bench = new TestRelay();
      const ann = await bench.join('ann', { room: '#a' });
      await ann.ask(`MODE #a ${modes}`);
      const bob = await bench.join('bob', { room: '' });
      expect(await bob.ask('JOIN #a')).toHaveLength(1);
      await ann.ask('INVITE bob #a');
      await bench.calm();
      expect(await bob.ask('JOIN #a')).toHaveLength(3);
      await bob.ask('PART #a');
      expect(await bob.ask('JOIN #a')).toHaveLength(1);
    },
  );

  test('of another member opens nothing, and takes no operator’s away', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const eve = await bench.join('eve', { room: '#a' });
    await ann.ask('MODE #a +k sesame');
    const bob = await bench.join('bob', { room: '' });
    await bench.calm();
    expect(await eve.ask('INVITE bob #a')).toEqual([':relay.test 341 eve bob #a']);
    await bench.calm();
    expect(await bob.ask('JOIN #a')).toEqual([':relay.test 475 bob #a :The channel has another key']);
    await ann.ask('INVITE bob #a');
    await eve.ask('INVITE bob #a');
    await bench.calm();
    expect(await bob.ask('JOIN #a')).toHaveLength(3);
  });

  test('is for operators alone where the channel is for the invited', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const eve = await bench.join('eve', { room: '#a' });
    const bob = await bench.join('bob', { room: '' });
    await ann.ask('MODE #a +i');
    await bench.calm();
    expect(await eve.ask('INVITE bob #a')).toEqual([
      ':relay.test 482 eve #a :You are not a channel operator',
    ]);
    expect(await bob.news()).toEqual([]);
  });

  test('refuses what is not there, who is there already, and who is outside', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '#a' });
    const eve = await bench.join('eve', { room: '' });
    await bench.calm();
    expect(await ann.ask('INVITE zed #a', 'INVITE eve #none', 'INVITE Bob #a', 'INVITE eve')).toEqual([
      ':relay.test 401 ann zed :No such nick',
      ':relay.test 403 ann #none :No such channel',
      ':relay.test 443 ann bob #a :They are on that channel already',
      ':relay.test 461 ann INVITE :Not enough parameters',
    ]);
    expect(await eve.ask('INVITE ann #a')).toEqual([':relay.test 442 eve #a :You are not on that channel']);
    await ann.ask('MODE #a +s');
    expect(await eve.ask('INVITE ann #a')).toEqual([':relay.test 403 eve #a :No such channel']);
    expect(await bob.news()).toHaveLength(1);
  });

  test('of somebody away says so', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '' });
    await bob.ask('AWAY :almoço');
    expect(await ann.ask('INVITE bob #a')).toEqual([
      ':relay.test 341 ann bob #a',
      ':relay.test 301 ann bob almoço',
    ]);
  });

  test('without parameters lists what one has been asked to and has not joined', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a,#b,#c' });
    const bob = await bench.join('bob', { room: '' });
    expect(await bob.ask('INVITE')).toEqual([end]);
    await ann.ask('INVITE bob #a', 'INVITE bob #b', 'INVITE bob #c');
    await bob.ask('JOIN #a');
    await ann.ask('PART #c');
    await bench.calm();
    expect(await bob.ask('INVITE')).toEqual([':relay.test 336 bob #b', end]);
  });

  test('to a channel that has ended does not open another of the same name', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '' });
    await ann.ask('INVITE bob #a', 'PART #a', 'JOIN #a', 'MODE #a +i');
    await bench.calm();
    expect(await bob.ask('JOIN #a', 'INVITE')).toEqual([
      ':relay.test 473 bob #a :The channel is for those who are invited',
      end,
    ]);
  });

  test('is for the person, not for who has the nick later', async () => {
    const bench = new TestRelay();
    const ann = await bench.join('ann', { room: '#a' });
    const bob = await bench.join('bob', { room: '' });
    await ann.ask('MODE #a +i', 'INVITE bob #a');
    bob.send('QUIT');
    await bob.rest();
    const other = await bench.join('bob', { room: '' });
    expect(await other.ask('JOIN #a')).toEqual([
      ':relay.test 473 bob #a :The channel is for those who are invited',
    ]);
  });

  test('keeps as many by one new key as allowed: one more, and the oldest goes', async () => {
    const bench = new TestRelay({ limits: { invitationsPerNewKey: 2 } });
    const peer = { address: '192.0.2.1', key: 'a'.repeat(64) };
    const ann = await bench.join('ann', { room: '#a,#b,#c', peer });
    const bob = await bench.join('bob', { room: '' });
    await ann.ask('INVITE bob #a', 'INVITE bob #b', 'INVITE bob #a');
    await bench.calm();
    expect(await bob.ask('INVITE')).toHaveLength(3);
    await ann.ask('INVITE bob #c');
    await bench.calm();
    expect(await bob.ask('INVITE')).toEqual([':relay.test 336 bob #a', ':relay.test 336 bob #c', end]);
  });
});
