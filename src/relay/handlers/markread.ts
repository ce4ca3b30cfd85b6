import { foldCase, isChannel, isNick } from '../../irc/names.ts';
import { readMarker } from '../core/capabilities.ts';
import type { Channel } from '../channels/channel.ts';
import type { Context } from '../core/context.ts';
import { readTimestamp } from '../history/historyRequest.ts';
import { FailError, type IrcError } from '../core/ircError.ts';
import { OutgoingMessage } from '../core/outgoing.ts';

type Reader = Pick<Context, 'relay' | 'session'>;

/** Says how far one has read, or asks. https://ircv3.net/specs/extensions/read-marker#markread-command */
export function markread(context: Context): void {
  const { relay, session, params } = context;
  const [target = '', stamp] = params;
  const key = keyOf(context, target);
  const time = stamp === undefined ? undefined : readTimestamp(stamp);
  if (stamp !== undefined && time === undefined) throw fail('INVALID_PARAMS', 'Invalid timestamp', [stamp]);
  const news = (): OutgoingMessage => markerMessage(context, target, key);
  // Nobody has read what is not there yet.
  const outcome =
    time === undefined ? 'kept' : relay.readMarkers.set(session, key, Math.min(time, relay.time.now()));
  if (outcome === 'refused')
    throw fail('INTERNAL_ERROR', 'There is no place for more read markers of newcomers', [target]);
  session.send(news());
  if (outcome === 'kept') return;
  for (const other of relay.roster.ofKey(session.account ?? ''))
    if (other !== session && isSamePerson(context, other)) other.deliver(news());
}

/** Tells somebody who has come into a channel how far he has read there; to be sent before the end of NAMES. */
export function sendReadMarker(context: Reader, channel: Channel): void {
  if (!context.session.has(readMarker)) return;
  context.session.send(markerMessage(context, channel.name, foldCase(channel.name)));
}

function isSamePerson({ session }: Reader, other: Reader['session']): boolean {
  return session.account !== undefined && other.account === session.account && other.has(readMarker);
}

function markerMessage({ relay, session }: Reader, target: string, key: string): OutgoingMessage {
  const at = relay.readMarkers.get(session, key);
  const stamp = at === undefined ? '*' : `timestamp=${new Date(at).toISOString()}`;
  const about = { source: relay.serverName, command: 'MARKREAD', time: relay.time.now() };
  return new OutgoingMessage({ ...about, params: [target, stamp] });
}

/** One name for a target, however it is written; for a person the account, so that it does not follow the nick. */
function keyOf({ relay }: Context, target: string): string {
  if (target === '') throw fail('NEED_MORE_PARAMS', 'Missing parameters', []);
  if (isChannel(target, relay.limits.channelBytes)) return foldCase(target);
  if (!isNick(target, relay.limits.nickBytes)) throw fail('INVALID_PARAMS', 'Invalid target', [target]);
  const account = relay.roster.find(target)?.account ?? relay.accounts.ownerOf(target);
  return account ?? foldCase(target);
}

function fail(code: string, text: string, context: readonly string[]): IrcError {
  return new FailError(text, { command: 'MARKREAD', code, context });
}
