import { inEnglish } from '../../src/chat/translate.ts';
import { type Clock, systemClock } from '../../src/common/clock.ts';
import { type Disposable, toDisposable } from '../../src/common/dispose.ts';
import { ConnectionManager } from '../../src/app/connections/connectionManager.ts';
import { type HostPlan, hostRoom } from '../../src/app/connections/hosting.ts';
import type { ConnectPlan } from '../../src/app/connections/liveConnection.ts';
import type { SealedValue } from '../../src/app/sealedValue.ts';
import { Conversation } from '../../src/conversation/conversation.ts';
import type { Effect } from '../../src/conversation/effect.ts';
import { type FailureText, failureText } from '../../src/conversation/connections/failureText.ts';
import type { Input } from '../../src/conversation/input.ts';
import { idleStatus } from '../../src/conversation/connections/status.ts';
import type { Identity } from '../../src/trust/identity.ts';
import { vi } from 'vitest';
import { ShownPage } from './shownPage.ts';
import { KeptMemory, usualSettings } from './talkWindow.ts';

const workerFile = new URL('../../src/relay/worker.ts', import.meta.url);

/** Real time that knows how many timers run. */
class CountingClock implements Clock {
  running = 0;

  now(): number {
    return systemClock.now();
  }

  after(ms: number, task: () => void): Disposable {
    this.running++;
    const ended = toDisposable(() => this.running--);
    const timer = systemClock.after(ms, () => {
      ended.dispose();
      task();
    });
    return toDisposable(() => {
      ended.dispose();
      timer.dispose();
    });
  }
}

/** A window without an editor: the real conversation over real clients, with a page that is looked at. */
export class LiveWindow {
  readonly page = new ShownPage();
  readonly kept = { workspace: new KeptMemory(), global: new KeptMemory() };
  readonly conversation: Conversation;
  readonly connections: ConnectionManager;
  readonly identity: Identity;
  status = idleStatus;
  readonly clock = new CountingClock();
  /** The connection to each server that is there, by the server's identity. */
  readonly #servers = new Map<string, string>();
  readonly #waiting = new Set<() => void>();
  /** Called with each effect before it is run. */
  watch: (effect: Effect) => void = () => undefined;

  readonly #queue: SealedValue | undefined;

  /** @param queue where the editor keeps what waits to be sent */
  constructor(identity: Identity, kept?: LiveWindow['kept'], queue?: SealedValue) {
    this.identity = identity;
    this.#queue = queue;
    if (kept) this.kept = kept;
    const options = { t: inEnglish, words: {}, version: '1.2.3', settings: usualSettings, language: 'en' };
    const { kept: values } = this;
    this.conversation = new Conversation({ ...options, clock: this.clock, kept: values }, effect => {
      this.watch(effect);
      this.#run(effect);
      for (const look of this.#waiting) look();
    });
    this.connections = new ConnectionManager(input => {
      if (input.type === 'identified') this.#servers.set(input.server, input.connection);
      this.take(input);
    });
    void queue?.load().then(value => this.take({ type: 'keptQueue', value }));
    this.take({ type: 'page', request: { type: 'ready' } });
    this.take({ type: 'attention', isFocused: true, isPageVisible: true });
  }

  take(input: Input): void {
    this.conversation.take(input);
  }

  /** Joins a server over TLS. */
  async join(
    nick: string,
    { port, room = '#chat', ...plan }: { port: number; room?: string } & Partial<ConnectPlan>,
  ): Promise<void> {
    const made = { hosting: false, room, name: `127.0.0.1:${port}` };
    await this.connections.enter(
      made,
      live =>
        live.connect({
          addresses: [{ address: '127.0.0.1', port }],
          identity: this.identity,
          nick,
          password: '',
          clock: this.clock,
          random: () => 0,
          verifyHost: () => Promise.resolve(true),
          identified: () => ({ invite: '', isFresh: false, hosting: false }),
          askNick: () => Promise.resolve(undefined),
          numbersNick: false,
          ...plan,
        }),
      error => failureText(error, inEnglish),
    );
  }

  /** Hosts a room in a thread, as the editor does. */
  async host(nick: string, relayIdentity: Identity, more: Partial<HostPlan> = {}): Promise<void> {
    const plan = {
      settings: { room: '#chat', port: 0, open: true },
      nick,
      me: this.identity,
      relayIdentity,
      token: '',
      version: 'test',
      worker: workerFile,
      lastPort: 0,
      lastWanted: 0,
      data: undefined,
      noticed: () => undefined,
      hosted: () => undefined,
      askNick: () => Promise.resolve(undefined),
      ...more,
    };
    await this.connections.enter(
      { hosting: true, room: '#chat', name: 'here' },
      live => hostRoom(plan, live),
      error => this.#describe(error),
    );
  }

  /** Leaves the server with this identity, if it is there. */
  async leaveServer(server: string): Promise<void> {
    await this.connections.leave(this.#servers.get(server) ?? '', '');
  }

  /** Types a text and Enter. */
  type(text: string): void {
    this.take({ type: 'page', request: { type: 'submit', tab: this.page.active, text } });
  }

  /** Resolves as soon as `test` holds, looked at after each effect. */
  until(test: () => boolean): Promise<void> {
    return new Promise(resolve => {
      const look = (): void => {
        if (!test()) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** Waits until what `look` asserts holds, looked at after each effect; for a while at most. */
  async becomes(look: () => void): Promise<void> {
    await vi.waitFor(look, { timeout: 15_000, interval: 10 });
  }

  /** What the editor's log would have. */
  readonly failures: unknown[] = [];

  #describe(error: unknown): FailureText {
    this.failures.push(error);
    return failureText(error, inEnglish);
  }

  /** The window closes. */
  async close(reason = ''): Promise<void> {
    this.take({ type: 'closing' });
    await this.connections.end(reason);
    this.conversation.dispose();
  }

  #run(effect: Effect): void {
    switch (effect.type) {
      case 'client':
        return this.connections.request(effect.connection, effect.request);
      case 'connectionDown':
        return void this.connections.ended(effect.connection);
      case 'post':
        return this.page.take(effect.message);
      case 'status':
        return void (this.status = effect.status);
      case 'keepQueue':
        return void this.#queue?.keep(effect.value);
      case 'store':
        return this.kept[effect.scope].set(effect.key, effect.value);
      default:
    }
  }
}
