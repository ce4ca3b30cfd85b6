import type { HistoricEvent } from '../../chat/event.ts';
import { isWord } from '../../irc/names.ts';
import type { ClientState } from '../clientState.ts';
import { supports } from '../features.ts';
import {
  historyFirstMessages,
  historyPageMessages,
  maxCatchUpLength,
  maxCatchUpPages,
  maxMissedChats,
  maxNameLength,
  missedChatsMs,
  missedOverlapMs,
} from '../limits.ts';
import type { Whole } from '../reading/batches.ts';
import type { Server } from '../server.ts';
import type { HeldEvents } from './heldEvents.ts';
import {
  type HistoryAnswer,
  type HistoryPage,
  type HistoryRequests,
  isShort,
  lengthOf,
} from './historyRequests.ts';
import type { Mark } from './marks.ts';
import { selectorOfMessage, selectorOf, timestampOf } from './selectors.ts';

/** What is being fetched of one room or private chat. */
interface Job {
  readonly target: string;
  /** The last message that was known before. */
  readonly from: Mark | undefined;
  /** The time of the last message that was told of, 0 before the first. */
  newest: number;
  pages: number;
  length: number;
  /** Where the next request begins. */
  place: string;
}

/**
 * Fetches what was said while we were not there: on first coming into a room the latest, after a break all that came
 * after the last message seen. Each answer is told as it comes; until the last, what comes from the room is held.
 */
export class CatchUp {
  readonly #server: Server;
  readonly #client: ClientState;
  readonly #history: HistoryRequests;
  readonly #held: HeldEvents;
  #isOver = false;
  /** Private chats of which what was missed is not there yet. */
  readonly #missed = new Set<string>();

  constructor(server: Server, client: ClientState, history: HistoryRequests, held: HeldEvents) {
    this.#server = server;
    this.#client = client;
    this.#history = history;
    this.#held = held;
  }

  /** The connection ends: what is not there yet is for the next one to fetch. */
  stop(): void {
    this.#isOver = true;
  }

