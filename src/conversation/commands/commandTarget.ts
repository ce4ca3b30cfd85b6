import type { NoteLine } from '../../chat/line.ts';
import type { Translate } from '../../chat/translate.ts';
import { visibleWord } from '../../chat/visible.ts';
import { carriesSecret } from '../../code/typedSecrets.ts';
import { cut } from '../attention/cut.ts';
import type { Connection } from '../connections/connection.ts';
import type { ClientRequest } from '../effect.ts';
import type { Tab } from '../tabs/tab.ts';
import type { WindowChat } from '../windowChat.ts';

/** Characters of what was typed that are shown above its answer. */
export const maxEchoLength = 200;

/** Where a slash command was typed: a tab of a window's chat. */
export class CommandTarget {
  readonly chat: WindowChat;
  readonly tab: Tab;
  /** What was typed, until it was shown. */
  #typed: string;

  constructor(chat: WindowChat, tab: Tab, typed: string) {
    this.chat = chat;
    this.tab = tab;
    this.#typed = typed;
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
    this.#echo();
    this.chat.note(text, tone, this.tab);
  }

  /** Asks something of the server, whose answer comes below what was typed; what is said stands for itself. */
  ask(request: ClientRequest): void {
    if (request.type !== 'say' && request.type !== 'act') this.#echo();
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

  /** Shows what was typed above its answer, as a command prompt does, once; of what may be secret the command alone. */
  #echo(): void {
    const typed = this.#typed;
    if (typed === '') return;
    this.#typed = '';
    const words = carriesSecret(typed)
      ? `${typed.trim().replace(/\s[^]*/, '')} \u2039\u2026\u203a`
      : typed.trim();
    this.chat.echo(this.chat.views.path(this.tab) + cut(visibleWord(words), maxEchoLength), this.tab);
  }
}
