import type { FileOffer } from '../chat/event.ts';
import type { Line, MessageLine } from '../chat/line.ts';
import type { Clock } from '../common/clock.ts';
import { Reactions } from './reactions.ts';
import { Scrollback } from './scrollback.ts';
import { TypingPeople } from './typingPeople.ts';

/** Lines of one's own of which the server's names are remembered, and files that can still be fetched. */
export const maxNamedLines = 10_000;
export const maxOffers = 1_000;

/** What a tab is: the window's main room (or none yet), another room, or a private chat. */
export type TabKind = 'main' | 'room' | 'private';

/** One room or private chat: what was said there, and what of it nobody has looked at yet. */
export class Tab {
  readonly id: string;
  readonly kind: TabKind;
  /** The channel, or the nick of the other; '' for the main tab while there is no room. */
  target: string;
  /** What `/title` put over the page; '' for the room or nick. */
  title = '';
  readonly scrollback = new Scrollback();
  readonly reactions = new Reactions();
  readonly typing: TypingPeople;
  /** Messages nobody has looked at, and those of them that speak to us. */
  unread = 0;
  mentions = 0;
  /** All up to here, milliseconds since 1970, was read in this window or another; undefined when nobody can tell. */
  readUpTo: number | undefined;
  /** The first line that was new when somebody last looked. */
  firstNew: string | undefined;
  /** The server has no lines before ours. */
  hasAllOlder = false;
  readonly #lineIds = new Map<string, string>();
  readonly #msgids = new Map<string, string>();
  readonly #offers = new Map<string, FileOffer>();
  #isFirstNewSeen = true;

  constructor(tab: { id: string; kind: TabKind; target: string }, clock: Clock, typingChanged: () => void) {
    this.id = tab.id;
    this.kind = tab.kind;
    this.target = tab.target;
    this.typing = new TypingPeople(clock, typingChanged);
  }

  /** Remembers under which id a message of the server's stands here. */
  name(msgid: string, lineId: string): void {
    if (msgid === lineId) return;
    bounded(this.#lineIds, maxNamedLines).set(msgid, lineId);
    bounded(this.#msgids, maxNamedLines).set(lineId, msgid);
  }

  lineIdOf(msgid: string): string {
    return this.#lineIds.get(msgid) ?? msgid;
  }

  msgidOf(lineId: string): string {
    return this.#msgids.get(lineId) ?? lineId;
  }

  keepOffer(lineId: string, offer: FileOffer): void {
    bounded(this.#offers, maxOffers).set(lineId, offer);
  }

  offerOf(lineId: string): FileOffer | undefined {
    return this.#offers.get(lineId);
  }

  /** The message of this id, unless it is gone or was none. */
  message(lineId: string): MessageLine | undefined {
    const line = this.scrollback.find(lineId);
    return line?.kind === 'message' ? line : undefined;
  }

  /** Counts a line that came while nobody looked. @returns whether the mark of what is new has moved to it */
  addUnread(line: MessageLine): boolean {
    this.unread += 1;
    if (line.mention === true || this.kind === 'private') this.mentions += 1;
    if (this.firstNew !== undefined && !this.#isFirstNewSeen) return false;
    this.firstNew = line.id;
    this.#isFirstNewSeen = false;
    return true;
  }

  /** Somebody looks at the end of it. @returns the time of the newest line, if that is news to other windows */
  look(): number | undefined {
    this.unread = 0;
    this.mentions = 0;
    this.#isFirstNewSeen = true;
    const newest = this.scrollback.lines.findLast(isSaid)?.at;
    if (newest === undefined || newest <= (this.readUpTo ?? 0)) return undefined;
    this.readUpTo = newest;
    return newest;
  }

  /** It was read up to a time, here or elsewhere. */
  readElsewhere(upTo: number): void {
    if (upTo <= (this.readUpTo ?? -1)) return;
    this.readUpTo = upTo;
    const unread = this.scrollback.lines.slice(-this.unread || Infinity).filter(line => this.#isUnread(line));
    this.unread = Math.min(this.unread, unread.length);
    this.mentions = this.kind === 'private' ? this.unread : unread.filter(isMention).length;
    if (this.unread === 0) this.forgetNew();
    else this.firstNew = unread[0]?.id;
  }

  /** What one says oneself shows that one has read the rest. */
  forgetNew(): void {
    this.firstNew = undefined;
    this.#isFirstNewSeen = true;
  }

  clear(): void {
    this.scrollback.clear();
    this.reactions.clear();
    this.forgetNew();
    this.hasAllOlder = false;
  }

  #isUnread(line: Line): boolean {
    return isSaid(line) && !line.own && line.at > (this.readUpTo ?? 0);
  }
}

function isSaid(line: Line): line is MessageLine {
  return line.kind === 'message';
}

function isMention(line: Line): boolean {
  return isSaid(line) && line.mention === true;
}

/** Makes room for one more by letting go of the oldest. */
function bounded<K, V>(map: Map<K, V>, most: number): Map<K, V> {
  const [oldest] = map.keys();
  if (map.size >= most && oldest !== undefined) map.delete(oldest);
  return map;
}
