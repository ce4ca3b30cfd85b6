import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inEnglish } from '../../../src/chat/translate.ts';
import { ChatClient } from '../../../src/client/chatClient.ts';
import type { ClientRequest, Effect } from '../../../src/conversation/effect.ts';
import { Conversation } from '../../../src/conversation/conversation.ts';
import { appearanceFrom } from '../../../src/conversation/page/appearanceValues.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { MemoryStream } from '../session/memoryStream.ts';

/** More turns of the loop than a few lines take. */
const turns = 4;

const fingerprints = { key: 'a'.repeat(64), certificate: 'b'.repeat(64) };
const settings = {
  appearance: appearanceFrom(() => undefined),
  notices: { keywords: ['hi'], notifications: 'all', sound: true, system: 'full' },
  nick: 'ana',
} as const;
const kept = { workspace: { get: () => undefined }, global: { get: () => undefined } };
// eslint-disable-next-line no-control-regex -- what must not come to the page is what it looks for
const unsafe = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

/** A window at a server that sends what a script says, and what must hold whatever that is. */
export class HostileWorld {
  readonly #clock = new FakeClock();
  readonly #conversation: Conversation;
  readonly #client: ChatClient;
  readonly #faults: string[] = [];
  #stream: MemoryStream | undefined;
  #front = '';

  constructor() {
    const options = {
      clock: this.#clock,
      t: inEnglish,
      words: {},
      version: '0',
      language: 'en',
      kept,
      settings,
    };
    this.#conversation = new Conversation(options, effect => this.#run(effect));
    this.#client = new ChatClient({
      addresses: [{ address: 'hostile.test', port: 6697 }],
      identity: { certificate: 'c', privateKey: 'k' },
      nick: 'ana',
      realName: 'Ana',
      password: '',
      clock: this.#clock,
      random: () => 0.5,
      verifyHost: () => Promise.resolve(true),
      openStream: () => {
        this.#stream = new MemoryStream(() => undefined);
        return Promise.resolve({ stream: this.#stream, fingerprints });
      },
      emit: event => this.#conversation.take({ type: 'event', connection: 'c', event }),
      log: text => {
        // A stack is an error of ours.
        if (/\n\s+at /.test(text)) this.#faults.push(text);
      },
    });
  }

  /** Joins; the server has let us in and into the room. */
  async begin(): Promise<void> {
    const identified = { server: 'a'.repeat(64), invite: '', isFresh: false, hosting: false };
    this.#conversation.take({ type: 'page', request: { type: 'ready' } });
    this.#conversation.take({ type: 'entering', connection: 'c', hosting: false, room: '#chat', name: 'x' });
    this.#conversation.take({ type: 'identified', connection: 'c', client: this.#client, ...identified });
    this.#client.start(new AbortController().signal).catch(() => undefined);
    await this.#settle();
    await this.send(
      `:s CAP * LS :batch message-tags server-time draft/chathistory draft/read-marker echo-message labeled-response draft/message-redaction\r\n`,
    );
    await this.send(
      [
        'batch',
        'message-tags',
        'server-time',
        'draft/chathistory',
        'draft/read-marker',
        'echo-message',
        'labeled-response',
        'draft/message-redaction',
      ]
        .map(name => `:s CAP * ACK :${name}\r\n`)
        .join(''),
    );
    await this.send(':s 001 ana :hi\r\n:s 422 ana :no\r\n:ana!u@h JOIN #chat\r\n');
    this.#clock.advance(100);
    this.#front = this.#shown;
  }

  async send(bytes: Buffer | string): Promise<void> {
    if (this.#stream?.destroyed === false) this.#stream.push(bytes);
    await this.#settle();
    this.#check();
  }

  /** The connection breaks, and another one is made. */
  async cut(): Promise<void> {
    this.#stream?.destroy();
    await this.pass(2_000);
  }

  async pass(ms: number): Promise<void> {
    this.#clock.advance(ms);
    await this.#settle();
    this.#check();
  }

  /** The user does something. */
  async use(request: ClientRequest): Promise<void> {
    this.#ask(request);
    await this.#settle();
    this.#check();
  }

  async end(): Promise<void> {
    this.#client.dispose();
    await this.#settle();
    this.#check();
    this.#conversation.dispose();
    await this.#settle();
  }

  async #settle(): Promise<void> {
    for (let turn = 0; turn < turns; turn++) await nextTurn();
  }

  #shown = '';

  #check(): void {
    assert.deepEqual(this.#faults, []);
    // Only the user brings another tab to the front.
    if (this.#front !== '') assert.equal(this.#shown, this.#front);
  }

  #run(effect: Effect): void {
    if (effect.type === 'client') this.#ask(effect.request);
    assert.notEqual(effect.type, 'openPage');
    if (effect.type !== 'post') return;
    const { message } = effect;
    assert(JSON.stringify(message).length > 0);
    if (message.type === 'tabs' || message.type === 'screen') this.#shown = message.active;
    if (message.type === 'append' || message.type === 'older')
      for (const line of message.lines)
        assert(
          !unsafe.test(line.text) && !(line.kind === 'message' && unsafe.test(line.nick)),
          JSON.stringify(line),
        );
  }

  #ask(request: ClientRequest): void {
    const client = this.#client;
    if (request.type === 'enterRoom') client.enterRoom(request.room);
    else if (request.type === 'say') client.say(request.target, request.text);
    else if (request.type === 'leaveRoom') client.leaveRoom(request.room, request.reason);
    else if (request.type === 'list') void client.list();
    else if (request.type === 'older') {
      const { tab } = request;
      void client
        .older(request.target, request.before)
        .then(answer => this.#conversation.take({ type: 'older', tab, answer }));
    }
  }
}
