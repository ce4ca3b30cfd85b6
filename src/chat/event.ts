import type { ConnectionState } from './connection.ts';

/**
 * How far one of our messages has come: waiting for a connection, written to it, taken by the server, or refused. Not
 * confirmed: the connection ended before the server had answered, so the message may have arrived or not.
 */
export type Delivery = 'queued' | 'sent' | 'relayed' | 'failed' | 'notConfirmed';

/** The form of a message: plain, `/me`, or a notice. */
export type MessageForm = 'say' | 'action' | 'notice';

/** Where something happened: a room, by the name it was entered under, or the nick of the other in a private chat. */
interface InPlace {
  readonly target: string;
}

/** A file that somebody offers: what it takes to fetch it, and what it says of itself. Hostile until it is checked. */
export interface FileOffer {
  /** The relay's name for the offer and the secret that fetching it takes, both printable ASCII without spaces. */
  readonly id: string;
  readonly secret: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the content, 64 hex digits in lower case. */
  readonly hash: string;
}

/** How a message of ours has gone out: what it takes to learn after a restart what has become of it. */
export interface SentAs {
  /** The server's time as last heard before, milliseconds since 1970; -1 when none was. */
  readonly after: number;
  /** The run of the server's histories that this is a time of. */
  readonly run?: string;
  /** Into how many parts it was cut, and how often it was cut otherwise before: their ids on the wire follow from these. */
  readonly parts: number;
  readonly cuts: number;
}

/** A message of ours that was not known to have arrived when its window ended. */
export interface ResumedMessage extends InPlace {
  readonly id: string;
  readonly form: 'say' | 'action';
  readonly text: string;
  /** The `msgid` of what it answers. */
  readonly answers?: string;
  /** Absent when it never was sent. */
  readonly sent?: SentAs;
  /** It was sent so long ago that it is only looked for. */
  readonly isOld?: boolean;
}

/** Something that was said in a room or to us. */
export interface MessageEvent extends InPlace {
  readonly type: 'message';
  /** Unique in this conversation; for one's own message the same from Enter on. */
  readonly id: string;
  /** The server's name for it, by which it is answered, reacted to and taken back; one's own gets it with the echo. */
  readonly msgid?: string;
  /** Milliseconds since 1970, by the relay's clock where it gives one. */
  readonly at: number;
  readonly nick: string;
  /** The sender's account, where the server tells it: unlike the nick it does not change. */
  readonly account?: string;
  /** As it came, line breaks (`\n`) included: hostile until `chat/line.ts` has read it. */
  readonly text: string;
  readonly form: MessageForm;
  readonly own: boolean;
  /** Only for one's own. */
  readonly delivery?: Delivery;
  /** With the delivery `sent`. */
  readonly sent?: SentAs;
  /** It was said before we came, or while we were away. */
  readonly earlier?: boolean;
  /** The `msgid` of what it answers. https://ircv3.net/specs/client-tags/reply */
  readonly replyTo?: string;
  readonly file?: FileOffer;
}

/** How far a message of our own has come. */
interface DeliveryEvent extends InPlace {
  readonly type: 'delivery';
  readonly id: string;
  readonly delivery: Delivery;
  /** With `sent`. */
  readonly sent?: SentAs;
  /** With `relayed`, where the server names its messages. */
  readonly msgid?: string;
  /** With `relayed`: when the server says that it was sent, milliseconds since 1970. */
  readonly at?: number;
  /** With `relayed`: it was found in what was said before, and is not the last that the server tells. */
  readonly earlier?: boolean;
  /** With `relayed`, of one that went out as several messages and is told as these later: the names of all but the first. */
  readonly parts?: readonly string[];
  /** With `failed` and `notConfirmed`: one of the words in `conversation/lines/deliveryText.ts`, or the server's own. */
  readonly reason?: string;
}

/** A message of our own was withdrawn before any of it was sent: it is as if it had never been said. */
interface WithdrawnEvent extends InPlace {
  readonly type: 'withdrawn';
  readonly id: string;
}

/** Somebody reacts to a message, or takes that back. https://ircv3.net/specs/client-tags/react */
interface ReactionEvent extends InPlace {
  readonly type: 'reaction';
  readonly msgid: string;
  readonly nick: string;
  /** As it came: hostile. */
  readonly reaction: string;
  readonly removed: boolean;
  readonly own: boolean;
}

