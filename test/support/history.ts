import type { Message } from '../../src/irc/message.ts';
import { keptSinceTag, lossesTag, moreTag } from '../../src/irc/pychatNames.ts';
import {
  historyCapabilities as capabilities,
  meetInRoom,
  type Witness,
  type WitnessOptions,
} from './chatClients.ts';
import { type FakeConnection, settle } from './fakeServer.ts';

let batches = 0;

/** Something said, as it stands in a history: its name is its text. */
export function said(text: string, at: number, { nick = 'bob', to = '#chat', tags = '' } = {}): string {
  return `@time=${new Date(at).toISOString()};msgid=${text}${tags} :${nick}!u@h PRIVMSG ${to} ${text}`;
}

/** Since when a PyChat relay says that it has kept all, and then where something may be missing; or that there is more. */
type Kept =
  number | readonly [number, ...losses: number[]] | { readonly since: number; readonly hasMore: true };

/** Answers a request with lines. */
export function answer(peer: FakeConnection, request: Message, lines: readonly string[], kept?: Kept): void {
  const hasMore = typeof kept === 'object' && 'hasMore' in kept;
  const times = hasMore ? kept.since : kept;
  const [since, ...losses] = typeof times === 'object' ? times : [times];
  const label = request.tags.get('label');
  const tags = [
    ...(hasMore ? [moreTag] : []),
    ...(label === undefined ? [] : [`label=${label}`]),
    ...(since === undefined ? [] : [`${keptSinceTag}=${new Date(since).toISOString()}`]),
    ...(losses.length === 0
      ? []
      : [`${lossesTag}=${losses.map(at => new Date(at).toISOString()).join(',')}`]),
  ];
  const reference = `b${++batches}`;
  const isTargets = request.params[0] === 'TARGETS';
  const type = isTargets ? 'draft/chathistory-targets' : `chathistory ${request.params[1]!}`;
  peer.say(
    `${tags.length === 0 ? '' : `@${tags.join(';')} `}:irc.test BATCH +${reference} ${type}`,
    ...lines.map(line =>
      line.startsWith('@') ? `@batch=${reference};${line.slice(1)}` : `@batch=${reference} ${line}`,
    ),
    `:irc.test BATCH -${reference}`,
  );
}

/** Answers that no private chat went on, which is asked first on each connection. Gives the question. */
export async function noChats(peer: FakeConnection, keptSince?: number): Promise<Message> {
  const targets = await peer.next('CHATHISTORY');
  if (targets.params[0] !== 'TARGETS') throw new Error(`asked for ${targets.params.join(' ')}`);
  answer(peer, targets, [], keptSince);
  return targets;
}

/** In the room, where bob has said `first`; what there is of private chats is answered with nothing. */
export async function caughtUp(welcome: Parameters<typeof meetInRoom>[0] = {}, options: WitnessOptions = {}) {
  const meeting = await meetInRoom({ capabilities, ...welcome }, options);
  const targets = await noChats(meeting.peer);
  const latest = await meeting.peer.next('CHATHISTORY');
  answer(meeting.peer, latest, [said('first', meeting.clock.now() - 1_000)]);
  await settle();
  return { ...meeting, latest, targets };
}

/** Breaks the connection; gives the next one, in the room again, where no private chat went on. */
export async function broken(
  meeting: Parameters<typeof brokenNow>[0],
  isupport = '',
  started = '',
): Promise<FakeConnection> {
  const again = await brokenNow(meeting, isupport, started);
  await noChats(again);
  return again;
}

/** The same, before the question for private chats is answered. */
export async function brokenNow(
  {
    server,
    peer,
    clock,
    client,
  }: Pick<Awaited<ReturnType<typeof caughtUp>>, 'server' | 'peer' | 'clock' | 'client'>,
  isupport = '',
  started = '',
): Promise<FakeConnection> {
  peer.cut();
  await settle();
  clock.advance(500);
  client.retryNow();
  const again = await server.accept();
  await again.welcome({ capabilities, isupport, started });
  return again;
}

/** The texts that were told, and where something lacks. */
export function shown(witness: Witness): string[] {
  return witness.events.flatMap(event =>
    event.type === 'message' ? [event.text] : event.type === 'gap' ? ['(gap)'] : [],
  );
}
