import type { TypingState } from '../chat/event.ts';
import type { Line, LineChange } from '../chat/line.ts';
import type { Location } from '../chat/location.ts';
import type { Appearance } from './appearance.ts';

/** Something that can be done now: what the page sends back and what its button says. */
export interface OfferedAction {
  readonly id: PanelAction;
  readonly label: string;
}

/** What is shown at the top, in the manner of cmd.exe's. All words are already in the user's language. */
export interface Banner {
  readonly title: string;
  readonly rows: readonly string[];
  /** Those of the rows that everybody has to know: what is kept, and what is wrong. */
  readonly vital: readonly string[];
  readonly actions: readonly OfferedAction[];
}

/** The prompt's state: `C:\CHAT\ANA>` is `path`; what cannot be sent now may still be typed. */
export interface PromptState {
  readonly path: string;
  /** Shown while nothing is typed, to say what Enter would do; '' for nothing. */
  readonly hint: string;
  /** Bytes of one message where each line is a message of its own; absent where a message may have several lines. */
  readonly lineBytes?: number;
  /** The ways on from here, while nothing can be said. */
  readonly actions: readonly OfferedAction[];
}

/** A room, a private chat, or what a server itself says, at the top of the page. */
export interface TabState {
  /** Names it in every message; the same after the window is back. */
  readonly id: string;
  readonly title: string;
  readonly kind: 'start' | 'server' | 'room' | 'private';
  /** Names the server that it belongs to; '' for none. What was typed is kept apart by it. */
  readonly server: string;
  /** Messages that were not read yet, and those of them that mention the user. */
  readonly unread: number;
  readonly mentions: number;
  readonly muted: boolean;
  /** A room that we are not in, though its server is there: we were removed, or not let in. */
  readonly out: boolean;
  /** There is no connection to its server, and none is on its way back: nothing can be sent, and nothing else opened there. */
  readonly over: boolean;
  /** The last one may not be closed. */
  readonly closable: boolean;
}

/** The people and rooms known in the tab that is open. */
export interface Vocabulary {
  /** The others, those who spoke last first. */
  readonly nicks: readonly string[];
  readonly rooms: readonly string[];
  /** Our own nick there; '' where we are not. */
  readonly own: string;
  /** The people muted at the server of the tab, here or not: those of `nicks` as they are there, the others as typed. */
  readonly muted: readonly string[];
}

/** A room that a server lists. */
export interface RoomChoice {
  readonly name: string;
  readonly people: number;
  readonly topic: string;
}

/** A slash command as the page offers it. */
export interface CommandWords {
  readonly name: string;
  /** Another name of one that is in the list as well. */
  readonly isAlias?: true;
  /** What it is needed for, in words; those of a group follow one another. */
  readonly group: string;
  /** What may follow the name; '' for nothing. */
  readonly usage: string;
  readonly help: string;
  /** For each argument what may stand there. */
  readonly args: readonly ('nick' | 'room' | 'command' | readonly string[])[];
}

/** What the page keeps for its user beyond what it shows, also when it opens in another place. */
export interface Kept {
  /** The half-typed text of each tab that has one. */
  readonly drafts: readonly (readonly [tab: string, text: string])[];
  /** What Up brings back by server, oldest first; the server used last is at the end. */
  readonly typed: readonly (readonly [server: string, texts: readonly string[]])[];
  /** Those of `typed` that no disk may have: said in private, or with a secret in them. */
  readonly unstored: readonly string[];
  /** Milliseconds since 1970 at which it was so. */
  readonly at: number;
}

/** What one tab shows. */
export interface Screen {
  /** The id of the tab whose place this one takes: what is half typed there goes on here. */
  readonly replaces?: string;
  readonly banner: Banner;
  readonly lines: readonly Line[];
  /** There are lines before `lines`: the page may ask for them. */
  readonly hasOlder: boolean;
  /** The first unread line; undefined when there is none. */
  readonly firstNew?: string;
  /** One of `lines`, at the upper edge when the page was seen last; undefined at the end. */
  readonly reading?: string;
  readonly typing: readonly string[];
  readonly prompt: PromptState;
}

/** How the code that a link points to compares with the user's own copy. */
export type LocationState = 'same' | 'moved' | 'unsure' | 'changed' | 'missing';

