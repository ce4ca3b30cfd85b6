import type { ChatEvent, FileOffer, HistoricEvent } from '../chat/event.ts';
import type { FileView, MessageLine, NoteLine } from '../chat/line.ts';
import type { FromWebview, RoomChoice } from '../panel/protocol.ts';
import type { FailureText } from './connections/failureText.ts';
import type { ServerView } from './connections/serverView.ts';
import type { ListFor } from './effect.ts';
import type { RoomFacts } from './page/banner.ts';
import type { WindowSettings } from './page/windowSettings.ts';

/** What the page asks of the conversation; the rest it asks of the editor. */
export type ChatRequest = Exclude<
  FromWebview,
  { readonly type: 'openLink' | 'openLocation' | 'checkLocations' | 'fileBytes' }
>;

/** What a server was found to have before some line. */
export interface OlderLines {
  /** Oldest first. */
  readonly events: readonly HistoricEvent[];
  /** Only `all` says that there is nothing older. */
  readonly end: 'more' | 'all' | 'refused' | 'noAnswer';
}

/** Hosting or joining begins. */
export interface Entering {
  readonly connection: string;
  readonly hosting: boolean;
  /** To be opened when it is up. */
  readonly room: string;
  /** Shows where it leads. */
  readonly name: string;
  /** Nobody asked for it just now: that it comes to nothing is said in the page alone. */
  readonly byItself?: boolean;
}

/** What a connection is made of once it is known who is at the other end. */
export interface Identified {
  /** Whose server it is: the key that it has shown. Everything that is kept is kept under it. */
  readonly server: string;
  readonly client: ServerView;
  /** What the host, or another window of theirs, may tell of the room. */
  readonly facts?: RoomFacts;
  /** To hand on; '' when none is needed or known. */
  readonly invite: string;
  /** The server has just begun: nothing was said there before. */
  readonly isFresh: boolean;
  /** This window hosts it, and not another one of the same person. */
  readonly hosting: boolean;
}

/** Everything that a conversation is told. `connection` names one of the window's connections, as `entering` did. */
export type Input =
  | ({ readonly type: 'entering' } & Entering)
  | ({ readonly type: 'identified'; readonly connection: string } & Identified)
  | { readonly type: 'event'; readonly connection: string; readonly event: ChatEvent }
  /** It came to nothing, or ended by itself. */
  | ({ readonly type: 'ended'; readonly connection: string } & FailureText)
  /** We have left it. */
  | { readonly type: 'left'; readonly connection: string }
  | { readonly type: 'older'; readonly tab: string; readonly answer: OlderLines }
  | ({ readonly type: 'listed'; readonly rooms: readonly RoomChoice[] } & ListFor)
  | { readonly type: 'page'; readonly request: ChatRequest }
  /** The page is hidden or gone: it says `ready` when it is back. */
  | { readonly type: 'pageGone' }
  /** Whether the window has the keyboard, and whether the page can be seen in it. */
  | { readonly type: 'attention'; readonly isFocused: boolean; readonly isPageVisible: boolean }
  | { readonly type: 'doNotDisturb'; readonly on: boolean }
  | { readonly type: 'settings'; readonly settings: WindowSettings }
  /** What the workspace's file holds, the oldest first. */
  | { readonly type: 'earlier'; readonly lines: readonly MessageLine[] }
  /** What `keepQueue` kept in an earlier window; undefined for nothing. Until then nothing new is kept. */
  | { readonly type: 'keptQueue'; readonly value: unknown }
  /** Whether messages that have waited for long are sent now or thrown away; undefined when nobody has said. */
  | {
      readonly type: 'queueAnswered';
      readonly connection: string;
      readonly answer: 'send' | 'discard' | undefined;
    }
  /** The window is about to close: what has not arrived until now is for the next one. */
  | { readonly type: 'closing' }
  /** Something of the window's own to say. */
  | { readonly type: 'note'; readonly text: string; readonly tone: NoteLine['tone'] }
  /** A notification was answered with one of its buttons, or went away. */
  | { readonly type: 'notified'; readonly notification: number; readonly answer: string | undefined }
  /** Something is to be said in a tab, in a line of this id: nobody can guess it. */
  | { readonly type: 'share'; readonly tab: string; readonly text: string; readonly id: string }
  /** What was shared under this id is taken back. */
  | { readonly type: 'unshare'; readonly tab: string; readonly id: string }
  /** A tab is to come to the front, with the page. */
  | { readonly type: 'showTab'; readonly tab: string }
  /** The same for what nobody has read: the tab where the user was spoken to, else another one. */
  | { readonly type: 'showUnread' }
  /** The private chat with somebody of a tab's server is to come to the front, with the page. */
  | { readonly type: 'showPrivate'; readonly tab: string; readonly nick: string }
  /** A file is offered to a tab by us; `text` is what clients without files read. */
  | { readonly type: 'fileOffered'; readonly tab: string; readonly offer: FileOffer; readonly text: string }
  /** An offer, by its id, stands otherwise now. */
  | { readonly type: 'fileChanged'; readonly offer: string; readonly view: FileView };
