import type { Tags } from '../../irc/tags.ts';
import type { Channel } from '../channels/channel.ts';
import { echoMessage } from '../core/capabilities.ts';
import type { Context } from '../core/context.ts';
import { type Outgoing, OutgoingMessage } from '../core/outgoing.ts';
import { type Entry, isErased, isMultiline, repetitionKey } from '../history/entry.ts';
import { replay } from '../history/replay.ts';
import type { HistoryRing } from '../history/ring.ts';

/** A line that is about to be said. */
interface Line {
  readonly command: string;
  readonly target: string;
  readonly clientTags: Tags;
}

/** Where a line was said before. */
interface First {
  readonly entry: Entry;
  readonly ring: HistoryRing;
  readonly channel?: Channel;
}

/**
 * Answers a line that the same person has said before: who lost the connection before the echo came says it again. The
 * answer is the echo of the first one, whether they may still speak there or not, and nobody else hears of it.
 *
 * @returns whether it was such a line
 */
export function answerRepetition(context: Context, line: Line): boolean {
  const { session } = context;
  const key = repetitionKey({ account: session.account, clientTags: line.clientTags });
  const first = key === undefined ? undefined : find(context, line.target, key);
  if (first === undefined) return false;
  if (session.has(echoMessage)) for (const outgoing of echoOf(context, first, line)) session.send(outgoing);
  return true;
}

function find({ relay, session }: Context, target: string, key: string): First | undefined {
  const { channels, histories, roster } = relay;
  const { account = '' } = session;
  if (target.startsWith('#')) {
    const channel = channels.find(target);
    const ring = channel && histories.ofChannel(channel).ring;
    const entry = ring?.said(key);
    return entry && ring && { entry, ring, channel };
  }
  // Whoever it was said to may be gone, or somebody else may have the nick now.
  const { talks } = histories;
  const now = talks.find(account, roster.find(target)?.account ?? '');
  for (const talk of [now, talks.findByNick(account, target)]) {
    const ring = talk && histories.ofTalk(talk).ring;
    const entry = ring?.said(key);
    if (ring !== undefined && entry !== undefined) return { entry, ring };
  }
  return undefined;
}

/** Of a line that was taken back since, that it was there, and that it was taken back; not what it said. */
function* echoOf({ session }: Context, { entry, ring, channel }: First, line: Line): Iterable<Outgoing> {
  if (!isErased(entry)) {
    yield replay(entry, channel?.name);
    return;
  }
  const target = channel?.name ?? line.target;
  const params = line.command === 'TAGMSG' ? [target] : [target, ''];
  yield new OutgoingMessage({ ...entry, source: session.source, command: line.command, params });
  const redaction = redactionOf(ring, entry);
  if (redaction !== undefined) yield replay(redaction, channel?.name);
}

function redactionOf(ring: HistoryRing, { msgid }: Entry): Entry | undefined {
  for (let index = ring.size - 1; index >= 0; index--) {
    const entry = ring.at(index);
    if (entry === undefined || isMultiline(entry)) continue;
    if (entry.command === 'REDACT' && entry.params[1] === msgid) return entry;
  }
  return undefined;
}