  /** @param from the last message known, when `marks` knows none */
  begin(target: string, from?: Mark): void {
    if (!supports(this.#server, 'history') || this.#held.has(target)) return;
    const mark = this.#client.marks.get(target) ?? from;
    const job: Job = { target, from: mark, newest: mark?.at ?? 0, pages: 0, length: 0, place: '' };
    this.#held.begin(target);
    if (mark !== undefined) this.#askAfter(job, selectorOf(this.#server, mark));
    else this.#askLatest(job, historyFirstMessages, answer => this.#takeFirst(job, answer));
  }

  /** Looks for private chats that went on while we were not there, the latest `maxMissedChats`, and fetches them. */
  beginMissedChats(): void {
    const { lostAt, aheadMs, clock } = this.#client;
    if (!supports(this.#server, 'history')) return;
    const now = clock.now() + aheadMs;
    const since = lostAt === undefined ? now - missedChatsMs : lostAt + aheadMs - missedOverlapMs;
    this.#client.owesMissedChats = lostAt !== undefined;
    this.#held.beginPrivate();
    this.#history.ask({
      subcommand: 'TARGETS',
      target: '',
      // From the end back, so that the latest come where there are too many.
      selectors: [timestampOf(now + missedChatsMs), timestampOf(since)],
      limit: this.#server.historyMessages,
      done: answer =>
        this.#held.endPrivate(() => this.#takeTargets(answer, lostAt === undefined ? undefined : since)),
    });
  }

  #takeTargets(answer: HistoryAnswer, since: number | undefined): void {
    const chats = typeof answer === 'object' ? answer.messages.filter(isTarget) : [];
    for (const { params } of chats.slice(-maxMissedChats)) {
      const [, name = '', time = ''] = params;
      const known = this.#client.marks.get(name);
      const isSeen = known !== undefined && known.at >= Date.parse(time);
      if (this.#server.isChannel(name) || isSeen) continue;
      this.#client.readMarkers.ask(name);
      this.#missed.add(name);
      this.begin(name, since === undefined ? undefined : { msgid: '', at: since });
    }
    if (answer !== 'noAnswer') this.#payMissed();
  }

  /** A break before all of it is there leaves the rest to the next connection. */
  #payMissed(): void {
    if (this.#missed.size === 0 && !this.#isOver) this.#client.owesMissedChats = false;
  }

  #askAfter(job: Job, place: string): void {
    job.place = place;
    job.pages++;
    const limit = Math.min(historyPageMessages, this.#server.historyMessages);
    const done = (answer: HistoryAnswer): void => this.#takeAfter(job, answer);
    this.#history.ask({ subcommand: 'AFTER', target: job.target, selectors: [place], limit, done });
  }

  #askLatest({ target }: Job, most: number, done: (answer: HistoryAnswer) => void): void {
    const limit = Math.min(most, this.#server.historyMessages);
    this.#history.ask({ subcommand: 'LATEST', target, selectors: ['*'], limit, done });
  }

  #takeAfter(job: Job, answer: HistoryAnswer): void {
    if (answer === 'noAnswer') this.#finish(job, [this.#gap(job)]);
    else if (answer === 'refused') this.#askEnd(job);
    else this.#takePage(job, answer);
  }

  #takePage(job: Job, page: HistoryPage): void {
    job.length += page.messages.reduce((sum, whole) => sum + lengthOf(whole), 0);
    const last = page.messages.at(-1);
    const place = last && selectorOfMessage(this.#server, last);
    const isLast = isShort(page, this.#server.historyMessages) || place === undefined || place === job.place;
    if (isLast) {
      this.#finish(job, page.events);
      return;
    }
    if (page.events.length > 0) this.#tell(job, page.events);
    if (job.pages < maxCatchUpPages && job.length < maxCatchUpLength) this.#askAfter(job, place);
    else this.#askEnd(job);
  }

  /** The message that we know is no longer there, or too much came after it: then at least the end. */
  #askEnd(job: Job): void {
    this.#askLatest(job, historyPageMessages, answer => {
      const { events, overlaps } = typeof answer === 'object' ? answer : nothing;
      const mayLack = !overlaps && (events.length > 0 || answer === 'noAnswer');
      this.#finish(job, mayLack ? [this.#gap(job), ...events] : events);
    });
  }

  #takeFirst(job: Job, answer: HistoryAnswer): void {
    if (typeof answer !== 'object') {
      this.#finish(job, []);
      return;
    }
    this.#client.oldest.setFirst(job.target, answer.events);
    const asked = Math.min(historyFirstMessages, this.#server.historyMessages);
    // Without it a server may leave out what it has counted.
    const isAllTold = this.#server.capabilities.has('draft/event-playback') && isShort(answer, asked);
    this.#finish(job, answer.events, answer.messages.length === 0 || isAllTold);
  }

  /** The last that is told of it. A gap at the end of a connection is for the next one to close. */
  #finish(job: Job, events: readonly HistoricEvent[], isWhole = false): void {
    const told = this.#isOver ? events.filter(({ type }) => type !== 'gap') : events;
    if (!this.#isOver || told.length > 0) this.#tell(job, told, isWhole);
    this.#held.end(job.target, this.#isOver);
    if (this.#missed.delete(job.target)) this.#payMissed();
  }

  #tell(job: Job, events: readonly HistoricEvent[], isWhole = false): void {
    this.#client.emit({ type: 'history', target: job.target, events, isWhole });
    for (const event of events) if ('at' in event) job.newest = Math.max(job.newest, event.at);
  }

  #gap({ target, newest }: Job): HistoricEvent {
    return { type: 'gap', target, at: newest === 0 ? this.#client.clock.now() : newest };
  }
}

const nothing: HistoryPage = { messages: [], events: [], overlaps: false };

function isTarget({ command, params }: Whole): boolean {
  const [subcommand, name = ''] = params;
  return (
    command === 'CHATHISTORY' && subcommand === 'TARGETS' && name.length <= maxNameLength && isWord(name)
  );
}
