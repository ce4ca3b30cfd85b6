import type { Translate } from '../../chat/translate.ts';
import { visibleName, visibleWord } from '../../chat/visible.ts';
import type { Appearance } from '../../panel/appearance.ts';
import type { Banner, CommandWords, PromptState, TabState, Vocabulary } from '../../panel/protocol.ts';
import type { Attention } from '../attention/attention.ts';
import { type BannerInput, bannerOf, placeBanner } from './banner.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections } from '../connections/connections.ts';
import type { LastRoom } from '../kept.ts';
import type { WindowState } from '../connections/status.ts';
import type { Tab } from '../tabs/tab.ts';
import type { Tabs } from '../tabs/tabs.ts';
import { keepingText } from './keepingText.ts';
import { promptOf, promptPath } from './promptState.ts';
import type { WindowSettings } from './windowSettings.ts';

/** Messages at the end of a tab among which those are looked for who spoke last: Tab offers them first. */
const recentMessages = 50;

/** What does not change of it, and what the user has set at first. */
export interface ViewOptions {
  readonly t: Translate;
  readonly words: Readonly<Record<string, string>>;
  readonly version: string;
  /** What a slash offers, aliases included. */
  readonly commands: readonly CommandWords[];
  readonly settings: WindowSettings;
}

/** What the page shows something of. */
interface ViewedChat {
  readonly tabs: Tabs;
  readonly connections: Connections;
  readonly attention: Attention;
}

/** What the page shows of a window besides lines, as it stands now. */
export class Views {
  readonly #options: ViewOptions;
  readonly #chat: ViewedChat;
  settings: WindowSettings;
  /** Background and text that `/color` chose, for as long as the window lives; '' for the theme's own. */
  colours = '';
  lastRoom: LastRoom | undefined;

  constructor(options: ViewOptions, chat: ViewedChat) {
    this.#options = options;
    this.#chat = chat;
    this.settings = options.settings;
  }

  /** The user's language: English sentence to translation. */
  get words(): ViewOptions['words'] {
    return this.#options.words;
  }

  get commands(): ViewOptions['commands'] {
    return this.#options.commands;
  }

  get appearance(): Appearance {
    return { ...this.settings.appearance, colours: this.colours };
  }

  /** The connection that a tab shows: its own; where that is over, the attempt at another one that was begun since. */
  connection({ connection }: Tab): Connection | undefined {
    const { latest } = this.#chat.connections;
    const isAttempt = connection?.isOver === true && latest?.wasUp === false;
    return isAttempt ? latest : (connection ?? latest);
  }

  /** What *Back to …* leads to: the room of the tab's own connection, else the last one. */
  roomBehind({ connection }: Tab): LastRoom | undefined {
    return connection?.lastRoom ?? this.lastRoom;
  }

  /** How the connection stands that a tab shows. */
  state(tab: Tab): WindowState {
    return this.connection(tab)?.shown ?? { phase: 'idle' };
  }

  banner(tab: Tab): Banner {
    const { connection, target, kind, refusal, entry } = tab;
    const input = this.#bannerInput(tab);
    const isFirst = connection === undefined || (kind === 'room' && connection.same(target, connection.room));
    if (isFirst && entry !== 'refused' && !this.#isOut(tab)) return bannerOf(input, this.#options.t);
    const { name: server = '' } = connection ?? {};
    return placeBanner({ kind, target, entry, refusal, server }, input, this.#options.t);
  }

  #bannerInput(tab: Tab): BannerInput {
    const { connection, target, kind } = tab;
    const { facts, client } = connection ?? {};
    const members = kind === 'room' ? (client?.members(target) ?? []) : [];
    return {
      version: this.#options.version,
      state: this.state(tab),
      facts,
      keepsSeconds: client?.keepsSeconds,
      lastRoom: this.roomBehind(tab)?.room,
      others: members.filter(nick => nick !== client?.nick),
      topic: client?.topic(target) ?? '',
    };
  }

  /** A room that we are not in, while its server could let us in. */
  #isOut({ kind, entry, connection }: Tab): boolean {
    return kind === 'room' && (entry === 'out' || entry === 'refused') && connection?.isUp === true;
  }

