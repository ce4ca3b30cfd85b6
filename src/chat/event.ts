/** How far a message of one's own has come: waiting for a connection, written to it, echoed back, or refused. */
export type Delivery = 'queued' | 'sent' | 'relayed' | 'failed';

/** The form of a message: plain, `/me`, or a notice. */
export type MessageForm = 'say' | 'action' | 'notice';

/** Something that was said in the room or to us. */
export interface MessageEvent {
  readonly type: 'message';
  /** Unique in this conversation; for one's own message the same from Enter on. */
  readonly id: string;
  /** Milliseconds since 1970, by the relay's clock where it gives one. */
  readonly at: number;
  readonly nick: string;
  /** As it came, line breaks (`\n`) included: hostile until `chat/line.ts` has read it. */
  readonly text: string;
  readonly form: MessageForm;
  /** The channel, or the nick it went to when it was private. */
  readonly target: string;
  readonly own: boolean;
  /** Only for one's own. */
  readonly delivery?: Delivery;
  /** It was said before we came, or while we were away. */
  readonly earlier?: boolean;
}

/** What happened in a room, as the client understands it. */
export type ChatEvent =
  | MessageEvent
  | { readonly type: 'delivery'; readonly id: string; readonly delivery: Delivery; readonly reason?: string }
  | {
      readonly type: 'joined';
      readonly at: number;
      readonly nick: string;
      readonly channel: string;
      readonly own: boolean;
    }
  | {
      readonly type: 'left';
      readonly at: number;
      readonly nick: string;
      readonly how: 'part' | 'quit' | 'kick';
      /** Who kicked. */
      readonly by?: string;
      readonly reason: string;
      readonly own: boolean;
    }
  | {
      readonly type: 'renamed';
      readonly at: number;
      readonly nick: string;
      readonly to: string;
      readonly own: boolean;
    }
  | {
      readonly type: 'topic';
      readonly at: number;
      readonly text: string;
      /** Absent on joining. */ readonly by?: string;
    }
  | { readonly type: 'members'; readonly at: number; readonly nicks: readonly string[] }
  | {
      readonly type: 'refused';
      readonly at: number;
      readonly numeric: string;
      readonly params: readonly string[];
    }
  | { readonly type: 'serverSaid'; readonly at: number; readonly text: string };
