import type { ChatEvent } from '../../chat/event.ts';
import type { Whole } from '../reading/batches.ts';
import { supports } from '../features.ts';
import { type HistoryRequests, isShort, lengthOf, type Page } from './historyRequests.ts';
import { historyFirstMessages, historyPageMessages, maxCatchUpLength, maxCatchUpPages } from '../limits.ts';
import type { Mark, Marks } from './marks.ts';
import type { Replay } from './replay.ts';
import { placeOf, selectorOf } from './selectors.ts';
import type { Server } from '../server.ts';
import type { Waiting } from './waiting.ts';

export interface CatchUpOptions {
  readonly server: Server;
  readonly marks: Marks;
  /** The oldest messages shown. */
  readonly oldest: Marks;
  readonly history: HistoryRequests;
  readonly replay: Replay;
  readonly waiting: Waiting;
  readonly emit: (event: ChatEvent) => void;
  readonly now: () => number;
}

/** What is being fetched of one room or private chat. */
interface Job {
  readonly target: string;
  /** The last message that was known before. */
  readonly from: Mark | undefined;
  /** Told when all is there. */
  readonly events: ChatEvent[];
  pages: number;
  length: number;
  /** Where the next request begins. */
  place: string;
}

/**
 * Fetches what was said while we were not there: on first coming into a room the latest, after a break all that came
 * after the last message seen. Until it is there, what comes from the room waits.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  #isOver = false;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** The connection ends: what is not there yet is for the next one to fetch. */
  stop(): void {
    this.#isOver = true;
  }

  /** @param from the last message known, when `marks` knows none */
  begin(target: string, from?: Mark): void {
    const { server, marks, waiting } = this.#options;
    if (!supports(server, 'history') || waiting.has(target)) return;
    const mark = marks.get(target) ?? from;
    const job: Job = { target, from: mark, events: [], pages: 0, length: 0, place: '' };
    waiting.begin(target);
    if (mark === undefined) {
      this.#ask(job, { subcommand: 'LATEST', place: '*', limit: historyFirstMessages }, page => {
        this.#takeLatest(job, page, false);
      });
    } else this.#askAfter(job, selectorOf(server, mark));
  }

  #ask(
    { target }: Job,
    { subcommand, place, limit }: { subcommand: 'LATEST' | 'AFTER'; place: string; limit: number },
    done: (page: Page) => void,
  ): void {
    const { server, history } = this.#options;
    const most = Math.min(limit, server.historyMessages);
    history.ask({ subcommand, target, selectors: [place], limit: most, done });
  }

  #askAfter(job: Job, place: string): void {
    job.place = place;
    job.pages++;
    this.#ask(job, { subcommand: 'AFTER', place, limit: historyPageMessages }, page => {
      this.#takeAfter(job, page);
    });
  }

  #takeAfter(job: Job, page: Page): void {
    if (page === undefined) this.#finish(job, true);
    else if (page === 'refused') this.#askLatest(job);
    else this.#takePage(job, page);
  }

  #takePage(job: Job, page: readonly Whole[]): void {
    const { server, replay } = this.#options;
    job.length += page.reduce((sum, whole) => sum + lengthOf(whole), 0);
    const last = page.at(-1);
    const place = last && placeOf(server, last);
    job.events.push(...replay.take(page).events);
    if (isShort(page, server.historyMessages) || place === undefined || place === job.place)
      this.#finish(job, false);
    else if (job.pages < maxCatchUpPages && job.length < maxCatchUpLength) this.#askAfter(job, place);
    else this.#askLatest(job);
  }

  /** The message that we know is no longer there, or too much came after it: then at least the end. */
  #askLatest(job: Job): void {
    this.#ask(job, { subcommand: 'LATEST', place: '*', limit: historyPageMessages }, page => {
      this.#takeLatest(job, page, true);
    });
  }

  #takeLatest(job: Job, page: Page, mayLack: boolean): void {
    const { events, overlaps } = this.#options.replay.take(typeof page === 'object' ? page : []);
    const isNews = events.length > 0 || page === undefined;
    if (mayLack && isNews && !overlaps) job.events.push(this.#gap(job));
    job.events.push(...events);
    if (job.from === undefined) this.#takeFirst(job, page, events);
    this.#finish(job, false);
  }

  #takeFirst({ target, events: all }: Job, page: Page, events: readonly ChatEvent[]): void {
    const { oldest, server } = this.#options;
    oldest.setFirst(target, events);
    if (typeof page !== 'object') return;
    const asked = Math.min(historyFirstMessages, server.historyMessages);
    // Without it a server may leave out what it has counted.
    const isAllTold = server.capabilities.has('draft/event-playback') && isShort(page, asked);
    if (page.length === 0 || isAllTold) all.push({ type: 'wholeHistory', target });
  }

  #finish(job: Job, lacks: boolean): void {
    const { waiting, emit } = this.#options;
    if (lacks && !this.#isOver && job.from !== undefined) job.events.push(this.#gap(job));
    for (const event of job.events) emit(event);
    waiting.end(job.target, this.#isOver);
  }

  #gap({ target, events, from }: Job): ChatEvent {
    const at = events.reduce(
      (latest, event) => ('at' in event ? Math.max(latest, event.at) : latest),
      from?.at ?? 0,
    );
    return { type: 'gap', target, at: at === 0 ? this.#options.now() : at };
  }
}
