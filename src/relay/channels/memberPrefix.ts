import { multiPrefix } from '../core/capabilities.ts';
import { type Member, prefixOf } from './channel.ts';
import type { Session } from '../core/session.ts';

/** The signs before a member's nick as `reader` gets them: all, or the highest. https://ircv3.net/specs/extensions/multi-prefix */
export function prefixFor(reader: Session, member: Member): string {
  if (!reader.has(multiPrefix)) return prefixOf(member);
  return (member.isOperator ? '@' : '') + (member.hasVoice ? '+' : '');
}
