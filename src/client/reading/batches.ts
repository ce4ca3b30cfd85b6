import type { ByteAccount } from '../../common/byteAccount.ts';
import type { Disposable } from '../../common/dispose.ts';
import { keptBytes } from '../../common/keptBytes.ts';
import type { Message } from '../../irc/message.ts';
import type { Tags } from '../../irc/tags.ts';
import { ClientFailure } from '../failure.ts';
import {
  maxBatchLines,
  maxIncomingLength,
  maxNameLength,
  maxOpenBatches,
  maxPastLength,
  maxPastMessages,
} from '../limits.ts';

/** A message to be taken by itself, its batch put together. */
export interface Whole extends Message {
  /** It was said before, and is told now. https://ircv3.net/specs/extensions/chathistory */
  readonly isPast?: boolean;
  /** Of something past: the room or nick whose history it is of. */
  readonly place?: string;
  /** It was asked for to be shown again: that it was shown before is no reason to leave it out. */
  readonly isAgain?: boolean;
  /** Of a BATCH that opened a piece of history: all that was in it. */
  readonly past?: readonly Whole[];
}

interface Batch {
  readonly type: string;
  readonly opening: Message;
  readonly label: string | undefined;
  /** Of a multiline message: its first line, its text so far, and how many lines that are. */
  first?: Message;
  text: string;
  lines: number;
  /** Of a piece of history: what it holds. */
  readonly past: Whole[];
  /** UTF-16 units of that. */
  pastLength: number;
  /** Bytes of all that is kept of it. */
  bytes: number;
}

const multiline = 'draft/multiline';
const histories: ReadonlySet<string> = new Set(['chathistory', 'draft/chathistory-targets']);

/**
 * Puts the server's batches together: a multiline batch becomes one message, whose text then holds line breaks; a piece
 * of history comes as one BATCH that holds it, at its end; what is in any other batch goes through as it comes, with
 * the label of the batch. https://ircv3.net/specs/extensions/batch
 */
export class Batches implements Disposable {
  readonly #account: ByteAccount;
  readonly #open = new Map<string, Batch>();

  /** @param account of what is kept of the server's: batches until their ends */
  constructor(account: ByteAccount) {
    this.#account = account;
  }

  /**
   * Takes every message.
   *
   * @returns what to make of it now, in order
   * @throws {ClientFailure} 'flooded' where too many are open
   */
  take(message: Message): readonly Whole[] {
    if (message.command === 'BATCH') return this.#takeBatch(message);
    const batch = this.#open.get(message.tags.get('batch') ?? '');
    if (batch === undefined) return [message];
    const isText = message.command === 'PRIVMSG' || message.command === 'NOTICE';
    if (batch.type !== multiline) return this.#give(message, batch);
    if (isText) this.#charge(batch, collect(batch, message));
    return [];
  }

  /** The connection is over: what is open stays so. */
  dispose(): void {
    for (const reference of [...this.#open.keys()]) this.#close(reference);
  }

  #takeBatch(message: Message): readonly Whole[] {
    const [name = '', type = ''] = message.params;
    const reference = name.slice(1);
    if (name.startsWith('+') && name.length <= maxNameLength) this.#begin(reference, type, message);
    if (!name.startsWith('-')) return [];
    const batch = this.#close(reference);
    if (batch !== undefined && histories.has(batch.type))
      return [withLabel({ ...batch.opening, past: batch.past }, batch.label)];
    const whole = batch && joined(batch);
    return whole ? this.#give(whole, this.#open.get(batch.opening.tags.get('batch') ?? '')) : [];
  }

  #begin(reference: string, type: string, opening: Message): void {
    const outer = this.#open.get(opening.tags.get('batch') ?? '');
    const label = opening.tags.get('label') ?? outer?.label;
    this.#close(reference);
    if (this.#open.size >= maxOpenBatches) throw new ClientFailure('flooded', 'too many open batches');
    const batch = { type, opening, label, text: '', lines: 0, past: [], pastLength: 0, bytes: 0 };
    this.#open.set(reference, batch);
    this.#charge(batch, keptBytes(opening));
  }

  /** Gives a message that is whole, or keeps it for the end of the piece of history it is in. */
  #give(message: Message, batch: Batch | undefined): readonly Whole[] {
    if (batch === undefined) return [message];
    if (!histories.has(batch.type)) return [withLabel(message, batch.label)];
    batch.pastLength += lengthOf(message);
    if (batch.past.length < maxPastMessages && batch.pastLength <= maxPastLength) {
      const place = (batch.opening.params[2] ?? '').slice(0, maxNameLength);
      const past = { ...message, isPast: true, place };
      batch.past.push(past);
      this.#charge(batch, keptBytes(past));
    }
    return [];
  }

  #charge(batch: Batch, bytes: number): void {
    batch.bytes += bytes;
    this.#account.add(bytes);
  }

  #close(reference: string): Batch | undefined {
    const batch = this.#open.get(reference);
    this.#open.delete(reference);
    if (batch !== undefined) this.#account.remove(batch.bytes);
    return batch;
  }
}

/** Of what a stranger can make long. */
function lengthOf({ tags, params }: Message): number {
  let length = (params[1] ?? '').length;
  for (const value of tags.values()) length += value.length;
  return length;
}

/** @returns the bytes that are kept of it */
function collect(batch: Batch, line: Message): number {
  const text = line.params[1] ?? '';
  const breaks = batch.first !== undefined && !line.tags.has('draft/multiline-concat');
  const bytes = batch.first === undefined ? keptBytes(line) : 0;
  batch.first ??= line;
  batch.lines++;
  if (batch.lines > maxBatchLines || batch.text.length > maxIncomingLength) return bytes;
  batch.text += breaks ? `\n${text}` : text;
  return bytes + keptBytes(text);
}

function joined(batch: Batch): Message | undefined {
  const { opening, first, label } = batch;
  if (first === undefined) return undefined;
  const { command, params } = first;
  const tags: Tags = new Map([...first.tags, ...opening.tags]);
  // The batch may be opened by the server for somebody else.
  const source = first.source ?? opening.source;
  const target = opening.params[2] ?? params[0] ?? '';
  const whole = { tags, command, params: [target, batch.text], ...(source !== undefined && { source }) };
  return withLabel(whole, label);
}

function withLabel<T extends Message>(message: T, label: string | undefined): T {
  if (label === undefined || message.tags.has('label')) return message;
  return { ...message, tags: new Map([...message.tags, ['label', label]]) };
}
