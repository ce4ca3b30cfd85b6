import type { NoteLine } from '../../chat/line.ts';
import type { Translate } from '../../chat/translate.ts';
import type { Connection } from '../connections/connection.ts';
import type { ClientRequest } from '../effect.ts';
import type { Tab } from '../tabs/tab.ts';
import type { WindowChat } from '../windowChat.ts';

/** Where a slash command was typed: a tab of a window's chat. */
export class CommandTarget {
  readonly chat: WindowChat;
  readonly tab: Tab;

  constructor(chat: WindowChat, tab: Tab) {
    this.chat = chat;
    this.tab = tab;
  }

  get t(): Translate {
    return this.chat.t;
  }

  /** The connection of the tab; of the start, the latest one. */
  get connection(): Connection | undefined {
    return this.tab.connection ?? this.chat.connections.latest;
  }

  /** Says something where the command was typed. */
  note(text: string, tone?: NoteLine['tone']): void {
    this.chat.note(text, tone, this.tab);
  }

  /** Asks something of the server. */
  ask(request: ClientRequest): void {
    this.chat.ask(this.connection, request);
  }

  /** Runs a command of the editor's. */
  execute(command: string, ...args: unknown[]): void {
    this.chat.run({ type: 'command', command, args });
  }

  /** Brings the tab of a room or nick to the front. @returns false when none is open */
  openTab(name: string): boolean {
    const { connection } = this;
    const tab = connection && this.chat.tabs.find(connection, name);
    if (tab !== undefined) this.chat.tabs.show(tab);
    return tab !== undefined;
  }
}
