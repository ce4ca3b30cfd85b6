import type { MessageLine } from '../../src/chat/line.ts';
import { inEnglish } from '../../src/chat/translate.ts';
import { appearanceFrom } from '../../src/conversation/page/appearanceValues.ts';
import type { RoomFacts } from '../../src/conversation/page/banner.ts';
import { Conversation } from '../../src/conversation/conversation.ts';
import type { ClientRequest, Effect } from '../../src/conversation/effect.ts';
import type { ChatRequest, Input } from '../../src/conversation/input.ts';
import type { KeptValues } from '../../src/conversation/kept.ts';
import { idleStatus } from '../../src/conversation/connections/status.ts';
import type { WindowSettings } from '../../src/conversation/page/windowSettings.ts';
import { FakeClock } from './fakeClock.ts';
import { ShownPage } from './shownPage.ts';
import { TalkServer } from './talkServer.ts';
import { base } from './talkTime.ts';

/** What outlives a window, as JSON: so the editor keeps it. */
export class KeptMemory implements KeptValues {
  readonly texts = new Map<string, string>();
  /** How often something was stored. */
  writes = 0;
  /** What waits to be sent, which the editor encrypts. */
  queue: string | undefined;

  get(key: string): unknown {
    const text = this.texts.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  set(key: string, value: unknown): void {
    this.writes += 1;
    this.texts.set(key, JSON.stringify(value));
  }
}

interface Kept {
  readonly workspace: KeptMemory;
  readonly global: KeptMemory;
}

interface Entering {
  /** Whose server it is. */
  readonly server?: string;
  readonly hosting?: boolean;
  readonly isFresh?: boolean;
  readonly facts?: RoomFacts;
  readonly nick?: string;
  readonly byItself?: boolean;
  /** Rooms that let us in at once; the room alone if not given. */
  readonly admits?: readonly string[];
}

/** The settings of somebody who has set nothing. */
export const usualSettings: WindowSettings = {
  appearance: appearanceFrom(() => undefined),
  notices: { keywords: [], notifications: 'mentions', sound: false, system: 'off' },
  nick: 'rui',
};

interface TalkWindowOptions {
  readonly kept?: Kept;
  readonly clock?: FakeClock;
  readonly language?: string;
  readonly isQueueLate?: boolean;
}

/** A window's chat without an editor: inputs go in, and what people would see can be looked at. */
export class TalkWindow {
  readonly clock: FakeClock;
  readonly kept: Kept;
  readonly page = new ShownPage();
  readonly conversation: Conversation;
  /** What the workspace's file holds, in no order. */
  readonly file = new Map<string, MessageLine>();
  status = idleStatus;
  badge = 0;
  title = '';
  readonly notifications: { id: number; text: string; buttons: readonly string[] }[] = [];
  /** Effects that are neither of the page nor of the server. */
  readonly done: Effect[] = [];
  readonly servers: TalkServer[] = [];
  /** How often the editor was told a status, a count or a title. */
  told = 0;
  #attention = { isFocused: false, isPageVisible: false };

  /** @param options `isQueueLate`: what waited in the window before comes with `loadQueue` */
  constructor({ kept, clock, language = 'en', isQueueLate = false }: TalkWindowOptions = {}) {
    this.clock = clock ?? new FakeClock(base);
    this.kept = kept ?? { workspace: new KeptMemory(), global: new KeptMemory() };
    const options = { t: inEnglish, words: {}, version: '1.2.3', settings: usualSettings, language };
    this.conversation = new Conversation({ ...options, clock: this.clock, kept: this.kept }, effect =>
      this.#run(effect),
    );
    if (!isQueueLate) this.loadQueue();
    this.ask({ type: 'ready' });
  }

  loadQueue(): void {
    const { queue } = this.kept.workspace;
    this.take({ type: 'keptQueue', value: queue === undefined ? undefined : JSON.parse(queue) });
  }

  take(input: Input): void {
    this.conversation.take(input);
  }

  /** The page asks for something. */
  ask(request: ChatRequest): void {
    this.take({ type: 'page', request });
  }

  /** A connection begins; its server is known, but it is not up. */
  connect(room: string, { server = 'a'.repeat(64), hosting = false, ...more }: Entering = {}): TalkServer {
    const id = `c${this.servers.length + 1}`;
    const talk = new TalkServer(this, id, { room, port: 6_697 + this.servers.length });
    if (more.nick !== undefined) talk.view.nick = more.nick;
    this.servers.push(talk);
    const { isFresh = false, facts, byItself = false } = more;
    this.take({ type: 'entering', connection: id, hosting, room, name: `at ${id}`, byItself });
    const identified = { server, client: talk.view, invite: hosting ? 'invite' : '', isFresh, hosting };
    this.take({ type: 'identified', connection: id, ...identified, ...(facts && { facts }) });
    return talk;
  }

