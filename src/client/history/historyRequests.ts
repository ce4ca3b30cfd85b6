import type { HistoricEvent } from '../../chat/event.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { Message } from '../../irc/message.ts';
import { keptSinceTag, lossesTag, moreTag } from '../../irc/pychatNames.ts';
import {
  historyPatienceMs,
  historyTimeoutMs,
  maxHistoryRequests,
  maxLosses,
  minHistoryTimeoutMs,
  smallPageLength,
} from '../limits.ts';
import type { Tags } from '../../irc/tags.ts';
import type { Whole } from '../reading/batches.ts';
import { parseTime } from '../reading/serverTime.ts';
import type { Server } from '../server.ts';

/** A piece of history: the messages, oldest first, and what they read as. */
export interface HistoryPage {
  readonly messages: readonly Whole[];
  readonly events: readonly HistoricEvent[];
  /** All that was said after this time is still there, says the server; most servers say nothing of it. */
  readonly keptSince?: number;
  /** The same more exactly: before the first message after each of these times something may be missing. */
  readonly losses?: readonly number[];
  /** Whether there is more of what was asked for, says the server; most servers say nothing of it. */
  readonly hasMore?: boolean;
}

/** What a request came to: it was answered, or refused, or there was no answer (no connection, or none at all). */
export type HistoryAnswer = HistoryPage | 'refused' | 'noAnswer';

/** Reads messages of a piece of history. @param isAgain what was shown before is shown again */
export type ReadHistory = (messages: readonly Whole[], isAgain: boolean) => HistoryPage;

/** One CHATHISTORY. https://ircv3.net/specs/extensions/chathistory#subcommands */
interface Query {
  readonly subcommand: 'LATEST' | 'AFTER' | 'BEFORE' | 'TARGETS';
  /** '' with TARGETS. */
  readonly target: string;
  readonly selectors: readonly string[];
  readonly limit: number;
  /** Is called at most once, before `done`: the answer takes long. It is waited for still. */
  readonly late?: () => void;
  readonly done: (answer: HistoryAnswer) => void;
}

/** A request that was sent. */
interface Asked {
  readonly query: Query;
  readonly label: string;
  readonly at: number;
  timer: Disposable;
  isLate: boolean;
}

/**
 * Asks for history, one request after the other, so that an answer without a label is known, too. An answer that takes
 * long holds up the next request no longer, and is used when it comes.
 */
export class HistoryRequests implements Disposable {
  readonly #server: Server;
  readonly #clock: Clock;
  readonly #send: (sent: Message) => void;
  #waiting: Query[] = [];
  #asked: Asked[] = [];
  #labels = 0;
  /** How many in a row were late. */
  #lateOnes = 0;
  #isOver = false;

  constructor(server: Server, clock: Clock, send: (sent: Message) => void) {
    this.#server = server;
    this.#clock = clock;
    this.#send = send;
  }

  /** Since when, by our clock, an answer is awaited; undefined while none is. */
  get waitsSince(): number | undefined {
    return this.#asked.find(({ isLate }) => !isLate)?.at;
  }

