import type { Channel } from './channel.ts';
import type { Session } from '../core/session.ts';

/**
 * Whether somebody is heard in a channel: operators and voices always; others not where it is moderated or they are
 * banned or muted, and from outside only where `+n` is off.
 */
export function maySpeak(session: Session, channel: Channel): boolean {
  const member = channel.member(session);
  if (member === undefined && channel.modes.has('n')) return false;
  if (member?.isOperator === true || member?.hasVoice === true) return true;
  if (channel.modes.has('m')) return false;
  return !channel.lists.silences(session);
}

/** Whether `+C` keeps a text out: a CTCP that is not what `/me` makes. https://modern.ircdocs.horse/ctcp.html */
export function isForbiddenCtcp(channel: Channel, text: string): boolean {
  return text.startsWith('\x01') && channel.modes.has('C') && !/^.ACTION(?:[^a-z]|$)/i.test(text);
}
