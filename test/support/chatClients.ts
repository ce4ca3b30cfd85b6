import type { ChatEvent, MessageEvent } from '../../src/chat/event.ts';
import { ChatClient, type ClientOptions, type ClientState } from '../../src/client/chatClient.ts';
import { FakeClock } from './fakeClock.ts';
import { type FakeConnection, FakeServer, settle, type Welcome } from './fakeServer.ts';

/** Fingerprints that stand for whoever is at the other end of a pair of streams. */
export const somebody = { key: 'a'.repeat(64), certificate: 'b'.repeat(64) };

/** A signal that never comes. */
export const never = new AbortController().signal;

export const host = { address: 'relay.test', port: 6697 };

/** A client with all that it told. */
export class Witness {
  readonly client: ChatClient;
  readonly events: ChatEvent[] = [];
  readonly states: ClientState[] = [];

  constructor(options: Pick<ClientOptions, 'openStream'> & Partial<ClientOptions>) {
    this.client = new ChatClient({
      addresses: [host],
      identity: { certificate: '', privateKey: '' },
      nick: 'ana',
      realName: 'Ana',
      password: '',
      room: '#chat',
      verifyHost: () => Promise.resolve(true),
      random: () => 0.5,
      ...options,
    });
    this.client.onEvent(event => this.events.push(event));
    this.client.onState(state => this.states.push(state));
  }

  /** Events of one kind. */
  of<T extends ChatEvent['type']>(type: T): Extract<ChatEvent, { type: T }>[] {
    return this.events.filter(event => event.type === type) as Extract<ChatEvent, { type: T }>[];
  }

  get messages(): MessageEvent[] {
    return this.of('message');
  }

  /** What others said, in order. */
  get heard(): string[] {
    return this.messages.filter(message => !message.own).map(message => message.text);
  }

  /** How far a message has come: every step told of it. */
  steps(id: string): string[] {
    return this.events.flatMap(event =>
      (event.type === 'message' || event.type === 'delivery') &&
      event.id === id &&
      event.delivery !== undefined
        ? [event.delivery]
        : [],
    );
  }

  /** Resolves as soon as `test` holds, looked at after each event and state. */
  until(test: () => boolean): Promise<void> {
    return new Promise(resolve => {
      const look = (): void => {
        if (!test()) return;
        for (const listener of listeners) listener.dispose();
        resolve();
      };
      const { client } = this;
      const listeners = [client.onEvent(look), client.onState(look), client.onMembers(look)];
      look();
    });
  }
}

/** A client that connects to a scripted server by the fake clock. */
export function meet(options: Partial<ClientOptions> = {}): {
  readonly server: FakeServer;
  readonly clock: FakeClock;
  readonly witness: Witness;
  readonly client: ChatClient;
} {
  const server = new FakeServer();
  const clock = new FakeClock();
  const openStream = (): ReturnType<NonNullable<ClientOptions['openStream']>> =>
    Promise.resolve({ stream: server.open(), fingerprints: somebody });
  const witness = new Witness({ openStream, clock, ...options });
  return { server, clock, witness, client: witness.client };
}

/** What a server of today offers without history. */
export const allCapabilities =
  'cap-notify message-tags server-time batch echo-message labeled-response multi-prefix ' +
  'draft/multiline=max-bytes=65536,max-lines=1000 sasl=PLAIN away-notify';

/** The same with what rooms and chats are caught up by. */
export const historyCapabilities =
  `${allCapabilities} account-tag draft/chathistory draft/event-playback ` +
  'draft/message-redaction draft/read-marker';

/** A client that is in the room of a scripted server. */
export async function meetInRoom(
  welcome: Welcome = {},
  options: Partial<ClientOptions> = {},
): Promise<ReturnType<typeof meet> & { readonly peer: FakeConnection }> {
  const meeting = meet(options);
  const joined = meeting.client.join(never);
  const peer = await meeting.server.accept();
  await peer.welcome(welcome);
  await joined;
  await settle();
  return { ...meeting, peer };
}
