import { commands, env } from 'vscode';
import { visibleWord } from '../../chat/visible.ts';
import { systemClock } from '../../common/clock.ts';
import { promptPath } from '../../conversation/banner.ts';
import { versionOf } from '../services.ts';
import { readSettings } from '../settings.ts';
import type { SlashTarget } from '../../conversation/commands/slashTarget.ts';
import { t } from '../words.ts';
import type { Chat } from './chat.ts';
import type { Tab } from '../../conversation/tab.ts';

/** What a slash command typed in `tab` may do to this window's chat. */
export function slashTarget(chat: Chat, tab: Tab): SlashTarget {
  const client = chat.room?.parts.client;
  const nick = client?.nick ?? readSettings().nick;
  return {
    t,
    version: versionOf(chat.services.context),
    language: env.language,
    client,
    facts: chat.room?.parts.facts,
    tab,
    path: promptPath(nick, client ? tab.target : '').replace(/>$/, ''),
    places: chat.tabs.list.map(({ target }) => target).filter(target => target !== ''),
    attention: chat.attention,
    now: () => systemClock.now(),
    note: (text, tone) => chat.note(text, tone, tab),
    clear: () => chat.clear(tab),
    openTab: target => open(chat, target === '' ? chat.tabs.main : chat.tabs.find(target)),
    openPrivate: other => open(chat, chat.tabs.open('private', other)),
    closeTab: reason => tab.kind !== 'main' && (chat.closeTab(tab, reason), true),
    setTitle: title => {
      tab.title = visibleWord(title);
      chat.page.titleChanged();
    },
    setColours: colours => {
      chat.colours = colours;
      chat.appearanceChanged();
    },
    sendFile: () => void chat.files.sendFile(tab.id),
    execute: (command, ...args) => void commands.executeCommand(command, ...args),
  };
}

function open(chat: Chat, tab: Tab | undefined): boolean {
  if (tab !== undefined) chat.tabs.show(tab);
  return tab !== undefined;
}