/** A message is taken back. https://ircv3.net/specs/extensions/message-redaction */
interface RedactedEvent extends InPlace {
  readonly type: 'redacted';
  readonly msgid: string;
  readonly by: string;
  readonly reason: string;
}

/** Somebody types. https://ircv3.net/specs/client-tags/typing */
interface TypingEvent extends InPlace {
  readonly type: 'typing';
  readonly nick: string;
  readonly state: TypingState;
}

export type TypingState = 'active' | 'paused' | 'done';

/** Who comes, goes, or changes name. */
export type PresenceEvent =
  | (InPlace & { readonly type: 'joined'; readonly at: number; readonly nick: string; readonly own: boolean })
  | (InPlace & {
      readonly type: 'left';
      readonly at: number;
      readonly nick: string;
      readonly how: 'part' | 'quit' | 'kick';
      /** Who kicked. */
      readonly by?: string;
      readonly reason: string;
      readonly own: boolean;
    })
  | {
      readonly type: 'renamed';
      readonly at: number;
      readonly nick: string;
      readonly to: string;
      readonly own: boolean;
      /** The rooms both we and they are in. */
      readonly rooms: readonly string[];
    };

/**
 * What was said before, or while we were away, in one piece: messages (each `earlier`), reactions, redactions, and gaps
 * between them, oldest first. Nothing of it is told in any other event.
 */
export interface HistoryEvent extends InPlace {
  readonly type: 'history';
  readonly events: readonly HistoricEvent[];
  /** The server has nothing older than these and what it told before. */
  readonly isWhole: boolean;
}

/**
 * Something may have been said in between that we have not heard and the server does not have. By itself, outside a piece
 * of history and with the target '', it is about private chats of which nobody knows whose.
 */
interface GapEvent extends InPlace {
  readonly type: 'gap';
  /** Where it stands: the same as `from`. */
  readonly at: number;
  /** Milliseconds since 1970, by the server's clock where it gives a time. */
  readonly from: number;
  readonly to: number;
  /** All that comes after it is later than this time, which may be before `from`: the server started a new history. */
  readonly restartAt?: number;
}

/** What a piece of history is made of. */
export type HistoricEvent = MessageEvent | ReactionEvent | RedactedEvent | GapEvent;

/** A room does not let us in, now or after a break. It is no longer wanted, until it is entered again. */
interface NotEnteredEvent extends InPlace {
  readonly type: 'notEntered';
  readonly at: number;
  /** 471, 473, 474, 475, 477, 403, 405, 470, …, or FAIL. */
  readonly numeric: string;
  /** The server's words: hostile. */
  readonly text: string;
  /** With 470: the room that we are put into instead, which `joined` then tells of. */
  readonly forwardedTo?: string;
}

/** What happened, as the client understands it. */
export type ChatEvent =
  | { readonly type: 'state'; readonly state: ConnectionState }
  | MessageEvent
  | HistoryEvent
  | GapEvent
  | DeliveryEvent
  | WithdrawnEvent
  | ReactionEvent
  | RedactedEvent
  | TypingEvent
  | PresenceEvent
  | NotEnteredEvent
  | (InPlace & {
      readonly type: 'topic';
      readonly at: number;
      readonly text: string;
      /** Absent on joining. */ readonly by?: string;
    })
  /** Who is in a room has changed; told once for all that came in one turn. */
  | (InPlace & { readonly type: 'membersChanged' })
  /** All up to `upTo`, milliseconds since 1970, was read here or in another window. https://ircv3.net/specs/extensions/read-marker */
  | (InPlace & { readonly type: 'read'; readonly upTo: number })
  | {
      readonly type: 'refused';
      readonly at: number;
      readonly numeric: string;
      readonly params: readonly string[];
      /** The room or nick it is about, where that can be told. */
      readonly target?: string;
    }
  /** Somebody asks us into a room. */
  | { readonly type: 'invited'; readonly at: number; readonly nick: string; readonly room: string }
  /** The server keeps what is said for another time than before, or no longer. */
  | { readonly type: 'keepingChanged' }
  | { readonly type: 'serverSaid'; readonly at: number; readonly text: string };

/** Tells an event. */
export type Emit = (event: ChatEvent) => void;
