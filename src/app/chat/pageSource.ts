import { systemClock } from '../../common/clock.ts';
import { visibleWord } from '../../chat/visible.ts';
import type { Banner, Vocabulary } from '../../panel/protocol.ts';
import { readAppearance } from '../appearance.ts';
import { bannerOf, placeBanner, promptOf, promptPath } from '../../conversation/banner.ts';
import { versionOf } from '../services.ts';
import { readSettings } from '../settings.ts';
import { commandWords } from '../../conversation/commands/slashCommands.ts';
import { t, wordTable } from '../words.ts';
import type { Chat } from './chat.ts';
import type { PageSource } from '../../conversation/page.ts';
import type { Tab } from '../../conversation/tab.ts';

/** What the page shows of a window besides its lines. */
export function pageSource(chat: Chat): PageSource {
  return {
    clock: systemClock,
    words: wordTable,
    appearance: () => ({ ...readAppearance(), colours: chat.colours }),
    banner: tab => banner(tab, chat),
    prompt: tab =>
      promptOf(promptPath(nickOf(chat), chat.room ? tab.target : ''), chat.services.status.state, t),
    title: titleOf,
    vocabulary: tab => vocabulary(tab, chat),
    canAskForOlder: () => chat.room?.parts.client.supports('history') === true,
    isMuted: tab => chat.attention.isMuted(tab.target),
  };
}

function titleOf({ title, target }: Tab): string {
  if (title !== '') return title;
  return target === '' ? 'PyChat' : visibleWord(target);
}

function nickOf(chat: Chat): string {
  return chat.room?.parts.client.nick ?? readSettings().nick;
}

function banner(tab: Tab, chat: Chat): Banner {
  const { context, status } = chat.services;
  const version = versionOf(context);
  const last = chat.lastRoom?.room;
  const input = { version, state: status.state, ...(last && { lastRoom: last }) };
  if (tab.kind !== 'main') {
    const topic = chat.room?.parts.client.topic(tab.target) ?? '';
    return placeBanner({ kind: tab.kind, target: tab.target, topic }, input, t);
  }
  const facts = chat.room?.parts.facts;
  return bannerOf({ ...input, ...(facts && { facts }) }, t);
}

function vocabulary(tab: Tab, chat: Chat): Vocabulary {
  const client = chat.room?.parts.client;
  const nicks = tab.kind === 'private' ? [tab.target] : (client?.members(tab.target) ?? []);
  const known = new Set(nicks);
  const speakers = recentSpeakers(tab).filter(nick => known.has(nick));
  const others = [...new Set([...speakers, ...nicks])].filter(nick => nick !== client?.nick);
  return { nicks: others, rooms: client?.rooms ?? [], commands: commandWords() };
}

/** Messages at the end of a tab among which those are looked for who spoke last: Tab offers them first. */
const recentMessages = 50;

function recentSpeakers({ scrollback }: Tab): string[] {
  const said = scrollback.lines.slice(-recentMessages).filter(line => line.kind === 'message');
  return said.map(({ nick }) => nick).reverse();
}
