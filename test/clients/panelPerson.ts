import { expect, vi } from 'vitest';
import type { Line, MessageLine } from '../../src/chat/line.ts';
import { inEnglish } from '../../src/chat/translate.ts';
import { ChatClient } from '../../src/client/chatClient.ts';
import { systemClock } from '../../src/common/clock.ts';
import { beginEntering } from '../../src/conversation/connections/connectionStates.ts';
import type { Connection } from '../../src/conversation/connections/connection.ts';
import type { ClientRequest } from '../../src/conversation/effect.ts';
import { takeEvent } from '../../src/conversation/events.ts';
import { addressed } from '../../src/conversation/lines/addressed.ts';
import type { Tab } from '../../src/conversation/tabs/tab.ts';
import { WindowChat } from '../../src/conversation/windowChat.ts';
import { displayFingerprint } from '../../src/trust/fingerprint.ts';
import { createIdentity, type Identity } from '../../src/trust/identity.ts';
import { KeptMemory, usualSettings } from '../support/talkWindow.ts';
import type { TestRoom } from './testRoom.ts';

/** How long a person would wait. */
const patience = { timeout: 30_000 };

/** Somebody with PyChat in `#chat`: the client as it is, and the lines that its tabs show. */
export class PanelPerson implements AsyncDisposable {
  readonly client: ChatClient;
  readonly #chat: WindowChat;
  readonly #connection: Connection;

  private constructor({ facts }: TestRoom, nick: string, identity: Identity) {
    const { PORT, PASSWORD, FINGERPRINT } = facts;
    const kept = { workspace: new KeptMemory(), global: new KeptMemory() };
    const said = { t: inEnglish, words: {}, version: 'test', language: 'en', commands: [] };
    this.#chat = new WindowChat({ ...said, clock: systemClock, kept, settings: usualSettings }, effect => {
      if (effect.type === 'client') this.#request(effect.request);
    });
    beginEntering({ connection: 'c1', hosting: false, room: '#chat', name: 'relay' }, this.#chat);
    const connection = this.#chat.connections.get('c1');
    if (connection === undefined) throw new Error('no connection');
    this.#connection = connection;
    this.client = new ChatClient({
      addresses: [{ address: '127.0.0.1', port: Number(PORT) }],
      identity,
      nick,
      realName: nick,
      password: PASSWORD,
      verifyHost: ({ fingerprints }) =>
        Promise.resolve(displayFingerprint(fingerprints.certificate) === FINGERPRINT),
      emit: event => takeEvent(event, connection, this.#chat),
    });
    const identified = { client: this.client, invite: '', isFresh: false, hosting: false };
    connection.identify({ server: 'relay', ...identified });
  }

  /** Lets somebody with a new key in. */
  static async enter(room: TestRoom, nick: string): Promise<PanelPerson> {
    const identity = await createIdentity({ name: nick, now: new Date() });
    const person = new PanelPerson(room, nick, identity);
    await person.client.start(new AbortController().signal);
    await vi.waitFor(() => expect(person.#room.entry).toBe('in'), patience);
    return person;
  }

  get tabs(): readonly Tab[] {
    return this.#chat.tabs.list;
  }

  /** What stands in the tab of a room or person, or of the server: ''. */
  lines(target = '#chat'): readonly Line[] {
    const { tabs } = this.#chat;
    const tab = target === '' ? tabs.server(this.#connection) : tabs.find(this.#connection, target);
    return tab?.scrollback.lines ?? [];
  }

  /** Waits until the last thing said in a tab is like this. @returns it */
  async untilSaid(like: Partial<MessageLine>, target = '#chat'): Promise<MessageLine> {
    const last = (): MessageLine | undefined => this.lines(target).findLast(line => line.kind === 'message');
    await expect.poll(last, patience).toMatchObject(like);
    const line = last();
    if (line === undefined) throw new Error(`nothing was said in ${target}`);
    return line;
  }

  /** Waits until the relay has taken a message. @param id as `say` and `act` of the client gave it */
  async untilRelayed(id: string, target = '#chat'): Promise<MessageLine> {
    return this.untilSaid({ id, delivery: 'relayed' }, target);
  }

  /** Says something in the room. */
  async say(text: string, more: Parameters<ChatClient['say']>[2] = {}): Promise<MessageLine> {
    return this.untilRelayed(this.client.say('#chat', text, more));
  }

  /** Answers a line of the room, as the panel does. */
  async answer(line: MessageLine, text: string): Promise<MessageLine> {
    return this.say(addressed(text, line, this.#room), { answers: this.msgidOf(line) });
  }

  /** The relay's name for a line of the room. */
  msgidOf(line: MessageLine): string {
    return this.#room.msgidOf(line.id);
  }

  get #room(): Tab {
    const room = this.#chat.tabs.find(this.#connection, '#chat');
    if (room === undefined) throw new Error('no room');
    return room;
  }

  #request(request: ClientRequest): void {
    if (request.type === 'enterRoom') this.client.enterRoom(request.room, request);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.leave('');
    this.client.dispose();
    this.#chat.dispose();
  }
}
