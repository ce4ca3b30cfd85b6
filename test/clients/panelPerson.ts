import { expect } from 'vitest';
import { addressed } from '../../src/conversation/lines/addressed.ts';
import { ChatLog } from '../../src/conversation/chatLog.ts';
import type { Tab } from '../../src/conversation/tabs/tab.ts';
import { Tabs } from '../../src/conversation/tabs/tabs.ts';
import type { Line, MessageLine } from '../../src/chat/line.ts';
import { inEnglish } from '../../src/chat/translate.ts';
import { ChatClient } from '../../src/client/chatClient.ts';
import { systemClock } from '../../src/common/clock.ts';
import { displayFingerprint } from '../../src/trust/fingerprint.ts';
import { createIdentity } from '../../src/trust/identity.ts';
import type { TestRoom } from './testRoom.ts';

/** How long a person would wait. */
const patience = { timeout: 30_000 };

const nothing = (): void => undefined;

/** Somebody with PyChat in `#chat`: the client as it is, and the lines that its tabs show. */
export class PanelPerson implements AsyncDisposable {
  readonly client: ChatClient;
  readonly tabs = new Tabs(systemClock, { changed: nothing, typingChanged: nothing });
  readonly #log: ChatLog;

  private constructor(client: ChatClient) {
    this.client = client;
    this.tabs.main.target = '#chat';
    this.#log = new ChatLog(this.tabs, inEnglish, {
      ...{ added: nothing, putBefore: nothing, changed: nothing, heard: nothing, kept: nothing },
      ...{
        redacted: nothing,
        readElsewhere: nothing,
        hasAllOlder: nothing,
        notKept: nothing,
        renamedUs: nothing,
      },
      isMention: text => text.includes(client.nick),
      file: (_, { name, size }) => ({ name, size, moved: 0, state: 'offered', note: '' }),
    });
    client.onEvent(event => this.#log.receive(event));
  }

  /** Lets somebody with a new key in. */
  static async enter(room: TestRoom, nick: string): Promise<PanelPerson> {
    const { PORT, PASSWORD, FINGERPRINT } = room.facts;
    const client = new ChatClient({
      addresses: [{ address: '127.0.0.1', port: Number(PORT) }],
      identity: await createIdentity({ name: nick, now: new Date() }),
      nick,
      realName: nick,
      password: PASSWORD,
      room: '#chat',
      verifyHost: ({ fingerprints }) =>
        Promise.resolve(displayFingerprint(fingerprints.certificate) === FINGERPRINT),
    });
    const person = new PanelPerson(client);
    await client.join(new AbortController().signal);
    return person;
  }

  /** What stands in the tab of a room or person. */
  lines(target = '#chat'): readonly Line[] {
    return this.tabs.find(target)?.scrollback.lines ?? [];
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
    return this.tabs.main;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.leave('');
    this.client.dispose();
  }
}
