import { RPL_METADATASYNCLATER } from '../../irc/numerics.ts';
import { batch, metadata } from '../core/capabilities.ts';
import type { Channel } from '../channels/channel.ts';
import type { Context } from '../core/context.ts';
import { type Outgoing, OutgoingMessage } from '../core/outgoing.ts';
import { OutgoingBatch } from '../core/outgoingBatch.ts';
import type { Session } from '../core/session.ts';

type Reader = Pick<Context, 'relay' | 'session'>;

/** One note of somebody or some channel, as news. */
interface Note {
  readonly name: string;
  readonly key: string;
  /** '' when it was taken away. */
  readonly value: string;
}

/** Seconds after which to ask again for what was too much. */
const retryAfter = 30;

/** Whether a client is told of metadata at all. */
function hearsMetadata(session: Session): boolean {
  return session.has(batch | metadata);
}

/** Tells those who want to hear of a key what has become of it: who is in the channel, or knows the person. */
export function tellMetadata(context: Reader, { channel, person, ...note }: Note & Whose): void {
  const { relay, session } = context;
  const readers = new Set<Session>(channel?.sessions);
  if (person !== undefined) {
    for (const shared of relay.channels.of(person)) for (const reader of shared.sessions) readers.add(reader);
    for (const reader of relay.monitors.watchersOf(person.nick)) readers.add(reader);
  }
  const news = noteMessage(relay, session.source, note);
  for (const reader of readers)
    if (reader !== session && wants(relay, reader, note.key)) reader.deliver(news);
}

function wants(relay: Reader['relay'], reader: Session, key: string): boolean {
  return hearsMetadata(reader) && relay.metadata.subscriptionsOf(reader).has(key);
}

function noteMessage(relay: Reader['relay'], source: string, { name, key, value }: Note): OutgoingMessage {
  const params = [name, key, '*', ...(value === '' ? [] : [value])];
  return new OutgoingMessage({ source, command: 'METADATA', params, time: relay.time.now() });
}

/** Sends a batch of metadata, also an empty one. @param name whose it is */
export function sendMetadataBatch(
  { relay, session }: Reader,
  name: string,
  items: readonly Outgoing[],
): void {
  const about = { source: relay.serverName, time: relay.time.now(), reference: relay.newId() };
  session.send(new OutgoingBatch({ ...about, type: 'metadata', params: [name], items }));
}

/** Everything one has noted of oneself before the welcome. */
export function sendOwnMetadata(reader: Reader): void {
  const { relay, session } = reader;
  if (!hearsMetadata(session)) return;
  const { nick: name } = session;
  const notes = relay.metadata.notesOf(session);
  const items = Array.from(notes, ([key, value]) =>
    noteMessage(relay, relay.serverName, { name, key, value }),
  );
  sendMetadataBatch(reader, name, items);
}

/** What two who are now in one channel may know of each other, and the newcomer of the channel. */
export function exchangeMetadata(reader: Reader, channel: Channel): void {
  const { relay, session } = reader;
  sendSync(reader, { name: channel.name, channel, limit: relay.limits.metadataOnJoin, isAsked: false });
  for (const [key, value] of relay.metadata.notesOf(session)) {
    const news = noteMessage(relay, session.source, { name: session.nick, key, value });
    for (const other of channel.sessions)
      if (other !== session && wants(relay, other, key)) other.deliver(news);
  }
}

/** Sends what a person has noted, as far as the reader wants to hear of it. */
export function sendMetadataOf(reader: Reader, person: Session): void {
  sendSync(reader, { name: person.nick, person, limit: reader.relay.limits.metadataAnswer, isAsked: false });
}

interface Whose {
  /** With its members. */
  readonly channel?: Channel | undefined;
  readonly person?: Session | undefined;
}

export interface Sync extends Whose {
  readonly name: string;
  /** More notes than that have to be asked for later. */
  readonly limit: number;
  /** Then an empty batch is an answer, too. */
  readonly isAsked: boolean;
  /** These keys only; all subscribed ones if not given. */
  readonly keys?: ReadonlySet<string>;
}

/** Sends the notes that the reader wants to hear of, or that there are too many to send now. */
export function sendSync(reader: Reader, { name, channel, person, limit, isAsked, keys }: Sync): void {
  const { relay, session } = reader;
  if (!hearsMetadata(session)) return;
  const wanted = keys ?? relay.metadata.subscriptionsOf(session);
  const items: Outgoing[] = [];
  for (const note of notesOf(reader, { channel, person }, wanted)) {
    items.push(noteMessage(relay, relay.serverName, note));
    if (items.length <= limit) continue;
    session.reply(RPL_METADATASYNCLATER, name, String(retryAfter));
    return;
  }
  if (items.length > 0 || isAsked) sendMetadataBatch(reader, name, items);
}

function* notesOf(reader: Reader, whose: Whose, keys: ReadonlySet<string>): Iterable<Note> {
  if (keys.size === 0) return;
  for (const [name, notes] of targetsOf(reader, whose))
    for (const [key, value] of notes) if (keys.has(key)) yield { name, key, value };
}

function* targetsOf(
  { relay }: Reader,
  { channel, person }: Whose,
): Iterable<[string, ReadonlyMap<string, string>]> {
  if (person !== undefined) yield [person.nick, relay.metadata.notesOf(person)];
  if (channel === undefined) return;
  yield [channel.name, channel.metadata];
  for (const member of channel.sessions) yield [member.nick, relay.metadata.notesOf(member)];
}
