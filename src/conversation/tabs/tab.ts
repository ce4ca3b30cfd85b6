import type { FileOffer } from '../../chat/event.ts';
import type { Line, MessageLine } from '../../chat/line.ts';
import { BoundedMap } from '../../common/boundedMap.ts';
import type { Clock } from '../../common/clock.ts';
import type { Connection } from '../connections/connection.ts';
import type { FilePlace } from '../effect.ts';
import { Reactions } from './reactions.ts';
import { Scrollback } from './scrollback.ts';
import type { RoomEntry, TabKind } from './tabKinds.ts';
import { TypingPeople } from './typingPeople.ts';
import { Unquoted } from './unquoted.ts';
import { Unread } from './unread.ts';

/** Lines of one's own of which the server's names are remembered, and files that can still be fetched. */
export const maxNamedLines = 10_000;
export const maxOffers = 1_000;

/** Bytes that a tab takes without a line, and what is remembered of a line besides what it shows takes at most. */
const emptyTabBytes = 4_096;
const nameBytes = 700;
const offerBytes = 1_200;
const unseenBytes = 100;

/** One room or private chat of a connection: what was said there, and what of it nobody has looked at yet. */
export class Tab {
  readonly id: string;
  readonly kind: TabKind;
  /** Undefined for the start alone. */
  connection: Connection | undefined;
  /** The channel, or the nick of the other; '' for the start and for a server. */
  target: string;
  /** What `/title` put over the page; '' for the room or nick. */
  title = '';
  /** The tab whose place this one has taken. */
  follows: Tab | undefined;
  entry: RoomEntry = 'out';
  /** Why the room does not let us in, while `entry` is `refused`. */
  refusal = '';
  scrollback = new Scrollback();
  readonly reactions = new Reactions();
  readonly typing: TypingPeople;
  readonly unread = new Unread(this);
  /** Somebody else has opened it, and we have neither looked at it nor said anything there. */
  isByOthers = false;
  /** We have been here: what is told of the time since then is news, also where nobody can tell what was read. */
  wasHere = false;
  /** When we first came into this room, milliseconds since 1970 by the server's clock: what is older is no news. */
  cameAt: number | undefined;
  /** All that was said in this room was shown up to here, in this window or an earlier one, as last kept. */
  knownUpTo: number | undefined;
  /** What `knownUpTo` was at the end of an earlier window. */
  keptUpTo: number | undefined;
  /** The server has no lines before ours. */
  hasAllOlder = false;
  readonly #lineIds = new BoundedMap<string, string>(maxNamedLines);
  readonly #msgids = new BoundedMap<string, string>(maxNamedLines);
  readonly #offers = new BoundedMap<string, FileOffer>(maxOffers);
  /** Lines whose quote is missing, by the `msgid` of the message that they answer. */
  readonly unquoted = new Unquoted(maxNamedLines);
  /** Lines of ours on their way that are to be taken back. */
  readonly takenBack = new Set<string>();
  /** Lines to which no server has given a name: the file's, our own before their echo. */
  readonly #unnamed = new BoundedMap<string, true>(maxNamedLines);

  constructor(
    tab: Pick<Tab, 'id' | 'kind' | 'target' | 'connection'>,
    clock: Clock,
    typingChanged: (tab: Tab) => void,
  ) {
    this.id = tab.id;
    this.kind = tab.kind;
    this.target = tab.target;
    this.connection = tab.connection;
    this.typing = new TypingPeople(clock, () => typingChanged(this));
    this.#watchScrollback();
  }

  /** Bytes of all that is kept here. */
  get bytes(): number {
    const names = this.#lineIds.size + this.#msgids.size + this.#unnamed.size + this.unquoted.size;
    const sides = nameBytes * names + offerBytes * this.#offers.size + unseenBytes * this.unread.count;
    return emptyTabBytes + this.scrollback.bytes + this.reactions.bytes + sides;
  }

  /** Makes room: the oldest lines go, with all that is known of them. */
  free(bytes: number): void {
    this.scrollback.free(bytes);
    // What had to go does not come back by scrolling up.
    this.hasAllOlder = true;
  }

