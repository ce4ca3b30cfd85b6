import { describe, expect, test } from 'vitest';
import type { Channel } from '../../../src/relay/channels/channel.ts';
import { Channels } from '../../../src/relay/channels/channels.ts';
import type { SavedChannel } from '../../../src/relay/data/relayStore.ts';
import { parseBanMask } from '../../../src/relay/channels/banMask.ts';
import { FanOut } from '../../../src/relay/delivery/fanOut.ts';
import type { Limits } from '../../../src/relay/core/limits.ts';
import type { Peer, Session } from '../../../src/relay/core/session.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { testHolders } from '../../support/holders.ts';

const person = (): Session => ({ peer: { address: '192.0.2.1' } }) as unknown as Session;

function make(keepsChannels: boolean, limits: Partial<Limits> = {}): Channels {
  const holders = testHolders(limits);
  return new Channels('#chat', { fanOut: new FanOut(), clock: new FakeClock(), ...holders, keepsChannels });
}

const create = (channels: Channels, name: string, maker: Peer = { address: '192.0.2.1' }): Channel =>
  channels.create(name, maker)!;

/** Somebody comes, does something, and goes. */
function visit(channels: Channels, name: string, act: (channel: Channel) => void = () => undefined): void {
  const someone = person();
  const channel = channels.find(name) ?? create(channels, name);
  channels.join(channel, someone, true);
  act(channel);
  channels.leave(channel, someone);
}

const setTopic = (channel: Channel): void => {
  channel.topic = { text: 'x', by: 'ann', at: 1 };
};

const ban = (channel: Channel): void => {
  const mask = parseBanMask('m:bob', 100);
  if (mask !== undefined) channel.lists.add('b', { mask, by: 'ann!a@h', at: 2 });
};

const saved: SavedChannel = {
  name: '#Saved',
  createdAt: 1234,
  owner: 'aa',
  topic: { text: 'kept', by: 'ann!a@h', at: 5 },
  modes: '+nst',
  key: 'sesame',
  limit: 7,
  lists: {
    b: [{ mask: 'm:bob!*@*', by: 'ann!a@h', at: 6 }],
    e: [{ mask: `z:${'ab'.repeat(32)}`, by: 'ann!a@h', at: 7 }],
    I: [],
  },
  operatorKeys: ['aa', 'bb'],
  metadata: { url: 'https://example.org' },
};

describe('where rooms are kept', () => {
  test.each<[string, (channel: Channel) => void]>([
    ['a topic', setTopic],
    ['a flag', channel => channel.modes.setFlag('m', true)],
    ['no flag at all', channel => channel.modes.setFlag('n', false)],
    ['a key', channel => (channel.modes.key = 'x')],
    ['a limit', channel => (channel.modes.limit = 5)],
    ['a ban', ban],
    ['an operator by key', channel => channel.operatorKeys.add('aa')],
    ['metadata', channel => channel.metadata.set('a', 'b')],
  ])('one with %s outlives its last member', (_, act) => {
    const channels = make(true);
    visit(channels, '#a', act);
    expect(channels.find('#A')?.size).toBe(0);
    const ended = make(false);
    visit(ended, '#a', act);
    expect(ended.find('#a')).toBeUndefined();
  });

  test('one that nobody has made theirs ends, also when it was changed back', () => {
    const channels = make(true);
    visit(channels, '#a');
    visit(channels, '#b', channel => {
      channel.modes.setFlag('m', true);
      channel.modes.setFlag('m', false);
    });
    expect([...channels.all].map(channel => channel.name)).toEqual(['#chat']);
  });

  test('one more than may be takes the place of the newest empty one of the address that has most', () => {
    const channels = make(true, { maxChannels: 5 });
    visit(channels, '#a', setTopic);
    visit(channels, '#b', setTopic);
    const ended: string[] = [];
    channels.onEnded(channel => ended.push(channel.name));
    expect(channels.create('#c', { address: '192.0.2.1' })).toBeUndefined();
    channels.join(create(channels, '#d', { address: '192.0.2.2' }), person(), true);
    expect(ended).toEqual([]);
    channels.join(create(channels, '#e', { address: '192.0.2.3' }), person(), true);
    expect(ended).toEqual(['#b']);
    expect(channels.size).toBe(4);
  });

  test('there is no place when all have members', () => {
    const channels = make(true, { maxChannels: 2 });
    const ann = person();
    const channel = create(channels, '#a');
    channels.join(channel, ann, true);
    setTopic(channel);
    for (const name of ['#b', '#c']) expect(channels.create(name, { address: '192.0.2.9' })).toBeUndefined();
    channels.leave(channel, ann);
    expect(channels.find('#a')).toBe(channel);
  });
});

describe('rooms', () => {
  test('tell when one has ended, and when one has another name', () => {
    const channels = make(false);
    const heard: string[] = [];
    channels.onEnded(channel => heard.push(`${channel.name} ended`));
    channels.onRenamed(({ channel, from }) => heard.push(`${from} is ${channel.name}`));
    visit(channels, '#a', channel => channels.rename(channel, '#b'));
    visit(channels, '#chat');
    expect(heard).toEqual(['#a is #b', '#b ended']);
    expect(channels.find('#a')).toBeUndefined();
  });

  test('are left once: whoever has gone already changes nothing more', () => {
    const channels = make(false);
    const [ann, bob] = [person(), person()];
    const first = create(channels, '#a');
    channels.join(first, ann, true);
    channels.leave(first, ann);
    channels.join(create(channels, '#a'), bob, true);
    channels.leave(first, ann);
    expect(channels.find('#a')?.has(bob)).toBe(true);
  });

  test('come back as they were saved', () => {
    const channels = make(true);
    channels.restore([saved]);
    expect(channels.find('#saved')?.size).toBe(0);
    expect(channels.saved('#saved')).toEqual(saved);
  });

  test('are saved as long as they are there, the main one when there is something to lose', () => {
    const channels = make(true);
    expect(channels.saved('#chat')).toBeUndefined();
    visit(channels, '#chat', setTopic);
    const someone = person();
    channels.join(create(channels, '#plain'), someone, true);
    expect(channels.saved('#plain')?.name).toBe('#plain');
    channels.leave(channels.find('#plain')!, someone);
    expect(channels.saved('#plain')).toBeUndefined();
    const kept = channels.saved('#chat');
    const again = make(true);
    again.restore(kept ? [kept] : []);
    expect(again.main.topic?.text).toBe('x');
    expect(again.size).toBe(1);
  });

  test('come back as far as the limits allow, without what makes no sense', () => {
    const limits = { maxChannels: 2, maxListEntries: 1, maxOperatorKeys: 1 };
    const channels = make(true, limits);
    const damaged = {
      ...saved,
      modes: '+nQ 😀t',
      lists: { ...saved.lists, b: [{ mask: 'z:', by: '', at: 0 }] },
    };
    channels.restore([damaged, { ...saved, name: '#more' }]);
    const [, only] = [...channels.all];
    expect(channels.size).toBe(2);
    expect(only?.modes.flags).toBe('+nt');
    expect(only?.lists.size).toBe(1);
    expect(only?.operatorKeys.size).toBe(1);
  });
});
