import type { FileOffer, ResumedMessage, TypingState } from '../chat/event.ts';
import type { MessageLine } from '../chat/line.ts';
import type { CodeAction, FileAction, FromWebview, ToWebview } from '../panel/protocol.ts';
import type { FailureText } from './connections/failureText.ts';
import type { WindowStatus } from './connections/status.ts';

/** In which tab the list of rooms was asked for, and whether for a note there or for the page to choose from. */
export interface ListFor {
  readonly tab: string;
  readonly shownAs: 'note' | 'choice';
}

/** What is asked of a connection's client. A target is a room or, for a private chat, the other one's nick. */
export type ClientRequest =
  | {
      readonly type: 'say';
      readonly target: string;
      readonly text: string;
      /** The `msgid` of what it answers. */
      readonly answers?: string;
      readonly file?: FileOffer;
      /** The id that its line is to have, which nobody can guess. */
      readonly id?: string;
    }
  /** A message of ours is not sent, if nothing of it was: answered by the event `withdrawn`. */
  | { readonly type: 'withdraw'; readonly id: string }
  /** Messages that an earlier window had. */
  | { readonly type: 'resume'; readonly messages: readonly ResumedMessage[] }
  | { readonly type: 'act'; readonly target: string; readonly text: string }
  | {
      readonly type: 'react';
      readonly target: string;
      readonly msgid: string;
      readonly reaction: string;
      readonly removed: boolean;
    }
  | { readonly type: 'redact'; readonly target: string; readonly msgid: string }
  | { readonly type: 'typing'; readonly target: string; readonly state: TypingState }
  | { readonly type: 'markRead'; readonly target: string; readonly upTo: number }
  /** Answered by the input `older`. */
  | { readonly type: 'older'; readonly target: string; readonly before: number; readonly tab: string }
  | {
      readonly type: 'enterRoom';
      readonly room: string;
      readonly key?: string;
      readonly shownUpTo?: number;
    }
  /** An earlier client of this server has told all that was said in a room, or in private with '', up to a time of a run. */
  | { readonly type: 'keepKnown'; readonly target: string; readonly upTo: number; readonly run?: string }
  | { readonly type: 'leaveRoom'; readonly room: string; readonly reason: string }
  | { readonly type: 'invite'; readonly nick: string; readonly room: string }
  | { readonly type: 'kick'; readonly room: string; readonly nick: string; readonly reason: string }
  /** Answered by the input `listed`. */
  | ({ readonly type: 'list' } & ListFor)
  | { readonly type: 'setNick'; readonly nick: string }
  | { readonly type: 'setTopic'; readonly room: string; readonly text: string }
  | { readonly type: 'away'; readonly reason: string }
  | { readonly type: 'retryNow' };

/** Where files go: a tab, with the connection and the target that it has. */
export interface FilePlace {
  readonly tab: string;
  readonly connection: string;
  readonly target: string;
}

/** A room or private chat where something can be said now, or as soon as its connection is back. */
export interface TalkPlace extends FilePlace {
  readonly title: string;
  readonly kind: 'room' | 'private';
  /** Bytes that one message may have there. */
  readonly maxBytes: number;
  /** Each line of a text is a message of its own there. */
  readonly isByLine: boolean;
  /** What was said there can be taken back. */
  readonly canTakeBack: boolean;
  /** How many are there, with us; of a private chat 0. */
  readonly people: number;
  readonly unread: number;
  readonly mentions: number;
}

/** Everything that a conversation makes the window do. */
export type Effect =
  | { readonly type: 'client'; readonly connection: string; readonly request: ClientRequest }
  /** A connection is up, or is left: what files wait for. */
  | { readonly type: 'connectionUp' | 'connectionDown'; readonly connection: string }
  | { readonly type: 'post'; readonly message: ToWebview }
  | { readonly type: 'title'; readonly title: string }
  /** 0 takes the count away. */
  | { readonly type: 'badge'; readonly count: number; readonly tooltip: string }
  | { readonly type: 'openPage' }
  | { readonly type: 'status'; readonly status: WindowStatus }
  /** Keeps a message in the workspace's file, in its place by time; the same id again replaces it. */
  | { readonly type: 'keepLine'; readonly line: MessageLine }
  | { readonly type: 'forgetLine'; readonly id: string }
  | { readonly type: 'writeLines' }
  /** What was to be entered came to nothing, and nobody sees it in the page. */
  | ({ readonly type: 'tellFailure' } & FailureText)
  /** What was told so is no longer true, or stands in the page now. */
  | { readonly type: 'failureOver' }
  /** Answered by the input `notified`. */
  | {
      readonly type: 'notify';
      readonly notification: number;
      readonly text: string;
      readonly buttons: readonly string[];
    }
  /** Shows a notification of the operating system; '' for no text below the title. */
  | { readonly type: 'systemNotice'; readonly title: string; readonly text: string }
  /** Keeps a value for later windows: of this workspace, or of all. */
  | {
      readonly type: 'store';
      readonly scope: 'workspace' | 'global';
      readonly key: string;
      readonly value: unknown;
    }
  /** Keeps the messages of ours that have not arrived for the next window, where nobody else can read them. */
  | { readonly type: 'keepQueue'; readonly value: unknown }
  /** Answered by the input `queueAnswered`. */
  | {
      readonly type: 'askQueue';
      readonly connection: string;
      readonly text: string;
      readonly send: string;
      readonly discard: string;
    }
  /** Runs a command of the editor's. */
  | { readonly type: 'command'; readonly command: string; readonly args: readonly unknown[] }
  | {
      readonly type: 'code';
      readonly text: string;
      readonly block: number;
      readonly action: CodeAction;
      readonly from: string;
    }
  | { readonly type: 'sendFile'; readonly place: FilePlace }
  | {
      readonly type: 'file';
      readonly connection: string;
      readonly offer: FileOffer;
      readonly action: FileAction;
    }
  | {
      readonly type: 'dropped';
      readonly place: FilePlace;
      readonly files: Extract<FromWebview, { type: 'dropped' }>['files'];
      readonly folders: number;
      readonly uris: readonly string[];
    };
