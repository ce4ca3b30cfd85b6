import type { ConnectionState } from '../../src/chat/connection.ts';
import type { ChatEvent, HistoricEvent, MessageEvent } from '../../src/chat/event.ts';
import { ChatClient, type ClientOptions } from '../../src/client/chatClient.ts';
import { FakeClock } from './fakeClock.ts';
import { type FakeConnection, FakeServer, settle, type Welcome } from './fakeServer.ts';

/** Fingerprints that stand for whoever is at the other end of a pair of streams. */
export const somebody = { key: 'a'.repeat(64), certificate: 'b'.repeat(64) };

/** A signal that never comes. */
export const never = new AbortController().signal;

export const host = { address: 'relay.test', port: 6697 };

/** What a witness is made with: the options of its client, and the room that it enters, '' for none. */
export interface WitnessOptions extends Partial<ClientOptions> {
  readonly room?: string;
  readonly shownUpTo?: number;
}

/** A client with all that it told: events of history stand among the others, where they were told. */
export class Witness {
  readonly client: ChatClient;
  readonly all: ChatEvent[] = [];
  readonly #lookers = new Set<() => void>();

  constructor({ room = '#chat', shownUpTo, ...options }: WitnessOptions) {
    this.client = new ChatClient({
      addresses: [host],
      identity: { certificate: '', privateKey: '' },
      nick: 'ana',
      realName: 'Ana',
      password: '',
      verifyHost: () => Promise.resolve(true),
      random: () => 0.5,
      ...options,
      emit: event => {
        this.all.push(event);
        options.emit?.(event);
        for (const look of [...this.#lookers]) look();
      },
    });
    if (room !== '') this.client.enterRoom(room, shownUpTo === undefined ? {} : { shownUpTo });
  }

  /** What happened, without what is told of the connection and of who is there. */
  get events(): (ChatEvent | HistoricEvent)[] {
    return this.all.flatMap<ChatEvent | HistoricEvent>(event => {
      if (event.type === 'history') return event.events;
      return event.type === 'state' || event.type === 'membersChanged' ? [] : [event];
    });
  }

  get states(): ConnectionState[] {
    return this.of('state').map(event => event.state);
  }

  /** Events of one kind. */
  of<T extends (ChatEvent | HistoricEvent)['type']>(
    type: T,
  ): Extract<ChatEvent | HistoricEvent, { type: T }>[] {
    type Wanted = Extract<ChatEvent | HistoricEvent, { type: T }>;
    const all = this.all.flatMap<ChatEvent | HistoricEvent>(event =>
      event.type === 'history' ? [...event.events, event] : [event],
    );
    return all.filter((event): event is Wanted => event.type === type);
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

  /** Resolves as soon as `test` holds, looked at after each event. */
  until(test: () => boolean): Promise<void> {
    return new Promise(resolve => {
      const look = (): void => {
        if (!test()) return;
        this.#lookers.delete(look);
        resolve();
      };
      this.#lookers.add(look);
      look();
    });
  }
}

/** A client that connects to a scripted server by the fake clock. */
export function meet(options: WitnessOptions = {}): {
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
  options: WitnessOptions = {},
): Promise<ReturnType<typeof meet> & { readonly peer: FakeConnection }> {
  const meeting = meet(options);
  const joined = meeting.client.start(never);
  const peer = await meeting.server.accept();
  await peer.welcome(welcome);
  await joined;
  await settle();
  return { ...meeting, peer };
}
