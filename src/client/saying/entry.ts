import type { Delivery, FileOffer } from '../../chat/event.ts';
import { fileOfferTag, serializeFileOffer } from '../../chat/fileOffer.ts';
import type { Clock } from '../../common/clock.ts';
import { detach } from '../../irc/detach.ts';
import type { Message } from '../../irc/message.ts';
import { isMsgid } from '../../irc/names.ts';
import { timeOf } from '../reading/serverTime.ts';
import type { Server } from '../server.ts';
import { composeAction, composeSay, textOfUnits, type Unit } from './compose.ts';
import type { Pacer } from './pacer.ts';
import { idTag, replyTag, textBytesFor } from './wire.ts';

/** What a message may carry along. */
export interface MessageExtras {
  /** The `msgid` of what it answers. */
  readonly answers?: string;
  readonly file?: FileOffer;
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
}

/** What goes out as one, and its id on the wire. */
export interface NamedUnit {
  readonly unit: Unit;
  readonly wireId: string;
}

/** A message of ours that is not known to have arrived. */
export interface OutboxEntry extends OutgoingText {
  readonly id: string;
  readonly bytes: number;
  /** What has not come back yet, cut for the connection of the time. */
  units: readonly NamedUnit[];
  /** How often it was cut again, so that no two different units ever have one id. */
  cuts: number;
  delivery: Delivery;
  /** The connection on which it went out last. */
  wire?: Wire;
  /** Of the first unit that came back. */
  echo?: Echo;
}

/** What a server says of a message by sending it back. */
interface Echo {
  readonly msgid?: string;
  /** When it was sent, milliseconds since 1970. */
  readonly at?: number;
}

/** Cuts what remains of a message for this server. As long as that gives the same units they keep their ids. */
export function cutEntry(entry: OutboxEntry, server: Server): void {
  const before = entry.units.map(named => named.unit);
  const after = compose(entry, before, server);
  if (entry.cuts >= 0 && JSON.stringify(before) === JSON.stringify(after)) return;
  entry.cuts++;
  entry.units = after.map((unit, index) => {
    const isPlain = entry.cuts === 0 && index === 0;
    return { unit, wireId: isPlain ? entry.id : `${entry.id}.${entry.cuts}.${index}` };
  });
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

export function echoOf(echo: Message, clock: Clock): Echo {
  const msgid = echo.tags.get('msgid') ?? '';
  return {
    ...(isMsgid(msgid) && { msgid: detach(msgid) }),
    ...(echo.tags.has('time') && { at: timeOf(echo, clock) }),
  };
}
