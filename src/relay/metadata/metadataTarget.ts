import { sameName } from '../../irc/names.ts';
import { ERR_NEEDMOREPARAMS } from '../../irc/numerics.ts';
import type { Channel } from '../channels/channel.ts';
import type { Context } from '../core/context.ts';
import { FailError, IrcError } from '../core/ircError.ts';
import type { Notes } from './metadata.ts';
import { OutgoingMessage } from '../core/outgoing.ts';
import type { Session } from '../core/session.ts';
import { sharesChannel } from '../people/visibility.ts';

/** Whose metadata: a channel's or a person's, that the caller may read. */
export interface MetadataTarget {
  /** As replies name it. */
  readonly name: string;
  readonly notes: ReadonlyMap<string, string>;
  /** The same, where the caller may change it: one's own, and that of channels one is operator of. */
  readonly own: Notes | undefined;
  readonly channel?: Channel;
  readonly person?: Session;
}

/**
 * Finds whose metadata is meant. A channel's is for its members, a person's for those in one channel with him and those
 * who monitor him; all else is refused as if it were not there.
 */
export function findMetadataTarget(context: Context, word: string): MetadataTarget {
  const { relay, session } = context;
  const channel = relay.channels.find(word);
  const member = channel?.member(session);
  if (channel !== undefined && member !== undefined)
    return {
      name: channel.name,
      channel,
      notes: channel.metadata,
      own: member.isOperator ? channel.metadata : undefined,
    };
  const person = isOneself(session, word) ? session : visiblePerson(context, word);
  if (person === undefined) throw failMetadata('INVALID_TARGET', 'Invalid metadata target', [word]);
  const own = person === session ? relay.metadata.ownNotes(person) : undefined;
  return { name: person.nick || '*', person, notes: own ?? relay.metadata.notesOf(person), own };
}

/** Until the welcome a nick is only asked for, and nobody's own. */
function isOneself(session: Session, word: string): boolean {
  return word === '*' || (session.isRegistered && sameName(word, session.nick));
}

function visiblePerson({ relay, session }: Context, nick: string): Session | undefined {
  const person = session.isRegistered ? relay.roster.find(nick) : undefined;
  if (person === undefined) return undefined;
  const isVisible =
    sharesChannel(relay.channels, session, person) || relay.monitors.watchersOf(person.nick).has(session);
  return isVisible ? person : undefined;
}

/** A refusal of METADATA. https://ircv3.net/specs/extensions/metadata */
export function failMetadata(code: string, text: string, context: readonly string[]): IrcError {
  return new FailError(text, { command: 'METADATA', code, context });
}

/** The keys that a METADATA names: one for SET, any number otherwise. @throws {IrcError} 461 when there is none */
export function keysIn({ params }: Context): readonly string[] {
  const isSet = params[1]?.toUpperCase() === 'SET';
  const keys = params.slice(2, isSet ? 3 : undefined).filter(Boolean);
  if (keys.length === 0) throw new IrcError(ERR_NEEDMOREPARAMS, 'METADATA');
  return keys;
}

/** A numeric as part of a batch; the session's nick stands before `params`. */
export function numericFor(
  { relay, session }: Pick<Context, 'relay' | 'session'>,
  command: string,
  ...params: string[]
): OutgoingMessage {
  const about = { source: relay.serverName, command, time: relay.time.now() };
  return new OutgoingMessage({ ...about, params: [session.nick || '*', ...params] });
}
