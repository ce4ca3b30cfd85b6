import { describe, expect, test } from 'vitest';
import { Channels } from '../../../src/relay/channels/channels.ts';
import { FanOut } from '../../../src/relay/delivery/fanOut.ts';
import type { Session } from '../../../src/relay/core/session.ts';
import {
  canSeeChannel,
  canSeePerson,
  sharesChannel,
  visibleChannels,
} from '../../../src/relay/people/visibility.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { testHolders } from '../../support/holders.ts';
import { lonelySession } from '../../support/lonelySession.ts';

const person = (isInvisible = false): Session => Object.assign(lonelySession(), { isInvisible });
const rooms = (): Channels =>
  new Channels('#main', {
    fanOut: new FanOut(),
    clock: new FakeClock(),
    ...testHolders(),
    keepsChannels: false,
  });

describe('what one person may know of another', () => {
  test('two share a channel when both are in it', () => {
    const channels = rooms();
    const [ann, bob, eve] = [person(), person(), person()];
    for (const name of ['#a', '#b', '#c']) channels.join(channels.create(name, ann.peer)!, ann, false);
    channels.join(channels.find('#c')!, bob, false);
    expect(sharesChannel(channels, ann, bob)).toBe(true);
    expect(sharesChannel(channels, bob, ann)).toBe(true);
    expect(sharesChannel(channels, ann, eve)).toBe(false);
    channels.leave(channels.find('#c')!, bob);
    expect(sharesChannel(channels, ann, bob)).toBe(false);
  });

  test('an invisible one shows to oneself and in a common channel', () => {
    const channels = rooms();
    const [ann, bob] = [person(true), person()];
    expect(canSeePerson(channels, bob, ann)).toBe(false);
    expect(canSeePerson(channels, ann, ann)).toBe(true);
    expect(canSeePerson(channels, ann, bob)).toBe(true);
    for (const session of [ann, bob]) channels.join(channels.main, session, false);
    expect(canSeePerson(channels, bob, ann)).toBe(true);
  });

  test('a secret channel is for those in it, and nobody’s channels show when that one is invisible', () => {
    const channels = rooms();
    const [ann, bob, eve] = [person(), person(), person()];
    const hidden = channels.create('#hidden', ann.peer)!;
    hidden.modes.setFlag('s', true);
    for (const channel of [hidden, channels.main]) channels.join(channel, ann, false);
    channels.join(hidden, bob, false);
    expect([canSeeChannel(bob, hidden), canSeeChannel(eve, hidden)]).toEqual([true, false]);
    expect([...visibleChannels(channels, bob, ann)]).toEqual([hidden, channels.main]);
    expect([...visibleChannels(channels, eve, ann)]).toEqual([channels.main]);
    ann.isInvisible = true;
    expect([...visibleChannels(channels, eve, ann)]).toEqual([]);
    expect([...visibleChannels(channels, bob, ann)]).toEqual([hidden]);
  });
});
