import type { NetworkInterfaceInfo } from 'node:os';
import { ConnectionManager } from '../../../src/app/connections/connectionManager.ts';
import type { LiveConnection } from '../../../src/app/connections/liveConnection.ts';
import { inEnglish } from '../../../src/chat/translate.ts';
import type { ConnectionState } from '../../../src/chat/connection.ts';
import { failureText } from '../../../src/conversation/connections/failureText.ts';
import { Conversation } from '../../../src/conversation/conversation.ts';
import type { Effect } from '../../../src/conversation/effect.ts';
import type { ChatRequest, Input } from '../../../src/conversation/input.ts';
import type { ServerView } from '../../../src/conversation/connections/serverView.ts';
import type { Interfaces } from '../../../src/lan/addresses.ts';
import { NetworkWatch } from '../../../src/lan/networkWatch.ts';
import { LastLines } from '../../../src/history/lastLines.ts';
import type { RelayThread } from '../../../src/relay/relayThread.ts';
import { ShownPage } from '../../support/shownPage.ts';
import { usualSettings } from '../../support/talkWindow.ts';
import type { Network } from '../engine/network.ts';
import type { SimProcess } from '../engine/simProcess.ts';
import type { Observed } from '../verdict/observed.ts';
import type { Line } from '../../../src/chat/line.ts';
import type { Person } from './person.ts';

export const home = '#chat';
const usualAgainMs = { min: 10_000, max: 25_000 };
const fileWriteMs = 1_000;
const closeMs = 5_000;

/** One tab as somebody would read it. */
export interface ShownTab {
  readonly kind: string;
  readonly title: string;
  readonly unread: number;
  readonly lines: readonly Line[];
}

export interface SimWindowOptions {
  readonly person: Person;
  readonly process: SimProcess;
  readonly network: Pick<Network, 'dialer'>;
  readonly observed: Observed;
  readonly random: () => number;
  /** Starts the relay where this window hosts it. */
  readonly host: (() => Promise<RelayThread>) | undefined;
  /** Milliseconds until what waited in the last window is there. */
  readonly queueMs: number;
  /** Milliseconds after which somebody who was not let in tries again, at least and at most. */
  readonly againMs?: { readonly min: number; readonly max: number };
  /** Between the window and its client: a test can put faults in there. */
  readonly passes: (input: Input) => boolean;
  readonly log: (text: string) => void;
}

/** One window from its start to its end, without an editor: the real conversation over real clients. */
export class SimWindow {
  readonly process: SimProcess;
  readonly #options: SimWindowOptions;
  readonly #conversation: Conversation;
  readonly #connections: ConnectionManager;
  readonly #page = new ShownPage();
  readonly #file: LastLines;
  #isWriting = false;
  /** What waited is there; until then nothing new can be kept. */
  hasQueue = false;
  readonly #loaded = Promise.withResolvers<undefined>();
  #wantsIn = true;
  #connection = '';
  #client: ServerView | undefined;
  #state: ConnectionState = { phase: 'idle' };