/** Everything the host may say to the page. Lines and changes are of the tab that is open, as the last `screen` said. */
export type ToWebview =
  | {
      readonly type: 'snapshot';
      readonly words: Readonly<Record<string, string>>;
      readonly appearance: Appearance;
      readonly tabs: readonly TabState[];
      readonly active: string;
      readonly screen: Screen;
      readonly vocabulary: Vocabulary;
      readonly commands: readonly CommandWords[];
      /** What the page kept in its place before, as far as the host was told. */
      readonly kept?: Kept;
    }
  | { readonly type: 'appearance'; readonly appearance: Appearance }
  | { readonly type: 'tabs'; readonly tabs: readonly TabState[]; readonly active: string }
  /** Another tab is open now: what it shows replaces all. */
  | { readonly type: 'screen'; readonly active: string; readonly screen: Screen }
  | { readonly type: 'append'; readonly lines: readonly Line[] }
  /** Answers `older`, oldest first. */
  | { readonly type: 'older'; readonly lines: readonly Line[]; readonly hasOlder: boolean }
  | { readonly type: 'change'; readonly id: string; readonly change: LineChange }
  | { readonly type: 'firstNew'; readonly id: string | undefined }
  | { readonly type: 'typing'; readonly nicks: readonly string[] }
  | { readonly type: 'vocabulary'; readonly vocabulary: Vocabulary }
  /** Answers `wantPlaces`, at first without the rooms: those the server has to list. */
  | {
      readonly type: 'places';
      readonly tab: string;
      readonly rooms: readonly RoomChoice[];
      readonly people: readonly string[];
    }
  | { readonly type: 'banner'; readonly banner: Banner }
  | { readonly type: 'prompt'; readonly prompt: PromptState }
  | { readonly type: 'clear' }
  /** Answers `checkLocations`, by `locationKey`. */
  | { readonly type: 'locations'; readonly states: Readonly<Record<string, LocationState>> }
  /** Wants a piece of a file that was dropped here. */
  | { readonly type: 'wantBytes'; readonly file: string; readonly offset: number; readonly length: number }
  | { readonly type: 'forgetFile'; readonly file: string }
  | { readonly type: 'sound' }
  | { readonly type: 'focus' };

/** What a button of the page may ask for. */
export const panelActions = [
  'host',
  'join',
  'copyInvite',
  'leave',
  'retry',
  'joinAgain',
  'sendFile',
  'pasteInvite',
  'enterAddress',
  'tryAgain',
  'hostSettings',
  'showLog',
] as const;
export type PanelAction = (typeof panelActions)[number];

export const codeActions = ['copy', 'insert', 'open', 'review'] as const;
export type CodeAction = (typeof codeActions)[number];

export const fileActions = ['save', 'cancel', 'resume', 'open', 'reveal'] as const;
export type FileAction = (typeof fileActions)[number];

/**
 * Everything the page may say to the host, read by `parseFromWebview.ts`; how long each field may be is in
 * `messageLimits.ts`. What names a line or a tab may name one that is no longer there.
 */
export type FromWebview =
  | { readonly type: 'ready' }
  /** `answers` is the id of the line that is answered. */
  | { readonly type: 'submit'; readonly tab: string; readonly text: string; readonly answers?: string }
  | { readonly type: 'action'; readonly action: PanelAction }
  /** Sent when the page loses the keyboard: it may be about to move to another place. */
  | { readonly type: 'kept'; readonly kept: Kept }
  | { readonly type: 'openLink'; readonly href: string }
  | { readonly type: 'openTab'; readonly tab: string }
  | { readonly type: 'closeTab'; readonly tab: string }
  /** `to` counts from 0, the tab itself taken out. */
  | { readonly type: 'moveTab'; readonly tab: string; readonly to: number }
  | { readonly type: 'typing'; readonly tab: string; readonly state: TypingState }
  /** Wants to know which rooms and people the tab's server has. */
  | { readonly type: 'wantPlaces'; readonly tab: string }
  /** Enters a room of the tab's server, and shows its tab. */
  | { readonly type: 'joinRoom'; readonly tab: string; readonly room: string }
  /** Shows the private chat with somebody, who is named as in `Vocabulary` or as in a line. */
  | { readonly type: 'openChat'; readonly tab: string; readonly nick: string }
  | { readonly type: 'mute'; readonly tab: string; readonly nick: string; readonly on: boolean }
  /**
   * The page has the keyboard, and this is the last line that is wholly visible, wherever the log is scrolled; of a line
   * that is taller than the log, its end. Never a line above one that was named since the tab was opened.
   */
  | { readonly type: 'seen'; readonly tab: string; readonly id: string }
  /** The line at the upper edge, wherever the log was scrolled; '' at the end. */
  | { readonly type: 'reading'; readonly tab: string; readonly line: string }
  | { readonly type: 'older'; readonly tab: string }
  /** Adds the user's reaction, or removes it. */
  | { readonly type: 'react'; readonly tab: string; readonly id: string; readonly reaction: string }
  | { readonly type: 'redact'; readonly tab: string; readonly id: string }
  /** Says a line of ours once more, as a new one. */
  | { readonly type: 'sendAgain'; readonly tab: string; readonly id: string }
  | { readonly type: 'openLocation'; readonly location: Location }
  | { readonly type: 'checkLocations'; readonly locations: readonly Location[] }
  /** `block` counts the code blocks of the line from 0. */
  | {
      readonly type: 'code';
      readonly tab: string;
      readonly id: string;
      readonly block: number;
      readonly action: CodeAction;
    }
  | { readonly type: 'file'; readonly tab: string; readonly id: string; readonly action: FileAction }
  /** Files dropped here; the page keeps them under `file` until `forgetFile` and gives their bytes when asked. */
  | {
      readonly type: 'dropped';
      readonly tab: string;
      readonly files: readonly { readonly file: string; readonly name: string; readonly size: number }[];
      /** How many folders came with them, which are not sent. */
      readonly folders: number;
      /** What came from the editor's own explorer: addresses of files. */
      readonly uris: readonly string[];
    }
  /** Answers `wantBytes`; empty when the file can no longer be read. */
  | {
      readonly type: 'fileBytes';
      readonly file: string;
      readonly offset: number;
      readonly bytes: Uint8Array;
    };
