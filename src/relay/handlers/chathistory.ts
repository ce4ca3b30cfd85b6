import { foldCase } from '../../irc/names.ts';
import { moreTag } from '../../irc/pychatNames.ts';
import { noTags } from '../../irc/tags.ts';
import type { Context } from '../core/context.ts';
import { isVisible } from '../history/entry.ts';
import {
  fail,
  type ChathistoryRequest,
  readRequest,
  readSubcommand,
  readTargetsRequest,
} from '../history/historyRequest.ts';
import { keptSinceTags } from '../history/losses.ts';
import { replay } from '../history/replay.ts';
import type { HistoryRing } from '../history/ring.ts';
import { select } from '../history/selection.ts';
import { otherOf, talkName } from '../history/talks.ts';
import { OutgoingBatch, type OutgoingBatchFields } from '../core/outgoingBatch.ts';
import { OutgoingMessage } from '../core/outgoing.ts';

/** A history that the caller may read. */
interface Readable {
  /** As the answer names it. */
  readonly name: string;
  /** The channel's name, when it is one. */
  readonly channel?: string;
  /** Absent when nothing was ever said. */
  readonly ring?: HistoryRing | undefined;
  /** Absent where nothing is ever kept. */
  readonly keptSince?: number;
  /** Where something may be missing, if not only before that. */
  readonly losses?: readonly number[] | undefined;
}

/** https://ircv3.net/specs/extensions/chathistory */
export function handleChathistory(context: Context): void {
  const { params } = context;
  if (readSubcommand(params[0] ?? '') === 'TARGETS') sendTargets(context);
  else sendHistory(context, readRequest(params));
}

function sendHistory(context: Context, request: ChathistoryRequest): void {
  const { relay, session } = context;
  const { chathistoryMessages, chathistoryBytes: bytes } = relay.limits;
  const { name, channel, ring, keptSince, losses } = find(context, request);
  const limits = {
    entries: Math.min(request.limit, chathistoryMessages),
    bytes,
    isVisible: (entry: Parameters<typeof isVisible>[0]) => isVisible(entry, session.capabilities),
  };
  const found = ring === undefined ? { entries: [], hasMore: false } : select(ring, request.query, limits);
  if (found === undefined)
    throw fail('MESSAGE_ERROR', 'The message referred to is not here', [request.subcommand, request.target]);
  const items = found.entries.map(entry => replay(entry, channel));
  const { hasMore } = found;
  session.send(batchOf(context, { type: 'chathistory', params: [name], items, hasMore, keptSince, losses }));
}

/**
 * Who may read what, asked at every request: the members of a channel its history, and two people with accounts what
 * they said to each other. All else is refused as if it were not there.
 */
function find(context: Context, { subcommand, target }: ChathistoryRequest): Readable {
  const { relay, session } = context;
  const channel = relay.channels.find(target);
  const member = channel?.member(session);
  if (channel !== undefined && member !== undefined) {
    const { ring, name } = relay.histories.ofChannel(channel);
    const { losses } = relay.histories;
    const lost = { keptSince: losses.keptSince(name), losses: losses.between(name, member.saidBefore) };
    return { name, channel: name, ring, ...lost };
  }
  const talk = target.startsWith('#') ? undefined : findTalk(context, target);
  if (talk === undefined)
    throw fail('INVALID_TARGET', 'Messages could not be retrieved', [subcommand, target]);
  return talk;
}

/** With whoever has the nick now; when nobody does, with whom one knew by it. */
function findTalk({ relay, session }: Context, nick: string): Readable | undefined {
  const { account } = session;
  if (account === undefined) return undefined;
  const { histories, roster } = relay;
  const person = roster.find(nick);
  const talk = person === undefined ? histories.talks.findByNick(account, nick) : undefined;
  const other = talk === undefined ? person?.account : otherOf(talk, account);
  // What people without accounts say in private is not kept.
  if (other === undefined) return person && { name: person.nick };
  const found = talk ?? histories.talks.find(account, other);
  const ring = found && histories.ofTalk(found).ring;
  const name = talkName(account, other);
  const { losses } = histories;
  const lost = { keptSince: losses.keptSince(name), losses: losses.between(name) };
  return { name: person?.nick ?? talk?.nicks.get(other) ?? nick, ring, ...lost };
}

/** Where something was said between two times, the latest of each. */
function sendTargets(context: Context): void {
  const { relay, session } = context;
  const { from, to, limit } = readTargetsRequest(context.params);
  const [after, before] = from <= to ? [from, to] : [to, from];
  const found = [...targetsOf(context)]
    .filter(({ time }) => time > after && time < before)
    .sort((a, b) => a.time - b.time);
  const count = Math.min(limit, relay.limits.chathistoryMessages);
  const counted = from <= to ? found.slice(0, count) : found.slice(-count);
  const items = counted.map(({ name, time }) => {
    const params = ['TARGETS', name, new Date(time).toISOString()];
    return new OutgoingMessage({ source: relay.serverName, command: 'CHATHISTORY', params, time });
  });
  const keptSince =
    session.account === undefined ? undefined : relay.histories.talksKeptSince(session.account);
  const hasMore = counted.length < found.length;
  const type = 'draft/chathistory-targets';
  session.send(batchOf(context, { type, params: [], items, hasMore, keptSince }));
}

function* targetsOf(context: Context): Iterable<{ name: string; time: number }> {
  const { relay, session } = context;
  for (const channel of relay.channels.of(session)) {
    const time = latestOf(context, relay.histories.ofChannel(channel).ring);
    if (time !== undefined) yield { name: channel.name, time };
  }
  if (session.account === undefined) return;
  for (const [name, ring] of talksOf(context, session.account)) {
    const time = latestOf(context, ring);
    if (time !== undefined) yield { name, time };
  }
}

/** Talks by the other one's nick: only those that asking for that nick would give. */
function talksOf(
  { relay: { roster, histories } }: Context,
  account: string,
): ReadonlyMap<string, HistoryRing> {
  const found = new Map<string, HistoryRing>();
  const lastKnown = new Set<string>();
  for (const talk of [...histories.talks.of(account)].reverse()) {
    const other = otherOf(talk, account);
    const known = talk.nicks.get(other) ?? '';
    const isLast = !lastKnown.has(foldCase(known));
    lastKnown.add(foldCase(known));
    const person = [...roster.ofKey(other)].findLast(one => one.isRegistered && one.account === other);
    const nick = person?.nick ?? (isLast && roster.find(known) === undefined ? known : '');
    if (nick !== '') found.set(nick, histories.ofTalk(talk).ring);
  }
  return found;
}

function latestOf({ session }: Context, ring: HistoryRing): number | undefined {
  for (let index = ring.size - 1; index >= 0; index--) {
    const entry = ring.at(index);
    if (entry !== undefined && isVisible(entry, session.capabilities)) return entry.time;
  }
  return undefined;
}

function batchOf(
  { relay }: Context,
  {
    hasMore,
    keptSince,
    losses,
    ...about
  }: Pick<OutgoingBatchFields, 'type' | 'params' | 'items'> & {
    hasMore: boolean;
    keptSince: number | undefined;
    losses?: Readable['losses'];
  },
): OutgoingBatch {
  const { serverName: source, time } = relay;
  const lost = keptSince === undefined ? noTags : keptSinceTags(keptSince, losses);
  const tags = hasMore ? new Map([...lost, [moreTag, '']]) : lost;
  return new OutgoingBatch({ ...about, tags, source, time: time.now(), reference: relay.newId() });
}