  /** What the server says from now on is later than this time: news, though what was read may be later still. */
  restart(at: number): void {
    this.unread.readUpTo = Math.min(this.unread.readUpTo ?? this.cameAt ?? at, at);
  }

  /** Where files go that are sent here. */
  get place(): FilePlace {
    return { tab: this.id, connection: this.connection?.id ?? '', target: this.target };
  }

  /** Remembers under which id a message of the server's stands here. */
  name(msgid: string, lineId: string): void {
    this.#unnamed.delete(lineId);
    if (msgid === lineId) return;
    this.#lineIds.set(msgid, lineId);
    this.#msgids.set(lineId, msgid);
  }

  /** A line has no name of the server's. */
  noteUnnamed(lineId: string): void {
    this.#unnamed.set(lineId, true);
  }

  isUnnamed(lineId: string): boolean {
    return this.#unnamed.has(lineId);
  }

  /** Messages without a name of the server's that are still here, oldest first. */
  get unnamed(): MessageLine[] {
    return [...this.#unnamed.keys()].flatMap(id => this.message(id) ?? []);
  }

  lineIdOf(msgid: string): string {
    return this.#lineIds.get(msgid) ?? msgid;
  }

  msgidOf(lineId: string): string {
    return this.#msgids.get(lineId) ?? lineId;
  }

  keepOffer(lineId: string, offer: FileOffer): void {
    this.#offers.set(lineId, offer);
  }

  offerOf(lineId: string): FileOffer | undefined {
    return this.#offers.get(lineId);
  }

  /** What is offered here, by line. */
  get offers(): Iterable<readonly [lineId: string, FileOffer]> {
    return this.#offers;
  }

  /** The line that offers this file. */
  lineOfOffer(offer: string): string | undefined {
    for (const [lineId, { id }] of this.#offers) if (id === offer) return lineId;
    return undefined;
  }

  /** The message of this id, unless it is gone or was none. */
  message(lineId: string): MessageLine | undefined {
    const line = this.scrollback.find(lineId);
    return line?.kind === 'message' ? line : undefined;
  }

  /** Goes on with the lines of another tab, which begins empty again, and with what is half typed there. */
  takeOver(other: Tab): void {
    this.follows = other;
    [this.scrollback, other.scrollback] = [other.scrollback, new Scrollback()];
    this.#watchScrollback();
    other.#watchScrollback();
    for (const line of this.scrollback.lines) if (line.kind === 'message') this.noteUnnamed(line.id);
  }

  /** Messages of ours that are under way. */
  get pending(): readonly MessageLine[] {
    const isPending = (line: Line): line is MessageLine =>
      line.kind === 'message' && (line.delivery === 'queued' || line.delivery === 'sent');
    return this.scrollback.lines.filter(isPending);
  }

  /** What is under way stays, as what becomes of it is still to be seen. @returns what that is */
  clear(): readonly MessageLine[] {
    const { pending } = this;
    const offers = pending.map(({ id }) => ({ id, offer: this.#offers.get(id) }));
    this.scrollback.clear();
    this.reactions.clear();
    this.unread.clear();
    this.hasAllOlder = false;
    for (const known of [this.#lineIds, this.#msgids, this.#offers, this.#unnamed, this.takenBack])
      known.clear();
    this.unquoted.clear();
    for (const line of pending) {
      this.scrollback.add(line);
      this.noteUnnamed(line.id);
    }
    for (const { id, offer } of offers) if (offer !== undefined) this.keepOffer(id, offer);
    return pending;
  }

  #watchScrollback(): void {
    this.scrollback.dropped = id => this.#forget(id);
  }

  #forget(lineId: string): void {
    this.#lineIds.delete(this.msgidOf(lineId));
    for (const known of [this.#msgids, this.#offers, this.#unnamed, this.takenBack]) known.delete(lineId);
    this.unquoted.forget(lineId);
    this.reactions.forget(lineId);
    this.unread.forget(lineId);
  }
}
