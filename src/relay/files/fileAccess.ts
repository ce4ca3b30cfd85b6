import { banSubject } from '../channels/banMask.ts';
import type { Channel } from '../channels/channel.ts';
import type { Channels } from '../channels/channels.ts';
import { maySpeak } from '../channels/speaking.ts';
import type { Roster } from '../people/roster.ts';
import type { Session } from '../core/session.ts';

/** To whom a file is offered: a channel, or the key of one person. */
export type FileTarget = Channel | string;

/** Who may offer and fetch: people are their keys here, and count as long as they are registered in the chat. */
export class FileAccess {
  readonly #roster: Roster;
  readonly #channels: Channels;

  constructor({ roster, channels }: { roster: Roster; channels: Channels }) {
    this.#roster = roster;
    this.#channels = channels;
  }

  /** Whether somebody with this key is registered right now. */
  isHere(key: string): boolean {
    return this.#sessionsOf(key).length > 0;
  }

  /** The nick of somebody with this key; '' when there is none any more. */
  nickOf(key: string): string {
    return this.#sessionsOf(key)[0]?.nick ?? '';
  }

  /**
   * Finds to whom `key` wants to offer.
   *
   * @returns undefined for who is not there, has no key, or a channel that `key` is not in or not heard in
   */
  target(key: string, name: string): FileTarget | undefined {
    if (!name.startsWith('#')) return this.#roster.find(name)?.peer.key;
    const channel = this.#channels.find(name);
    if (channel === undefined) return undefined;
    const isHeard = this.#sessionsOf(key).some(one => channel.has(one) && maySpeak(one, channel));
    return isHeard ? channel : undefined;
  }

  /** Whether `receiver` may have what `sender` offers to `target`: both have to be where it is offered, and not banned. */
  mayPass(target: FileTarget, sender: string, receiver: string): boolean {
    if (typeof target === 'string')
      return (receiver === target || receiver === sender) && this.isHere(receiver) && this.isHere(sender);
    return this.#isIn(target, sender) && this.#isIn(target, receiver);
  }

  #isIn(channel: Channel, key: string): boolean {
    // A room that has ended may have a new one of its name.
    if (this.#channels.find(channel.name) !== channel) return false;
    return this.#sessionsOf(key).some(session => isWelcome(channel, session));
  }

  #sessionsOf(key: string): Session[] {
    return [...this.#roster.ofKey(key)].filter(session => session.isRegistered);
  }
}

/** A member, and not banned since: as with speaking, a ban does not touch operators and voices. */
function isWelcome(channel: Channel, session: Session): boolean {
  const member = channel.member(session);
  if (member === undefined) return false;
  return member.isOperator || member.hasVoice || !channel.lists.bans(banSubject(session));
}
