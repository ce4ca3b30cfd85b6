import type { ChatEvent } from '../chat/event.ts';
import type { Clock } from '../common/clock.ts';
import { type Disposable, DisposableStore } from '../common/dispose.ts';
import type { Message } from '../irc/message.ts';
import type { Whole } from './reading/batches.ts';
import { CatchUp } from './history/catchUp.ts';
import { supports } from './features.ts';
import { HistoryRequests } from './history/historyRequests.ts';
import { Incoming } from './reading/incoming.ts';
import type { IncomingContext } from './reading/incomingContext.ts';
import { Lists } from './rooms/lists.ts';
import type { Memory } from './memory.ts';
import { fetchMissedChats } from './history/missedChats.ts';
import { type Older, OlderHistory } from './history/olderHistory.ts';
import { Pacer } from './saying/pacer.ts';
import { Replay } from './history/replay.ts';
import { Requests } from './saying/requests.ts';
import type { Room } from './rooms/room.ts';
import { Rooms } from './rooms/rooms.ts';
import type { Server } from './server.ts';
import { ServerWire } from './saying/serverWire.ts';
import { TagMessages } from './saying/tagMessages.ts';
import { Waiting } from './history/waiting.ts';
import type { WireItem } from './saying/wire.ts';

export interface InsideOptions {
  readonly server: Server;
  readonly memory: Memory;
  readonly clock: Clock;
  readonly showsMotd: boolean;
  readonly send: (sent: Message) => void;
  readonly emit: (event: ChatEvent) => void;
  readonly members: (room: string) => void;
  /** We are in the first room, its names may follow. */
  readonly entered: () => void;
  /** The names of the first room are complete. */
  readonly named: () => void;
  readonly freed: (nick: string) => void;
}

/** What goes on behind a server's door: rooms, private chats, and all that is asked and told there. */
export class Inside implements Disposable {
  readonly #options: InsideOptions;
  readonly #parts = new DisposableStore();
  readonly #incoming: Incoming;
  readonly #history: HistoryRequests;
  readonly #replay: Replay;
  readonly #waiting: Waiting;
  readonly #catchUp: CatchUp;
  readonly #older: OlderHistory;
  readonly #pacer: Pacer;
  readonly #wire: ServerWire;
  readonly rooms: Rooms;
  readonly requests: Requests;
  readonly tags: TagMessages;
  readonly lists: Lists;

  constructor(options: InsideOptions) {
    this.#options = options;
    const { server, memory, clock, send, emit } = options;
    const { marks, seen } = memory;
    this.rooms = new Rooms(server, memory.rooms, options.members);
    this.requests = new Requests(server, this.rooms, send);
    this.#incoming = new Incoming(this.#incomingContext());
    this.#pacer = this.#parts.add(
      new Pacer({ clock, send, isPaced: () => this.#wire.multiline === undefined }),
    );
    this.#wire = new ServerWire(server, item => this.#write(item));
    const write = (item: WireItem): void => this.#pacer.write(item);
    this.tags = this.#parts.add(new TagMessages({ server, clock, write, emit: event => this.#emit(event) }));
    this.lists = this.#parts.add(new Lists(clock, send));
    const fold = (name: string): string => server.fold(name);
    this.#waiting = new Waiting({ fold, isChannel: name => server.isChannel(name), marks, emit });
    this.#replay = new Replay(seen, whole => this.#incoming.take(whole));
    const history = this.#parts.add(new HistoryRequests(server, clock, send));
    this.#history = history;
    const shared = { server, marks, oldest: memory.oldest, history, now: () => clock.now(), emit };
    this.#catchUp = new CatchUp({ ...shared, replay: this.#replay, waiting: this.#waiting });
    this.#older = new OlderHistory(server, memory.oldest, history, this.#replay);
  }

  /** Takes a message that came after the welcome. */
  take(whole: Whole): void {
    if (this.#history.take(whole) || this.lists.take(whole)) return;
    if (whole.past === undefined) this.#incoming.take(whole);
    // Nobody has asked for it: it is what the server plays back by itself.
    else for (const past of whole.past) this.#incoming.take(past);
  }

  /** Asks to be let into the first room. */
  begin(): void {
    this.#options.send({ tags: new Map(), command: 'JOIN', params: [this.rooms.first.name] });
  }

  /** We are in the first room: everything else that is wanted follows, and what waited goes out. */
  joined(): void {
    const { server, memory, clock, send } = this.#options;
    this.requests.join(memory.rooms.further);
    if (memory.away !== '') this.requests.away(memory.away);
    if (supports(server, 'readMarkers')) memory.readMarkers.attach(send);
    const shared = { server, memory, history: this.#history };
    fetchMissedChats({ ...shared, catchUp: this.#catchUp, waiting: this.#waiting, now: () => clock.now() });
    memory.outbox.attach(this.#wire);
  }

  /** What was said before a time, in milliseconds since 1970. */
  older(target: string, before: number): Promise<Older> {
    if (!supports(this.#options.server, 'history')) return Promise.resolve({ events: [], more: false });
    return this.#older.ask(target, before);
  }

  dispose(): void {
    const { memory } = this.#options;
    memory.outbox.detach();
    memory.readMarkers.detach();
    this.#catchUp.stop();
    this.#parts.dispose();
  }

  #incomingContext(): IncomingContext {
    const { server, memory, clock, showsMotd, freed } = this.#options;
    return {
      server,
      rooms: this.rooms,
      memory,
      clock,
      showsMotd,
      freed,
      emit: event => this.#emit(event),
      note: (target, mark) => this.#waiting.note(target, mark),
      entered: room => this.#entered(room),
      named: room => {
        if (room === this.rooms.first) this.#options.named();
      },
    };
  }

  #entered(room: Room): void {
    this.#catchUp.begin(room.name);
    if (room === this.rooms.first) this.#options.entered();
  }

  #emit(event: ChatEvent): void {
    if (!this.#replay.catches(event)) this.#waiting.emit(event);
  }

  #write(item: WireItem): void {
    const [first] = item.messages;
    const target = first?.command === 'BATCH' ? first.params[2] : first?.params[0];
    if (target !== undefined) this.tags.said(target);
    this.#pacer.write(item);
  }
}