  /** `done` is called once. */
  ask(query: Query): void {
    if (this.#isOver || this.#waiting.length >= maxHistoryRequests) query.done('noAnswer');
    else this.#waiting.push(query);
    this.#next();
  }

  /** @returns whether a message was an answer, or looks like one to a request that is over */
  take(received: Whole, read: ReadHistory): boolean {
    const label = received.tags.get('label');
    if (label !== undefined && !label.startsWith(labelStart)) return false;
    // A relay of ours also tells pieces of history that nobody has asked for.
    const isLabelled = this.#server.isPyChat && this.#canLabel;
    const asked = this.#asked.find(({ query, label: wanted }) =>
      label === undefined ? !isLabelled && isAnswerTo(query, received, this.#server) : label === wanted,
    );
    if (asked === undefined) return label !== undefined;
    this.#lateOnes = 0;
    const answer = answerOf(received, asked.query.subcommand === 'BEFORE', read);
    const hasMore = received.tags.has(moreTag);
    const isSaid = this.#server.isPyChat && typeof answer === 'object';
    this.#end(asked, isSaid ? { ...answer, hasMore } : answer);
    return true;
  }

  /** Pending requests end without an answer. */
  dispose(): void {
    this.#isOver = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const asked of this.#asked) this.#end(asked, 'noAnswer');
    for (const query of waiting) query.done('noAnswer');
  }

  #next(): void {
    const [query] = this.#waiting;
    if (query === undefined || this.waitsSince !== undefined) return;
    this.#waiting.shift();
    const label = `${labelStart}${++this.#labels}`;
    // A server that does not answer at all must not hold up every room for so long.
    const ms = Math.max(minHistoryTimeoutMs, historyTimeoutMs / 2 ** this.#lateOnes);
    const asked: Asked = {
      query,
      label,
      at: this.#clock.now(),
      timer: this.#clock.after(ms, () => this.#late(asked)),
      isLate: false,
    };
    this.#asked = [...this.#asked, asked];
    const { subcommand, target, selectors, limit } = query;
    const params = [subcommand, ...(target === '' ? [] : [target]), ...selectors, String(limit)];
    this.#send({ tags: new Map(this.#canLabel ? [['label', label]] : []), command: 'CHATHISTORY', params });
  }

  get #canLabel(): boolean {
    return this.#server.capabilities.has('labeled-response');
  }

  #late(asked: Asked): void {
    asked.isLate = true;
    this.#lateOnes++;
    asked.timer = this.#clock.after(historyPatienceMs, () => this.#end(asked, 'noAnswer'));
    asked.query.late?.();
    this.#next();
  }

  #end(asked: Asked, answer: HistoryAnswer): void {
    this.#asked = this.#asked.filter(other => other !== asked);
    asked.timer.dispose();
    asked.query.done(answer);
    this.#next();
  }
}

/** The outbox numbers its messages, and has no hyphen in its labels. */
const labelStart = 'h-';

/** Without a label an answer is recognised by what it is about. */
function isAnswerTo(query: Query, { command, params, past }: Whole, server: Server): boolean {
  if (command === 'FAIL') return params[0] === 'CHATHISTORY';
  if (command === '421' || command === '461') return params[1]?.toUpperCase() === 'CHATHISTORY';
  if (past === undefined) return false;
  if (query.subcommand === 'TARGETS') return params[1] === 'draft/chathistory-targets';
  return params[1] === 'chathistory' && server.same(params[2] ?? '', query.target);
}

function answerOf({ command, past, tags }: Whole, isAgain: boolean, read: ReadHistory): HistoryAnswer {
  const keptSince = parseTime(tags.get(keptSinceTag) ?? '');
  if (past !== undefined) {
    const page = read(past, isAgain);
    return keptSince === undefined ? page : { ...page, keptSince, losses: lossesIn(tags, keptSince) };
  }
  return command === 'ACK' ? { messages: [], events: [] } : 'refused';
}

function lossesIn(tags: Tags, keptSince: number): readonly number[] {
  const times = (tags.get(lossesTag) ?? '').split(',').flatMap(text => parseTime(text) ?? []);
  return times.length === 0 ? [keptSince] : times.slice(-maxLosses).toSorted((one, other) => one - other);
}

/** UTF-16 units of a message's text. */
export function lengthOf({ params }: Whole): number {
  return (params[1] ?? '').length;
}

/** Whether a server that was asked for so many messages has no more than these: it may also bound their length. */
export function isShort({ messages, hasMore }: HistoryPage, asked: number): boolean {
  if (hasMore !== undefined) return !hasMore;
  // Roughly as a server may count that bounds an answer by its length.
  const length = messages.reduce(
    (sum, whole) => sum + lengthOf(whole) + 50 * (whole.params[1] ?? '').split('\n').length,
    0,
  );
  return messages.length < asked && length < smallPageLength;
}
