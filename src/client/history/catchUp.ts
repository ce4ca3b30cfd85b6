import type { HistoricEvent } from '../../chat/event.ts';
import type { ClientState } from '../clientState.ts';
import { supports } from '../features.ts';
import {
  historyFirstMessages,
  historyPageMessages,
  maxCatchUpLength,
  maxCatchUpPages,
  missedOverlapMs,
} from '../limits.ts';
import { serverTimeOf } from '../reading/serverTime.ts';
import type { Server } from '../server.ts';
import { gapBetween, reachesBackTo, withGaps } from './gap.ts';
import type { HeldEvents } from './heldEvents.ts';
import {
  type HistoryAnswer,
  type HistoryPage,
  type HistoryRequests,
  isShort,
  lengthOf,
} from './historyRequests.ts';
import { knownUpTo, type Mark, markOf } from './marks.ts';
import { selectorOfMessage, selectorOf, timestampOf } from './selectors.ts';

/** What is known of a private chat before it is asked for. */
export interface AboutChat {
  /** All that was said to us in private is known up to then. */
  readonly heardUpTo?: number | undefined;
  /** All that was said to us in private after this time is still there, whomever it was with. */
  readonly keptSince?: number | undefined;
  /** Is called when there is nothing more to come, unless the connection ends before. */
  readonly done?: () => void;
}

/** What is being fetched of one room or private chat. */
interface Job {
  readonly target: string;
  /** Up to where all was known before, or is by the pages that came. */
  last: Mark | undefined;
  /** Up to when all is known that was said, or told to be lost; undefined on coming there for the first time. */
  known: number | undefined;
  /** After this time nothing was lost, says the server; undefined where it does not say. */
  wholeSince: number | undefined;
  pages: number;
  length: number;
  /** Where the next request begins. */
  place: string;
  readonly about: AboutChat;
}

/**
 * Fetches what was said while we were not there: on first coming into a room the latest, after a break all that came
 * after the last message seen. Each answer is told as it comes; until the last, what comes from the room is held. What
 * nobody can tell us any more is a gap.
 */
export class CatchUp {
  readonly #server: Server;
  readonly #client: ClientState;
  readonly #history: HistoryRequests;
  readonly #held: HeldEvents;
  #isOver = false;

  constructor(server: Server, client: ClientState, history: HistoryRequests, held: HeldEvents) {
    this.#server = server;
    this.#client = client;
    this.#history = history;
    this.#held = held;
  }

  /** The connection has ended: what is not there yet is for the next one to fetch. */
  get isOver(): boolean {
    return this.#isOver;
  }

  stop(): void {
    this.#isOver = true;
  }

  begin(target: string, about: AboutChat = {}): void {
    if (this.#held.has(target)) return;
    const { marks, outbox } = this.#client;
    const { heardUpTo } = about;
    if (heardUpTo !== undefined && marks.get(target)?.kind !== 'kept') marks.heardUpTo(target, heardUpTo);
    const last = marks.get(target);
    const known = last && knownUpTo(last);
    const job: Job = { target, last, known, wholeSince: undefined, pages: 0, length: 0, place: '', about };
    if (!supports(this.#server, 'history')) {
      if (last !== undefined) this.#tell(job, this.#gap(job));
      outbox.settle(target, undefined);
      return;
    }
    this.#held.begin(target);
    if (last !== undefined && last.kind !== 'kept') this.#askAfter(job, this.#placeOf(job, last));
    else this.#askLatest(job, historyFirstMessages, answer => this.#takeFirst(job, answer));
  }

  /** By its time a message is asked for together with those around it: clocks of servers differ. */
  #placeOf(job: Job, last: Mark): string {
    const from = Math.min(last.at, this.#reachOf(job));
    const isNamed = last.msgid !== '' && this.#server.takesMsgids && from === last.at;
    return isNamed ? selectorOf(this.#server, last) : timestampOf(from - missedOverlapMs);
  }

  #askAfter(job: Job, place: string): void {
    job.place = place;
    job.pages++;
    this.#history.ask({
      subcommand: 'AFTER',
      target: job.target,
      selectors: [place],
      limit: Math.min(historyPageMessages, this.#server.historyMessages),
      late: () => this.#held.letOut(job.target),
      done: answer => this.#takeAfter(job, answer),
    });
  }

  #askLatest({ target }: Job, most: number, done: (answer: HistoryAnswer) => void): void {
    const limit = Math.min(most, this.#server.historyMessages);
    const late = (): void => this.#held.letOut(target);
    this.#history.ask({ subcommand: 'LATEST', target, selectors: ['*'], limit, late, done });
  }

  #takeAfter(job: Job, answer: HistoryAnswer): void {
    if (answer === 'noAnswer') this.#finish(job, this.#gap(job));
    else if (answer !== 'refused') this.#takePage(job, answer);
    else if (this.#server.isPyChat && job.place.startsWith('msgid')) {
      // The message is gone, but this server says what else is.
      job.pages = 0;
      this.#askAfter(job, timestampOf((job.known ?? 0) - 1));
    } else if (job.about.keptSince === undefined) this.#askEnd(job);
    else this.#finish(job, this.#neverSaid(job));
  }

