import type { NoteLine } from '../../chat/line.ts';
import type { CodeRequests } from '../code/codeRequests.ts';
import type { Transfers } from '../files/transfers.ts';
import type { History } from '../history.ts';
import type { LastRoom } from '../lastRoom.ts';
import type { Attention } from '../../conversation/attention/attention.ts';
import type { Room } from '../room.ts';
import type { Services } from '../services.ts';
import type { ChatLog } from '../../conversation/chatLog.ts';
import type { Page } from '../../conversation/page.ts';
import type { Tab } from '../../conversation/tab.ts';
import type { Tabs } from '../../conversation/tabs.ts';

/** What somebody has read, and what still waits. */
export interface ReadingState {
  /** Whether somebody sees the end of a tab now. */
  isLookedAt(tab: Tab): boolean;
  /** Somebody may be looking at the open tab now: then what is in it is no longer new. */
  look(): void;
  /** How many messages wait has changed. */
  countsChanged(): void;
}

/** One window's chat, as its parts see it. */
export interface Chat {
  readonly services: Services;
  readonly tabs: Tabs;
  readonly log: ChatLog;
  readonly page: Page;
  readonly history: History;
  readonly attention: Attention;
  readonly reading: ReadingState;
  readonly code: CodeRequests;
  readonly files: Transfers;
  /** The room this window is in, with its connection. */
  readonly room: Room | undefined;
  /** The room that *Back to …* would enter. */
  readonly lastRoom: LastRoom | undefined;
  /** Background and text that `/color` chose, for as long as the window lives; '' for the theme's own. */
  colours: string;
  /** Opens the page or brings it to the front. */
  open(): Promise<void>;
  /** Says something of PyChat's own in the tab that is open, or in another. */
  note(text: string, tone?: NoteLine['tone'], tab?: Tab): void;
  /** `/cls`: the screen is empty; file and room are as they were. */
  clear(tab: Tab): void;
  /** Says what was typed, or does it when it is a slash command. @param answers the line that it answers */
  submit(tab: Tab, text: string, answers?: string): void;
  /** Says something in a tab. @param answers the line that it answers */
  say(tab: Tab, text: string, answers?: string): void;
  /** Closes a tab; a room is left with it. */
  closeTab(tab: Tab, reason?: string): void;
  /** What the settings and `/color` say of its looks has changed. */
  appearanceChanged(): void;
}
