import type { ChatEvent, MessageEvent } from '../../../src/chat/event.ts';
import type { FileView } from '../../../src/chat/line.ts';
import { inEnglish } from '../../../src/chat/translate.ts';
import { Conversation } from '../../../src/conversation/conversation.ts';
import type { ToWebview } from '../../../src/panel/protocol.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { ShownPage } from '../../support/shownPage.ts';
import { ScriptedView } from '../../support/talkServer.ts';
import { KeptMemory, usualSettings } from '../../support/talkWindow.ts';
import { appearance, type ChatPage } from '../chatPage.ts';

/** Long enough for all that the host gathers. */
const gatheredMs = 100;

/** A server with the same people and the same topic in every room. */
class CorpusView extends ScriptedView {
  nicks: readonly string[] = [];
  subject = '';

  override members(): readonly string[] {
    return this.nicks;
  }

  override topic(): string {
    return this.subject;
  }
}

/**
 * The host's half of a window: what strangers send goes in as the client tells it, and what the page is told of it goes
 * to a real one.
 */
export class HostWindow {
  readonly #clock = new FakeClock();
  #told: ToWebview[] = [];
  #said = 0;
  readonly server = new CorpusView();
  /** What the page should show. */
  readonly page = new ShownPage();
  readonly #conversation: Conversation;

  constructor() {
    this.server.nick = 'ana';
    const kept = { workspace: new KeptMemory(), global: new KeptMemory() };
    const settings = { ...usualSettings, appearance };
    this.#conversation = new Conversation(
      { clock: this.#clock, t: inEnglish, words: {}, version: '0.1.0', language: 'en', kept, settings },
      effect => {
        if (effect.type !== 'post') return;
        this.#told.push(effect.message);
        this.page.take(effect.message);
      },
    );
    const connection = 'c1';
    const made = { hosting: false, room: '#chat', name: 'relay.test' };
    this.#conversation.take({ type: 'page', request: { type: 'ready' } });
    this.#conversation.take({ type: 'entering', connection, ...made });
    const identified = { server: 'a'.repeat(64), client: this.server, invite: '', isFresh: false };
    this.#conversation.take({ type: 'identified', connection, ...identified, hosting: false });
    const address = { address: 'relay.test', port: 6697 };
    this.receive({ type: 'state', state: { phase: 'registered', address, since: 0 } });
  }

  receive(...events: readonly ChatEvent[]): void {
    for (const event of events) this.#conversation.take({ type: 'event', connection: 'c1', event });
  }

  /** Opens the tab that stands at this place, from 0. */
  openAt(place: number): void {
    this.#clock.advance(gatheredMs);
    const tab = this.page.tabs[place]?.id ?? '';
    this.#conversation.take({ type: 'page', request: { type: 'openTab', tab } });
  }

  /** What a line shows of its file. */
  fileOf(id: string): FileView | undefined {
    this.#clock.advance(gatheredMs);
    const line = this.page.lines.find(one => one.id === id);
    return line?.kind === 'message' ? line.file : undefined;
  }

  /** An offer stands otherwise now. */
  change(offer: string, view: FileView): void {
    this.#conversation.take({ type: 'fileChanged', offer, view });
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

  /** What stands in the tab that is open, by the ids of its lines. */
  texts(): ReadonlyMap<string, string> {
    this.#clock.advance(gatheredMs);
    return new Map(this.page.lines.map(({ id, text }) => [id, text]));
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