  /** The server knows of no such chat: what may be missing is what it says of all of them. */
  #neverSaid({ target, known, about: { keptSince = 0 } }: Job): readonly HistoricEvent[] {
    return known !== undefined && known < keptSince ? [gapBetween(target, known, keptSince)] : [];
  }

  #takePage(job: Job, page: HistoryPage): void {
    job.length += page.messages.reduce((sum, whole) => sum + lengthOf(whole), 0);
    const last = page.messages.at(-1);
    const place = last && selectorOfMessage(this.#server, last);
    const isLast = isShort(page, this.#server.historyMessages) || place === undefined || place === job.place;
    const events = this.#isSure(job, page)
      ? withGaps(job, page, isLast)
      : [...this.#gap(job, page), ...page.events];
    if (last !== undefined) job.last = markOf(last);
    if (isLast) {
      this.#finish(job, events);
      return;
    }
    if (events.length > 0) this.#tell(job, events);
    // If the connection breaks before the next page, this one is known.
    if (job.known !== undefined) this.#client.marks.heardUpTo(job.target, job.known);
    if (job.pages < maxCatchUpPages && job.length < maxCatchUpLength) this.#askAfter(job, place);
    else this.#askEnd(job);
  }

  /**
   * Whether it is known that nothing lacks before a page, or the server says what does. In a private chat nothing may have
   * been said before; of a room even a server that lets us see nothing else tells that we came.
   */
  #isSure({ last, pages, place, target }: Job, page: HistoryPage): boolean {
    if (page.keptSince !== undefined || pages > 1 || place.startsWith('msgid')) return true;
    const isNewChat = last?.kind === 'heard' && !this.#server.isChannel(target);
    return last === undefined || isNewChat || reachesBackTo(page, last);
  }

  /** The message that we know is no longer there, or too much came after it: then at least the end. */
  #askEnd(job: Job): void {
    this.#askLatest(job, historyPageMessages, answer => {
      if (typeof answer !== 'object') this.#finish(job, this.#gap(job));
      else if (reachesBackTo(answer, job.last) || (answer.keptSince !== undefined && this.#isAll(answer)))
        this.#finish(job, withGaps(job, answer));
      else this.#finish(job, [...this.#gap(job, answer), ...withGaps(job, answer)]);
    });
  }

  #isAll(page: HistoryPage): boolean {
    return isShort(page, Math.min(historyPageMessages, this.#server.historyMessages));
  }

  #takeFirst(job: Job, answer: HistoryAnswer): void {
    if (typeof answer !== 'object') {
      const isUnknown = answer === 'refused' && job.about.keptSince !== undefined;
      this.#finish(job, isUnknown ? this.#neverSaid(job) : this.#gap(job));
      return;
    }
    this.#client.oldest.setFirst(job.target, answer.events);
    const asked = Math.min(historyFirstMessages, this.#server.historyMessages);
    const [first] = answer.messages;
    const reach = this.#reachOf(job);
    if (first !== undefined && !isShort(answer, asked) && (serverTimeOf(first) ?? 0) > reach) {
      // More was missed than the last lines.
      const { events } = answer;
      this.#client.emit({ type: 'history', target: job.target, events, isWhole: false });
      this.#askAfter(job, timestampOf(reach - missedOverlapMs));
      return;
    }
    // Without it a server may leave out what it has counted.
    const isAllTold = this.#server.capabilities.has('draft/event-playback') && isShort(answer, asked);
    const gap = this.#isCut(job, answer) ? this.#gap(job, answer) : [];
    this.#finish(job, [...gap, ...withGaps(job, answer)], answer.messages.length === 0 || isAllTold);
  }

  /**
   * Whether a server that does not speak of losses no longer has what an earlier client has heard in a room, and so may
   * have lost more. In a private chat nothing may have been said before.
   */
  #isCut({ last, about }: Job, page: HistoryPage): boolean {
    const isRoom = about.heardUpTo === undefined;
    return page.keptSince === undefined && last !== undefined && isRoom && !reachesBackTo(page, last);
  }

  /** So far back all has to be fetched: what is not known, and what may be a line of ours. */
  #reachOf({ target, known = Infinity }: Job): number {
    const ours = this.#client.outbox.unsettled.filter(sent => this.#server.same(sent.target, target));
    return Math.min(known, ...ours.map(({ sentAfter = -1 }) => (sentAfter < 0 ? Infinity : sentAfter)));
  }

  /** The last that is told of it. A gap at the end of a connection is for the next one to close. */
  #finish(job: Job, events: readonly HistoricEvent[], isWhole = false): void {
    const { marks, serverClock, outbox } = this.#client;
    const told = this.#isOver ? events.filter(({ type }) => type !== 'gap') : events;
    if (!this.#isOver || told.length > 0) this.#tell(job, told, isWhole);
    this.#held.end(job.target, this.#isOver);
    // Where we came for the first time all is known that was said since, though nothing of what was before.
    if (this.#isOver && job.last === undefined) marks.heardMeanwhile(job.target, serverClock.heardAt ?? 0);
    if (this.#isOver) return;
    outbox.settle(job.target, job.wholeSince);
    job.about.done?.();
  }

  #tell(job: Job, events: readonly HistoricEvent[], isWhole = false): void {
    this.#client.emit({ type: 'history', target: job.target, events, isWhole });
    for (const event of events) if ('at' in event) job.known = Math.max(job.known ?? 0, event.at);
  }

  /** Nothing is known from what was known last on to the first line of a page, or to now. */
  #gap(job: Job, page?: HistoryPage): readonly HistoricEvent[] {
    const [first] = page?.messages ?? [];
    const to = (first && serverTimeOf(first)) ?? this.#client.serverClock.now();
    job.wholeSince = Math.max(job.wholeSince ?? 0, to);
    if (job.known === undefined) return [];
    const gap = gapBetween(job.target, job.known, to);
    job.known = gap.to;
    return [gap];
  }
}