  prompt(tab: Tab): PromptState {
    const { t } = this.#options;
    const { client, facts, hasSpoken } = tab.connection ?? {};
    const seconds = client?.keepsSeconds ?? 0;
    // Above a long conversation nobody sees the header.
    const isToBeTold = hasSpoken === false && facts === undefined && seconds > 0 && tab.target !== '';
    const firstHint = isToBeTold ? keepingText(seconds, false, t) : '';
    const place = { path: this.path(tab), isOut: this.#isOut(tab), firstHint };
    const isByLine = tab.connection?.isUp === true && client?.supports('multiline') === false;
    return {
      ...promptOf(place, this.#bannerInput(tab), t),
      ...(isByLine && { lineBytes: client.limits.multilineBytes }),
    };
  }

  /** Where the prompt says we are. */
  path(tab: Tab): string {
    const nick = this.connection(tab)?.client?.nick ?? this.settings.nick;
    return promptPath(nick, tab.connection?.client ? tab.target : '');
  }

  /** The room or nick, with the server where two tabs would be called alike. */
  title(tab: Tab): string {
    const { title, target, connection, kind } = tab;
    if (title !== '') return title;
    if (kind === 'start') return 'PyChat';
    const server = visibleWord(connection?.name ?? '');
    if (kind === 'server') return server;
    const name = visibleName(target);
    const isAlike = (other: Tab): boolean =>
      other.connection !== connection && other.target.toLowerCase() === target.toLowerCase();
    return this.#chat.tabs.list.some(isAlike) ? `${name} (${server})` : name;
  }

  vocabulary(tab: Tab): Vocabulary {
    const { connection } = tab;
    const client = connection?.client;
    const nicks = tab.kind === 'private' ? [tab.target] : (client?.members(tab.target) ?? []);
    const known = new Set(nicks);
    const speakers = recentSpeakers(tab).filter(nick => known.has(nick));
    const others = [...new Set([...speakers, ...nicks])].filter(nick => nick !== client?.nick);
    const muted = connection ? this.#mutedPeople(connection, others) : [];
    const own = known.has(client?.nick ?? '') ? (client?.nick ?? '') : '';
    return { nicks: others, rooms: client?.rooms ?? [], own, muted };
  }

  /** Also who is not there: the nicks in old lines lead to a menu as well. */
  #mutedPeople(connection: Connection, present: readonly string[]): string[] {
    const { muted } = this.#chat.attention;
    const here = present.filter(nick => muted.has(connection, nick));
    return [...new Set([...here, ...muted.nicks(connection)])];
  }

  /** Whether the page may ask for lines before those that are kept. */
  canAskForOlder({ kind, entry, connection, target, hasAllOlder }: Tab): boolean {
    if (kind === 'room' && entry !== 'in') return false;
    if (hasAllOlder || target === '' || connection?.isUp !== true) return false;
    return connection.client?.supports('history') === true;
  }

  tabs(): TabState[] {
    return this.#chat.tabs.list.map(tab => {
      const muted = this.#chat.attention.isMuted(tab, tab.target);
      return {
        id: tab.id,
        title: this.title(tab),
        kind: tab.kind,
        server: tab.connection?.server ?? '',
        unread: muted ? 0 : tab.unread.count,
        mentions: muted ? 0 : tab.unread.mentions,
        muted,
        out: this.#isOut(tab),
        over: tab.connection?.isOver !== false,
        closable: tab.kind !== 'start',
      };
    });
  }
}

function recentSpeakers({ scrollback }: Tab): string[] {
  const said = scrollback.lines.slice(-recentMessages).filter(line => line.kind === 'message');
  return said.map(({ nick }) => nick).reverse();
}
