import type { Channel } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import type { Session } from '../core/session.ts';

/** Whether `viewer` may know of a channel: a secret one is only for those in it. */
export function canSeeChannel(viewer: Session, channel: Channel): boolean {
  return !channel.isSecret || channel.member(viewer) !== undefined;
}

/** Whether `viewer` meets a person in a search: who is invisible shows only to those in one of their channels. */
export function canSeePerson(channels: Channels, viewer: Session, person: Session): boolean {
  return viewer === person || !person.isInvisible || sharesChannel(channels, viewer, person);
}

/** Whether two people are in one channel. */
export function sharesChannel(channels: Channels, one: Session, other: Session): boolean {
  const [few, many] = [channels.of(one), channels.of(other)].sort((a, b) => a.size - b.size);
  for (const channel of few ?? []) if (many?.has(channel) === true) return true;
  return false;
}

/** The channels of a person that `viewer` may know of, in the order they were entered. */
export function* visibleChannels(channels: Channels, viewer: Session, person: Session): Iterable<Channel> {
  for (const channel of channels.of(person)) {
    const isShared = channel.member(viewer) !== undefined;
    if (isShared || (!person.isInvisible && canSeeChannel(viewer, channel))) yield channel;
  }
}
