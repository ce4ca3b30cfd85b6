import { ChatLog } from '../../../src/conversation/chatLog.ts';
import { Page } from '../../../src/conversation/page.ts';
import type { Tab } from '../../../src/conversation/tab.ts';
import { Tabs } from '../../../src/conversation/tabs.ts';
import { placeBanner, promptPath } from '../../../src/conversation/banner.ts';
import { cleanFileName } from '../../../src/app/files/fileName.ts';
import type { ChatEvent, MessageEvent } from '../../../src/chat/event.ts';
import { inEnglish } from '../../../src/chat/translate.ts';
import { visibleWord } from '../../../src/chat/visible.ts';
import { Emitter } from '../../../src/common/emitter.ts';
import { PageLink } from '../../../src/panel/pageLink.ts';
import type { ToWebview } from '../../../src/panel/protocol.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { appearance, type ChatPage } from '../chatPage.ts';

/** Long enough for all that the host gathers. */
const gatheredMs = 100;

/**
 * The host's half of a window: what strangers send goes in as the client tells it, and what the page is told of it goes
 * to a real one.
 */
export class HostWindow {
  readonly #clock = new FakeClock();
  readonly #wire = new Emitter<unknown>();
  readonly #link: PageLink;
  #told: ToWebview[] = [];
  #said = 0;
  /** The topic of every room, and who is in it. */
  topic = '';
  members: readonly string[] = [];
  readonly tabs: Tabs = new Tabs(this.#clock, {
    changed: () => this.page.tabsChanged(),
    typingChanged: () => this.page.changed('typing'),
  });
  readonly page: Page = new Page(this.tabs, {
    clock: this.#clock,
    words: () => ({}),
    appearance: () => appearance,
    banner: ({ kind, target }) =>
      placeBanner(
        { kind: kind === 'main' ? 'room' : kind, target, topic: this.topic },
        { version: '0.1.0', state: { phase: 'idle' } },
        inEnglish,
      ),
    prompt: ({ target }) => ({ path: promptPath('ana', target), hint: '' }),
    title: ({ target }) => visibleWord(target),
    vocabulary: () => ({
      nicks: this.members,
      rooms: this.tabs.list.map(({ target }) => target),
      commands: [],
    }),
    isMuted: () => false,
    canAskForOlder: () => true,
  });
  readonly log: ChatLog = new ChatLog(this.tabs, inEnglish, {
    added: (tab, line) => this.page.added(tab, line),
    putBefore: (tab, lines) => this.page.putBefore(tab, lines, tab.scrollback.lines[lines.length]?.id),
    changed: (tab, id, change) => this.page.changedLine(tab, id, change),
    heard: () => undefined,
    kept: () => undefined,
    redacted: () => undefined,
    hasAllOlder: () => undefined,
    readElsewhere: () => undefined,
    notKept: () => undefined,
    renamedUs: () => undefined,
    isMention: text => text.includes('ana'),
    file: (_id, { name, size }) => ({
      name: cleanFileName(name),
      size,
      moved: 0,
      state: 'offered',
      note: '',
    }),
  });

  constructor() {
    this.tabs.main.target = '#chat';
    this.#link = new PageLink(
      {
        onDidReceiveMessage: listener => this.#wire.event(listener),
        postMessage: message => Promise.resolve(this.#told.push(message) > 0),
      },
      { clock: this.#clock, snapshot: () => this.page.snapshot() },
    );
    const never = new Emitter<void>().event;
    this.page.host = {
      onMessage: this.#link.onMessage,
      onShown: never,
      onClosed: never,
      isVisible: true,
      show: () => undefined,
      setTitle: () => undefined,
      setBadge: () => undefined,
      append: lines => this.#link.append(lines),
      post: message => this.#link.post(message),
      dispose: () => undefined,
    };
    this.#wire.fire({ type: 'ready' });
  }

  receive(...events: readonly ChatEvent[]): void {
    for (const event of events) this.log.receive(event);
  }

  /** Somebody says something in the room. @returns the name it has on the server */
  say(text: string, more: Partial<MessageEvent> = {}): string {
    this.#said += 1;
    const id = `m${this.#said}`;
    const at = this.#clock.now() + this.#said;
    const base = {
      type: 'message',
      target: '#chat',
      id,
      at,
      nick: 'mallory',
      form: 'say',
      own: false,
    } as const;
    this.receive({ ...base, msgid: id, text, ...more });
    return id;
  }

  /** What stands in a tab, by the ids of its lines. */
  texts(tab: Tab = this.tabs.active): ReadonlyMap<string, string> {
    return new Map(tab.scrollback.lines.map(({ id, text }) => [id, text]));
  }

  /** Tells the page all that it was not told yet, in one go. */
  async deliver(chat: ChatPage): Promise<void> {
    this.#clock.advance(gatheredMs);
    const told = this.#told;
    this.#told = [];
    await chat.ask(`${JSON.stringify(told)}.forEach(one => postMessage(one, '*'))`);
    await chat.drawn();
  }
}