  /** Connects, and is let into the room. */
  enter(room: string, entering: Entering = {}): TalkServer {
    const talk = this.connect(room, entering);
    talk.registers();
    for (const admitted of entering.admits ?? [room]) talk.admits(admitted);
    return talk;
  }

  /** The next window of the same workspace, or another one of the same person where `other` says so. */
  reload(other: { workspace?: KeptMemory } = {}): TalkWindow {
    this.conversation.dispose();
    return new TalkWindow({ kept: { ...this.kept, ...other }, clock: this.clock });
  }

  /** Somebody looks at the window, or at another one. */
  focus(isFocused = true, isPageVisible = isFocused): void {
    this.#attention = { isFocused, isPageVisible };
    this.take({ type: 'attention', isFocused, isPageVisible });
  }

  /** Types a text and Enter, in the tab that is open or in another. */
  type(text: string, more: { tab?: string; answers?: string } = {}): void {
    this.ask({ type: 'submit', tab: this.page.active, text, ...more });
  }

  /** The answers of PyChat's own to what is typed. */
  answersTo(text: string, more: { tab?: string } = {}): string[] {
    const before = new Set(this.lines().map(({ id }) => id));
    this.type(text, more);
    const notes = this.lines().filter(line => line.kind === 'note' && line.voice !== 'typed');
    return notes.flatMap(({ id, text: answer }) => (before.has(id) ? [] : [answer]));
  }

  /** The tab of this title comes to the front. */
  open(title: string): void {
    this.ask({ type: 'openTab', tab: this.tab(title) });
  }

  /** The id of the tab of this title. */
  tab(title: string): string {
    this.settle();
    const found = this.page.tabs.find(tab => tab.title === title);
    if (found === undefined) throw new Error(`no tab ${title} among ${this.page.tabTexts.join(', ')}`);
    return found.id;
  }

  /** Somebody looks, and the page says up to which line all is in sight: the one with this text, or the last. */
  see(text?: string): void {
    const lines = this.lines();
    const line = text === undefined ? lines.at(-1) : lines.findLast(one => one.text === text);
    if (line === undefined) throw new Error(`no line ${text ?? ''} among ${this.page.texts.join(', ')}`);
    const { isFocused, isPageVisible } = this.#attention;
    this.focus();
    this.ask({ type: 'seen', tab: this.page.active, id: line.id });
    this.focus(isFocused, isPageVisible);
  }

  /** Lets what is gathered for the page come to it: counts are gathered, and then what they change of the tabs. */
  settle(): void {
    this.clock.advance(100);
  }

  lines(): ShownPage['lines'] {
    this.settle();
    return this.page.lines;
  }

  /** What stands in the tab that is open. */
  shown(): string[] {
    this.settle();
    return this.page.texts;
  }

  /** What was said there, without PyChat's own notes, with the mark before what is new. */
  marked(): string[] {
    return this.shown().filter(text => !text.startsWith('--'));
  }

  /** What was said there. */
  said(): string[] {
    return this.marked().filter(text => !text.startsWith('==='));
  }

  /** The tabs with their counts; the one in front in brackets. */
  tabs(): string[] {
    this.settle();
    return this.page.tabTexts;
  }

  /** What the workspace's file has got, oldest first. */
  inFile(): string[] {
    return [...this.file.values()].sort((one, other) => one.at - other.at).map(({ text }) => text);
  }

  #run(effect: Effect): void {
    switch (effect.type) {
      case 'post':
        return this.page.take(effect.message);
      case 'client':
        return this.#asked(effect.connection, effect.request);
      case 'store':
        return this.kept[effect.scope].set(effect.key, effect.value);
      case 'keepQueue':
        return void (this.kept.workspace.queue = JSON.stringify(effect.value));
      case 'keepLine':
        return void this.file.set(effect.line.id, effect.line);
      case 'forgetLine':
        return void this.file.delete(effect.id);
      case 'notify': {
        const { notification: id, text, buttons } = effect;
        return void this.notifications.push({ id, text, buttons });
      }
      default:
        return this.#runAround(effect);
    }
  }

  #runAround(effect: Effect): void {
    if (effect.type === 'status' || effect.type === 'badge' || effect.type === 'title') this.told += 1;
    if (effect.type === 'status') this.status = effect.status;
    else if (effect.type === 'badge') this.badge = effect.count;
    else if (effect.type === 'title') this.title = effect.title;
    else this.done.push(effect);
  }

  #asked(connection: string, request: ClientRequest): void {
    const server = this.servers.find(({ id }) => id === connection);
    if (server === undefined) throw new Error(`no connection ${connection}`);
    server.asked.push(request);
  }
}
