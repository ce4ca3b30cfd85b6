import type {
  ChatEvent,
  Delivery,
  FileOffer,
  MessageEvent,
  ResumedMessage,
  SentAs,
} from '../../chat/event.ts';
import { fileOfferTag, serializeFileOffer } from '../../chat/fileOffer.ts';
import type { Clock } from '../../common/clock.ts';
import { detach } from '../../irc/detach.ts';
import { isMsgid } from '../../irc/names.ts';
import { utf8Length } from '../../irc/utf8.ts';
import type { Pings } from '../connection/pings.ts';
import type { Whole } from '../reading/batches.ts';
import { serverTimeOf, timeOf } from '../reading/serverTime.ts';
import type { Server } from '../server.ts';
import { composeAction, composeSay, textOfUnits, type Unit } from './compose.ts';
import type { Pacer } from './pacer.ts';
import { idTag, newId, replyTag, textBytesFor } from './wire.ts';

/** What a message may carry along. */
export interface MessageExtras {
  /** The `msgid` of what it answers. */
  readonly answers?: string;
  readonly file?: FileOffer;
  /** Its id, which nobody can guess; made where it is not given. */
  readonly id?: string;
}

/** Something to say: a text as `sayable` gave it. */
export interface OutgoingText extends MessageExtras {
  readonly form: 'say' | 'action';
  readonly target: string;
  readonly text: string;
}

/** A connection on which we are registered. */
export interface Wire {
  readonly server: Server;
  readonly pacer: Pacer;
  readonly pings: Pings;
}

/** What goes out as one, and its id on the wire. */
export interface NamedUnit {
  readonly unit: Unit;
  readonly wireId: string;
  /** It was written to the connection that the message went out on last. */
  isWritten: boolean;
}

/** How far a message of ours has come. */
export type Step = Omit<Extract<ChatEvent, { type: 'delivery' }>, 'type' | 'target' | 'id'>;

/** A message of ours of which it is not known what has become. */
export interface OutboxEntry extends OutgoingText {
  readonly id: string;
  readonly bytes: number;
  /** What has not come back yet, cut for the connection of the time. */
  units: readonly NamedUnit[];
  /** It went out in several: what comes back of it is a part. */
  isInParts?: boolean;
  /** How often it was cut again, so that no two different units ever have one id. */
  cuts: number;
  delivery: Delivery;
  /** The message was told: its steps are, too. */
  isTold: boolean;
  /** Why it has failed. */
  failure?: string;
  /** The connection on which it went out last. */
  wire?: Wire;
  /** The server's time as last heard when it first went out, -1 for none: it was not taken before that. */
  sentAfter?: number;
  /** The run of the server's histories in which it first went out; undefined where it names none. */
  run?: string | undefined;
  /** It is looked for, and never sent again. */
  isOnlyAwaited?: boolean;
  /** Of the first unit that came back. */
  echo?: Echo;
}

/** What a server says of a message by sending it back. */
interface Echo {
  readonly msgid?: string;
  /** When it was sent, milliseconds since 1970. */
  readonly at?: number;
  /** It came with what was said before, or is older than what was heard. */
  readonly earlier?: boolean;
  /** Of a message in parts: the names of those that came back after the first. */
  readonly parts?: string[];
}

export function newEntry(outgoing: OutgoingText): OutboxEntry {
  const { id = newId() } = outgoing;
  const units = [{ unit: [{ text: outgoing.text, concat: false }], wireId: id, isWritten: false }];
  const bytes = utf8Length(outgoing.text);
  return { ...outgoing, id, bytes, units, cuts: -1, delivery: 'queued', isTold: false };
}

/** A message that an earlier window had: under the ids that it had there. */
export function resumedEntry({ id, form, target, text, answers, sent, isOld }: ResumedMessage): OutboxEntry {
  const entry = newEntry({ form, target, text, ...(answers !== undefined && { answers }) });
  const units = entry.units.map(named => ({ ...named, wireId: id }));
  if (sent === undefined) return { ...entry, id, units, isTold: true };
  const { after, run, cuts, parts } = sent;
  // Of several parts the texts are not known: they can be found, and not be sent again.
  const isWhole = parts === 1;
  const [unit = []] = form === 'action' ? composeAction(text, Infinity) : units.map(named => named.unit);
  return {
    ...{ ...entry, id, isTold: true, delivery: 'sent', sentAfter: after, run, cuts },
    units: Array.from({ length: parts }, (_, index) => ({
      unit: isWhole ? unit : [],
      wireId: wireIdOf(id, cuts, index),
      isWritten: true,
    })),
    isOnlyAwaited: isOld === true || !isWhole,
    isInParts: !isWhole,
  };
}

