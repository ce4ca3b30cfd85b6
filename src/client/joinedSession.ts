import type { HistoricEvent } from '../chat/event.ts';
import { type Disposable, DisposableStore } from '../common/dispose.ts';
import type { Message } from '../irc/message.ts';
import type { ClientState } from './clientState.ts';
import { KeepNick } from './connection/keepNick.ts';
import { supports } from './features.ts';
import { CatchUp } from './history/catchUp.ts';
import { HeldEvents } from './history/heldEvents.ts';
import { HistoryRequests } from './history/historyRequests.ts';
import { OlderHistory } from './history/olderHistory.ts';
import { maxMotdLines } from './limits.ts';
import { Lists } from './rooms/lists.ts';
import type { Room } from './rooms/room.ts';
import { Pacer } from './saying/pacer.ts';
import { Requests } from './saying/requests.ts';
import { TagMessages } from './saying/tagMessages.ts';
import type { Server } from './server.ts';

/** What there is on a connection once the server has let us in: rooms, private chats, and all that is asked there. */
export class JoinedSession implements Disposable {
  readonly server: Server;
  readonly client: ClientState;
  readonly #parts = new DisposableStore();
  readonly #send: (sent: Message) => void;
  readonly #pacer: Pacer;
  readonly #catchUp: CatchUp;
  readonly held: HeldEvents;
  readonly history: HistoryRequests;
  readonly older: OlderHistory;
  readonly requests: Requests;
  readonly tags: TagMessages;
  readonly lists: Lists;
  keepNick: KeepNick | undefined;
  readonly #showsMotd: boolean;
  #motdLines = 0;

  constructor(server: Server, client: ClientState, send: (sent: Message) => void) {
    const { clock, rooms } = client;
    this.server = server;
    this.client = client;
    this.#send = send;
    this.#showsMotd = client.server === undefined;
    this.#pacer = this.#parts.add(new Pacer(server, clock, send));
    this.requests = new Requests(server, rooms, send);
    this.tags = this.#parts.add(new TagMessages(server, client, this.#pacer));
    this.lists = this.#parts.add(new Lists(clock, send));
    this.held = new HeldEvents(server, client);
    this.history = this.#parts.add(new HistoryRequests(server, clock, send));
    this.#catchUp = new CatchUp(server, client, this.history, this.held);
    this.older = new OlderHistory(server, client, this.history);
  }

  /** The server has let us in: the rooms are entered, and what waits goes out. */
  begin(): void {
    const { server, client } = this;
    this.requests.join(client.rooms.all.filter(room => room.phase === 'wanted'));
    if (client.away !== '') this.requests.away(client.away);
    if (supports(server, 'readMarkers')) client.readMarkers.attach(this.#send);
    // Asked before the queue goes out, which may take its time.
    this.#catchUp.beginMissedChats();
    client.outbox.attach(server, this.#pacer);
  }

  /** A room was entered: what was said there is fetched, and what waits for it goes out. */
  entered(room: Room): void {
    this.#catchUp.begin(room.name);
    this.client.outbox.entered();
  }

  /** Takes the nick back that was taken when we came. */
  keepTrying(wanted: string): void {
    const attempt = (): void => this.#send({ tags: new Map(), command: 'NICK', params: [wanted] });
    this.keepNick = this.#parts.add(new KeepNick(wanted, this.client.clock, attempt));
  }

  /** Whether one more line of the message of the day is shown: on the first connection, `maxMotdLines`. */
  showsMotdLine(): boolean {
    this.#motdLines++;
    return this.#showsMotd && this.#motdLines <= maxMotdLines;
  }

  /** Tells what the server plays back by itself, one piece for each place. */
  tellPlayback(events: readonly HistoricEvent[]): void {
    for (const [target, told] of Map.groupBy(events, event => event.target))
      this.client.emit({ type: 'history', target, events: told, isWhole: false });
  }

  dispose(): void {
    const { outbox, readMarkers, rooms } = this.client;
    outbox.detach();
    readMarkers.detach();
    rooms.detach();
    this.#catchUp.stop();
    this.#parts.dispose();
  }
}
