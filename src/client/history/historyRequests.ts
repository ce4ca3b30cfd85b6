import type { HistoricEvent } from '../../chat/event.ts';
import type { Clock } from '../../common/clock.ts';
import type { Disposable } from '../../common/dispose.ts';
import type { Message } from '../../irc/message.ts';
import { historyTimeoutMs, maxHistoryRequests, minHistoryTimeoutMs, smallPageLength } from '../limits.ts';
import type { Whole } from '../reading/batches.ts';
import type { Server } from '../server.ts';

/** A piece of history: the messages, oldest first, and what they read as. */
export interface HistoryPage {
  readonly messages: readonly Whole[];
  readonly events: readonly HistoricEvent[];
  /** Something in it was seen before. */
  readonly overlaps: boolean;
}

/** What a request came to: it was answered, or refused, or there was no answer (no connection, or not in time). */
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
  readonly done: (answer: HistoryAnswer) => void;
}

/** Asks for history, one request after the other, so that an answer without a label is known, too. */
export class HistoryRequests implements Disposable {
  readonly #server: Server;
  readonly #clock: Clock;
  readonly #send: (sent: Message) => void;
  #waiting: Query[] = [];
  #current: { query: Query; label: string; timer: Disposable } | undefined;
  #labels = 0;
  /** How many in a row were not answered in time. */
  #unanswered = 0;
  #isOver = false;

  constructor(server: Server, clock: Clock, send: (sent: Message) => void) {
    this.#server = server;
    this.#clock = clock;
    this.#send = send;
  }

  /** `done` is called once. */
  ask(query: Query): void {
    if (this.#isOver || this.#waiting.length >= maxHistoryRequests) query.done('noAnswer');
    else this.#waiting.push(query);
    this.#next();
  }

  /** @returns whether a message was an answer, or came too late to be one */
  take(received: Whole, read: ReadHistory): boolean {
    const label = received.tags.get('label');
    if (label !== undefined && !label.startsWith(labelStart)) return false;
    const { query, label: wanted } = this.#current ?? {};
    const isAnswer = label === undefined ? isAnswerTo(query, received, this.#server) : label === wanted;
    // A late answer says at least that the next ones will come.
    if (isAnswer || label !== undefined) this.#unanswered = 0;
    if (isAnswer) this.#answer(answerOf(received, query?.subcommand === 'BEFORE', read));
    return isAnswer || label !== undefined;
  }

  /** Pending requests end without an answer. */
  dispose(): void {
    this.#isOver = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#answer('noAnswer');
    for (const query of waiting) query.done('noAnswer');
  }

  #next(): void {
    const [query] = this.#waiting;
    if (this.#current !== undefined || query === undefined) return;
    this.#waiting.shift();
    const label = `${labelStart}${++this.#labels}`;
    // A server that does not answer at all must not hold up every room for so long.
    const ms = Math.max(minHistoryTimeoutMs, historyTimeoutMs / 2 ** this.#unanswered);
    this.#current = { query, label, timer: this.#clock.after(ms, () => this.#giveUp()) };
    const { subcommand, target, selectors, limit } = query;
    const params = [subcommand, ...(target === '' ? [] : [target]), ...selectors, String(limit)];
    const canLabel = this.#server.capabilities.has('labeled-response');
    this.#send({ tags: new Map(canLabel ? [['label', label]] : []), command: 'CHATHISTORY', params });
  }

  #giveUp(): void {
    this.#unanswered++;
    this.#answer('noAnswer');
  }

  #answer(answer: HistoryAnswer): void {
    const current = this.#current;
    this.#current = undefined;
    current?.timer.dispose();
    current?.query.done(answer);
    this.#next();
  }
}

/** The outbox numbers its messages, and has no hyphen in its labels. */
const labelStart = 'h-';

/** Without a label an answer is recognised by what it is about. */
function isAnswerTo(query: Query | undefined, { command, params, past }: Whole, server: Server): boolean {
  if (query === undefined) return false;
  if (command === 'FAIL') return params[0] === 'CHATHISTORY';
  if (command === '421' || command === '461') return params[1]?.toUpperCase() === 'CHATHISTORY';
  if (past === undefined) return false;
  if (query.subcommand === 'TARGETS') return params[1] === 'draft/chathistory-targets';
  return params[1] === 'chathistory' && server.same(params[2] ?? '', query.target);
}

function answerOf({ command, past }: Whole, isAgain: boolean, read: ReadHistory): HistoryAnswer {
  if (past !== undefined) return read(past, isAgain);
  return command === 'ACK' ? { messages: [], events: [], overlaps: false } : 'refused';
}

/** UTF-16 units of a message's text. */
export function lengthOf({ params }: Whole): number {
  return (params[1] ?? '').length;
}

/** Whether a server that was asked for so many messages has no more than these: it may also bound their length. */
export function isShort({ messages }: HistoryPage, asked: number): boolean {
  // Roughly as a server may count that bounds an answer by its length.
  const length = messages.reduce(
    (sum, whole) => sum + lengthOf(whole) + 50 * (whole.params[1] ?? '').split('\n').length,
    0,
  );
  return messages.length < asked && length < smallPageLength;
}