/** What is told of a message of ours when it is said. */
export function saidEvent(entry: OutboxEntry, nick: string, at: number): MessageEvent {
  const { id, text, form, target, answers, file } = entry;
  const more = { ...(answers !== undefined && { replyTo: answers }), ...(file !== undefined && { file }) };
  const said = { type: 'message', id, at, nick, text, form, target, own: true, ...more } as const;
  return entry.delivery === 'sent'
    ? { ...said, delivery: 'sent', sent: sentAs(entry) }
    : { ...said, delivery: 'queued' };
}

/** How an entry has gone out, or goes out now. */
export function sentAs({ sentAfter = -1, run, units, cuts }: OutboxEntry): SentAs {
  return { after: sentAfter, ...(run !== undefined && { run }), parts: units.length, cuts };
}

/** What a part is called on the wire, by its place among those of its cut. */
function wireIdOf(id: string, cuts: number, index: number): string {
  return cuts === 0 && index === 0 ? id : `${id}.${cuts}.${index}`;
}

/** Whether some of it was sent on a connection that is over, and nobody has said what has become of that. */
export function isUnsettled({ wire, units }: OutboxEntry, now: Wire | undefined): boolean {
  return (wire === undefined || wire !== now) && units.some(({ isWritten }) => isWritten);
}

/**
 * Whether a message that is not in the history of a server can be sent again without being said twice: the server would
 * recognise it, which takes an account, and would still have it.
 */
export function canSendAgain(
  { sentAfter = -1, run, isOnlyAwaited }: OutboxEntry,
  server: Server,
  wholeSince: number | undefined,
): boolean {
  return (
    isOnlyAwaited !== true &&
    server.isPyChat &&
    server.account !== undefined &&
    run === server.run?.id &&
    wholeSince !== undefined &&
    wholeSince < sentAfter
  );
}

/**
 * Cuts what remains of a message for this server. As long as that gives the same units they keep their ids.
 *
 * @returns whether they are others
 */
export function cutEntry(entry: OutboxEntry, server: Server): boolean {
  const before = entry.units.map(named => named.unit);
  const after = compose(entry, before, server);
  if (entry.cuts >= 0 && JSON.stringify(before) === JSON.stringify(after)) return false;
  entry.cuts++;
  entry.units = after.map((unit, index) => ({
    ...{ unit, wireId: wireIdOf(entry.id, entry.cuts, index) },
    isWritten: false,
  }));
  entry.isInParts ||= after.length > 1;
  return true;
}

function compose(entry: OutboxEntry, before: readonly Unit[], server: Server): readonly Unit[] {
  const textBytes = textBytesFor(server, entry.target);
  if (entry.form === 'say') return composeSay(textOfUnits(before), textBytes, server.multiline);
  // An action is cut once: its parts are actions already, and short enough for any connection but a strange one.
  return entry.cuts >= 0 ? before : composeAction(textOfUnits(before), textBytes);
}

/** The client-only tags that go along with a unit of a message. */
export function tagsOf(
  { answers, file }: MessageExtras,
  wireId: string,
): readonly (readonly [string, string])[] {
  return [
    [idTag, wireId],
    ...(answers !== undefined && isMsgid(answers) ? [[replyTag, answers] as const] : []),
    ...(file !== undefined ? [[fileOfferTag, serializeFileOffer(file)] as const] : []),
  ];
}

/**
 * Notes what a server says of a message, or of a part of one, by sending it back.
 *
 * @param heardAt the time of the latest line that was heard, by the server
 */
export function noteEcho(entry: OutboxEntry, echo: Whole, clock: Clock, heardAt = 0): void {
  const msgid = echo.tags.get('msgid') ?? '';
  const name = isMsgid(msgid) ? detach(msgid) : undefined;
  if (entry.echo !== undefined && name !== undefined) entry.echo.parts?.push(name);
  entry.echo ??= {
    ...(name !== undefined && { msgid: name }),
    ...(echo.tags.has('time') && { at: timeOf(echo, clock) }),
    ...((echo.isPast === true || (serverTimeOf(echo) ?? heardAt) < heardAt) && { earlier: true }),
    ...(entry.isInParts === true && { parts: [] }),
  };
}
