import type { ConnectionState } from '../../chat/connection.ts';
import { hostAndPort } from '../../common/hostPort.ts';
import type { RoomFacts } from '../page/banner.ts';
import type { Identified } from '../input.ts';
import type { LastRoom } from '../kept.ts';
import type { FailureText } from './failureText.ts';
import type { ServerView } from './serverView.ts';
import type { Place, WindowState } from './status.ts';

interface TimeGap {
  readonly from: number;
  readonly to: number;
  /** The server started a new history at this time. */
  readonly restartAt?: number;
}

/** One connection of a window to a server, as the conversation was told of it. */
export class Connection {
  readonly id: string;
  /** This window hosts what it leads to. */
  hosting: boolean;
  /** The room that it was made for. */
  readonly room: string;
  readonly #name: string;
  /** Where it was up last; without a port while it never was. */
  #lastPlace = { address: '', port: 0, since: 0 };
  #identified: Identified | undefined;
  #state: ConnectionState = { phase: 'connecting' };
  /** Why it came to nothing or ended; without a sentence while it has not, and when it was left. */
  ending: FailureText = { sentence: '', remedies: [] };
  /** Why it takes a while to be up for the first time; '' while it does not. */
  delay = '';
  /** What leads back to it, once it was up. */
  lastRoom: LastRoom | undefined;
  /** It broke, and was not back since. */
  isBroken = false;
  isOver = false;
  /** The window enters it unasked, after a reload. */
  isByItself = false;
  /** Others have opened as many tabs as they may, which was said. */
  hasTooManyTabs = false;
  /** For how many seconds its host keeps what is said, as the user was told last; undefined where it does not say. */
  keepsSeconds: number | undefined;
  /** The user has said something there, in this window. */
  hasSpoken = false;
  /** It was registered at least once, in this window or an earlier one. */
  wasUp = false;
  /** When private messages may be missing, as was said last. */
  toldGap: TimeGap = { from: Infinity, to: -Infinity };
  /** All that was said in private was shown up to here, in this window or an earlier one, as last kept. */
  knownUpTo: number | undefined;
  /** The run of the server's histories that this is a time of. */
  run: string | undefined;
  readonly #server: string;

  /** @param made.server where it is known before anybody answers */
  constructor(made: {
    readonly id: string;
    readonly hosting: boolean;
    readonly room: string;
    readonly name: string;
    readonly server?: string;
  }) {
    this.id = made.id;
    this.hosting = made.hosting;
    this.room = made.room;
    this.#name = made.name;
    this.#server = made.server ?? '';
  }

  get state(): ConnectionState {
    return this.#state;
  }

  set state(state: ConnectionState) {
    this.#state = state;
    if (state.phase === 'registered') this.#lastPlace = { ...state.address, since: state.since };
  }

  /** It is known who is at the other end. */
  identify(identified: Identified): void {
    this.#identified = identified;
    this.hosting = identified.hosting;
  }

  /** Whose server it is; '' while that is not known. */
  get server(): string {
    return this.#identified?.server ?? this.#server;
  }

  /** Undefined until it is known who is at the other end, and when it is over. */
  get client(): ServerView | undefined {
    return this.isOver ? undefined : this.#identified?.client;
  }

  get facts(): RoomFacts | undefined {
    return this.isOver ? undefined : this.#identified?.facts;
  }

  get invite(): string {
    return this.isOver ? '' : (this.#identified?.invite ?? '');
  }

  /** Its server has just begun: nothing was said there before. */
  get isFresh(): boolean {
    return this.#identified?.isFresh === true;
  }

  /** Where it leads, in a word. */
  get name(): string {
    const { address, port } = this.#lastPlace;
    return port === 0 || this.hosting ? this.#name : hostAndPort(address, port);
  }

  /** Something can be asked of its server right now. */
  get isUp(): boolean {
    return !this.isOver && this.state.phase === 'registered';
  }

  /** How many others are in the rooms that close when this window leaves. */
  get guests(): number {
    const { client, hosting } = this;
    if (client === undefined || !hosting) return 0;
    const people = new Set(client.rooms.flatMap(room => client.members(room)).map(nick => this.fold(nick)));
    people.delete(this.fold(client.nick));
    return people.size;
  }

  fold(name: string): string {
    return this.#identified?.client.fold(name) ?? name.toLowerCase();
  }

  same(one: string, other: string): boolean {
    return this.fold(one) === this.fold(other);
  }

  isChannel(name: string): boolean {
    return this.#identified?.client.isChannel(name) ?? /^[#&]/.test(name);
  }

  /** As it is shown when a tab of it is in front. */
  get shown(): WindowState {
    if (this.isOver)
      return this.ending.sentence === '' ? { phase: 'idle' } : { phase: 'failed', ...this.ending };
    const { state, hosting } = this;
    if (state.phase === 'registered') {
      const people = this.client?.members(this.room).length ?? 0;
      const silence = state.notAnswering && { notAnswering: state.notAnswering };
      return { phase: hosting ? 'hosting' : 'joined', place: this.#place, people, ...silence };
    }
    if (state.phase === 'reconnecting')
      return { phase: 'reconnecting', place: this.#place, hosting, retryAt: state.retryAt };
    if (hosting) return { phase: 'starting' };
    return { phase: 'joining', ...(this.delay !== '' && { sentence: this.delay }) };
  }

  get #place(): Place {
    // Others find a hosted room by another address than its host.
    const address = this.facts?.addresses[0] ?? this.#lastPlace.address;
    return { ...this.#lastPlace, address, room: this.room };
  }
}
