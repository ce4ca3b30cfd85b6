import { foldCase } from '../../irc/names.ts';
import type { Context } from '../core/context.ts';
import { isVisible } from '../history/entry.ts';
import {
  fail,
  type ChathistoryRequest,
  readRequest,
  readSubcommand,
  readTargetsRequest,
} from '../history/historyRequest.ts';
import { replay } from '../history/replay.ts';
import type { HistoryRing } from '../history/ring.ts';
import { select } from '../history/selection.ts';
import { otherOf } from '../history/talks.ts';
import { OutgoingBatch } from '../core/outgoingBatch.ts';
import { OutgoingMessage } from '../core/outgoing.ts';

/** A history that the caller may read. */
interface Readable {
  /** As the answer names it. */
  readonly name: string;
  /** The channel's name, when it is one. */
  readonly channel?: string;
  /** Absent when nothing was ever said. */
  readonly ring?: HistoryRing | undefined;
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
  const { name, channel, ring } = find(context, request);
  const limits = {
    entries: Math.min(request.limit, chathistoryMessages),
    bytes,
    isVisible: (entry: Parameters<typeof isVisible>[0]) => isVisible(entry, session.capabilities),
  };
  const entries = ring === undefined ? [] : select(ring, request.query, limits);
  if (entries === undefined)
    throw fail('MESSAGE_ERROR', 'The message referred to is not here', [request.subcommand, request.target]);
  const items = entries.map(entry => replay(entry, channel));
  session.send(batchOf(context, { type: 'chathistory', params: [name], items }));
}

/**
 * Who may read what, asked at every request: the members of a channel its history, and two people with accounts what
 * they said to each other. All else is refused as if it were not there.
 */
function find(context: Context, { subcommand, target }: ChathistoryRequest): Readable {
  const { relay, session } = context;
  const channel = relay.channels.find(target);
  if (channel?.has(session) === true) return { ...relay.histories.ofChannel(channel), channel: channel.name };
  const talk = target.startsWith('#') ? undefined : findTalk(context, target);
  if (talk === undefined)
    throw fail('INVALID_TARGET', 'Messages could not be retrieved', [subcommand, target]);
  return talk;
}

/** With whoever has the nick now; when nobody does, with whom one knew by it. */
function findTalk({ relay, session }: Context, nick: string): Readable | undefined {
  const { account } = session;
  if (account === undefined) return undefined;
  const { talks } = relay.histories;
  const person = relay.roster.find(nick);
  if (person !== undefined) {
    const talk = person.account === undefined ? undefined : talks.find(account, person.account);
    return { name: person.nick, ring: talk?.ring };
  }
  const talk = talks.findByNick(account, nick);
  return talk && { name: talk.nicks.get(otherOf(talk, account)) ?? nick, ring: talk.ring };
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
  session.send(batchOf(context, { type: 'draft/chathistory-targets', params: [], items }));
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
function talksOf({ relay }: Context, account: string): ReadonlyMap<string, HistoryRing> {
  const nicks = new Map<string | undefined, string>();
  for (const person of relay.roster.sessions) if (person.isRegistered) nicks.set(person.account, person.nick);
  const found = new Map<string, HistoryRing>();
  const lastKnown = new Set<string>();
  for (const talk of [...relay.histories.talks.of(account)].reverse()) {
    const other = otherOf(talk, account);
    const known = talk.nicks.get(other) ?? '';
    const isLast = !lastKnown.has(foldCase(known));
    lastKnown.add(foldCase(known));
    const nick = nicks.get(other) ?? (isLast && relay.roster.find(known) === undefined ? known : '');
    if (nick !== '') found.set(nick, talk.ring);
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
  about: Pick<ConstructorParameters<typeof OutgoingBatch>[0], 'type' | 'params' | 'items'>,
): OutgoingBatch {
  const { serverName: source, time } = relay;
  return new OutgoingBatch({ ...about, source, time: time.now(), reference: relay.newId() });
}
