import type { NoteLine } from '../../chat/line.ts';
import type { Translate } from '../../chat/translate.ts';
import type { ChatClient } from '../../client/chatClient.ts';
import type { RoomFacts } from '../banner.ts';
import type { Quiet } from '../attention/doNotDisturb.ts';

/** What slash commands need of the connection. */
export type SlashClient = Pick<
  ChatClient,
  | 'act'
  | 'away'
  | 'enterRoom'
  | 'fold'
  | 'invite'
  | 'isChannel'
  | 'kick'
  | 'limits'
  | 'list'
  | 'members'
  | 'nick'
  | 'rooms'
  | 'say'
  | 'setNick'
  | 'setTopic'
  | 'topic'
  | 'who'
>;

/** What a slash command may do to the chat, and to the tab that it was typed in. */
export interface SlashTarget {
  readonly t: Translate;
  readonly version: string;
  /** The editor's language, as in `pt-br`. */
  readonly language: string;
  /** The connection; undefined when there is none. */
  readonly client: SlashClient | undefined;
  /** How others join, where this window may tell. */
  readonly facts: RoomFacts | undefined;
  /** The tab it was typed in; `target` is its room or the other's nick, '' at the start. */
  readonly tab: { readonly target: string };
  /** Where the prompt says we are, without its `>`. */
  readonly path: string;
  /** Rooms and nicks of the tabs that are open, without the start. */
  readonly places: readonly string[];
  /** Milliseconds since 1970. */
  now(): number;
  note(text: string, tone?: NoteLine['tone']): void;
  clear(): void;
  /** Brings a tab to the front, that of a room or nick, or the first for ''. @returns false when none is open */
  openTab(target: string): boolean;
  /** Opens a private chat and brings it to the front. @returns false when there are too many */
  openPrivate(nick: string): boolean;
  /** Closes the tab, leaving its room. @returns false for the one that stays */
  closeTab(reason: string): boolean;
  /** What stands over the page in this tab; '' for its own. */
  setTitle(title: string): void;
  /** Background and text as two hex digits, '' for the theme's. */
  setColours(colours: string): void;
  /** Asks for a file and sends it to the tab. */
  sendFile(): void;
  /** Runs a command of the editor's. */
  execute(command: string, ...args: unknown[]): void;
  readonly attention: SlashAttention;
}

/** What slash commands need of `Attention`. */
interface SlashAttention {
  readonly muted: readonly string[];
  /** @returns false when too many are muted already */
  mute(target: string, on: boolean): boolean;
  readonly doNotDisturb: boolean;
  setDoNotDisturb(how: Quiet): void;
}