  constructor(options: SimWindowOptions) {
    const { person, process } = options;
    this.#options = options;
    this.process = process;
    this.#file = new LastLines(3, person.file);
    const texts = { t: inEnglish, words: {}, version: '1.2.3', settings: usualSettings, language: 'en' };
    this.#conversation = new Conversation({ ...texts, clock: process, kept: person.kept }, effect =>
      this.#run(effect),
    );
    const interfaces = (): Interfaces => ({
      eth0: [{ address: person.place.address } as NetworkInterfaceInfo],
    });
    this.#connections = new ConnectionManager(
      input => this.#hear(input),
      new NetworkWatch(process, interfaces),
    );
    this.#take({ type: 'earlier', lines: person.file });
    const load = (): void => {
      const { queue } = person;
      this.#take({ type: 'keptQueue', value: queue && (JSON.parse(queue) as unknown) });
      this.hasQueue = true;
      this.#loaded.resolve(undefined);
    };
    if (options.queueMs === 0) load();
    else process.after(options.queueMs, load);
    this.enter();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get nick(): string {
    return this.#client?.nick ?? '';
  }

  isIn(room: string): boolean {
    return this.#client?.members(room).includes(this.nick) === true;
  }

  /** *Join Chat* or *Host Chat*, again and again until that is done. */
  enter(): void {
    const { person, host } = this.#options;
    if (this.#wantsIn && this.#state.phase !== 'idle' && this.#state.phase !== 'closed') return;
    this.#wantsIn = true;
    person.wants(home);
    const made = { hosting: host !== undefined, room: home, name: 'there' };
    const work = async (live: LiveConnection): Promise<void> => {
      if (host !== undefined) await (live.relay = host());
      await this.#connect(live);
    };
    void this.#connections.enter(made, work, error => {
      this.#options.log(`${person.nick} could not enter: ${error instanceof Error ? error.message : ''}`);
      return failureText(error, inEnglish);
    });
  }

  /** *Leave Chat*: a host closes the room with it. */
  leave(): void {
    this.#wantsIn = false;
    void this.#connections.leave(this.#connection, 'bye');
  }

  /** @param to a room or a nick */
  say(text: string, to: string): void {
    this.#withPage(() => {
      const tab = this.#tab(to);
      if (tab !== undefined) this.#ask({ type: 'submit', tab, text });
      else if (!to.startsWith('#')) this.#submit(`/msg ${to} ${text}`);
    });
  }

  join(room: string): void {
    this.#options.person.wants(room);
    this.#withPage(() => this.#submit(`/join ${room}`));
  }

  /** Closes a tab. @param now the world's time */
  part(room: string, now: number): void {
    this.#options.person.leaves(room, now);
    this.#withPage(() => {
      const tab = this.#tab(room);
      if (tab !== undefined) this.#ask({ type: 'closeTab', tab });
    });
  }

  /** Somebody looks at a tab, down to its last line. */
  look(title: string): void {
    this.#take({ type: 'attention', isFocused: true, isPageVisible: true });
    this.#withPage(() => {
      const tab = this.#tab(title);
      if (tab !== undefined) this.#ask({ type: 'openTab', tab });
      const last = this.#page.lines.at(-1);
      if (last !== undefined) this.#ask({ type: 'seen', tab: this.#page.active, id: last.id });
    });
    this.#take({ type: 'attention', isFocused: false, isPageVisible: false });
  }

  retry(): void {
    if (this.#state.phase === 'reconnecting') this.#ask({ type: 'action', action: 'retry' });
  }

  /** All that somebody would read here now. */
  read(): ShownTab[] {
    const shown: ShownTab[] = [];
    this.#withPage(() => {
      for (const { id, kind, title, unread } of this.#page.tabs) {
        this.#ask({ type: 'openTab', tab: id });
        shown.push({ kind, title, unread, lines: [...this.#page.lines] });
      }
    });
    return shown;
  }

  /** The window closes and says goodbye. */
  async close(): Promise<void> {
    this.#wantsIn = false;
    this.#take({ type: 'closing' });
    // So long the editor waits.
    const patience = this.process.after(closeMs, () => this.#loaded.resolve(undefined));
    await Promise.all([this.#connections.end('The window was closed'), this.#loaded.promise]);
    patience.dispose();
    this.#write();
    this.#conversation.dispose();
    this.process.kill();
  }

  #connect(live: LiveConnection): Promise<void> {
    const { person, process, network, random, host } = this.#options;
    return live.connect({
      addresses: [{ address: 'relay.test', port: 6697 }],
      identity: { certificate: 'certificate', privateKey: 'key' },
      nick: person.nick,
      password: '',
      clock: process,
      random,
      openStream: network.dialer(person.place, process),
      verifyHost: () => Promise.resolve(true),
      identified: () => ({ invite: '', isFresh: false, hosting: host !== undefined }),
      askNick: () => Promise.resolve(undefined),
      numbersNick: false,
      log: text => this.#options.log(`${person.nick}: ${text}`),
    });
  }

  /** Takes what a connection tells. */
  #hear(input: Input): void {
    if (this.process.isDead || !this.#options.passes(input)) return;
    if (input.type === 'entering') this.#connection = input.connection;
    // It is over for the window, though the goodbye may take a while.
    if (input.type === 'left') this.#state = { phase: 'closed' };
    if (input.type === 'identified') this.#client = input.client;
    if (input.type === 'event') {
      if (input.event.type === 'state') this.#state = input.event.state;
      this.#options.observed.take(input.event, this.#options.person);
    }
    this.#take(input);
    if (input.type === 'ended') this.#enterAgain();
  }

  #enterAgain(): void {
    const { min, max } = this.#options.againMs ?? usualAgainMs;
    this.#state = { phase: 'closed' };
    this.process.after(min + this.#options.random() * (max - min), () => {
      if (this.#wantsIn && this.#state.phase === 'closed') this.enter();
    });
  }

  #take(input: Input): void {
    if (!this.process.isDead) this.#conversation.take(input);
  }

  #ask(request: ChatRequest): void {
    this.#take({ type: 'page', request });
  }

  /** The page is there for as long as something is done with it. */
  #withPage(work: () => void): void {
    this.#ask({ type: 'ready' });
    work();
    this.#take({ type: 'pageGone' });
  }

  #tab(title: string): string | undefined {
    return this.#page.tabs.find(tab => tab.title === title)?.id;
  }

  #submit(text: string): void {
    this.#ask({ type: 'submit', tab: this.#page.active, text });
  }

  #run(effect: Effect): void {
    const { person } = this.#options;
    switch (effect.type) {
      case 'client':
        return this.#connections.request(effect.connection, effect.request);
      case 'connectionDown':
        return void this.#connections.ended(effect.connection);
      case 'post':
        return this.#page.take(effect.message);
      case 'store':
        return person.kept[effect.scope].set(effect.key, effect.value);
      case 'keepQueue':
        person.queue = JSON.stringify(effect.value);
        return;
      case 'askQueue':
        return this.#answer(effect.connection);
      case 'keepLine':
        this.#file.add(effect.line);
        return this.#writeSoon();
      case 'forgetLine':
        this.#file.remove(effect.id);
        return this.#writeSoon();
      case 'writeLines':
        return this.#write();
      default:
    }
  }

  /** Somebody answers what became of old messages, after a while. */
  #answer(connection: string): void {
    this.process.after(1_000 + this.#options.random() * 5_000, () =>
      this.#take({ type: 'queueAnswered', connection, answer: 'send' }),
    );
  }

  #writeSoon(): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    this.process.after(fileWriteMs, () => this.#write());
  }

  #write(): void {
    this.#isWriting = false;
    if (!this.process.isDead) this.#options.person.write(this.#file.lines);
  }
}
