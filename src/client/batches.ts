import type { Message } from '../irc/message.ts';
import type { Tags } from '../irc/tags.ts';
import {
  maxBatchLines,
  maxIncomingLength,
  maxNameLength,
  maxOpenBatches,
  maxPastMessages,
} from './limits.ts';

/** A message to be taken by itself, its batch put together. */
export interface Whole extends Message {
  /** It was said before, and is told now. https://ircv3.net/specs/extensions/chathistory */
  readonly isPast?: boolean;
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
}

const multiline = 'draft/multiline';
const history = 'chathistory';

/**
 * Puts the server's batches together: a multiline batch becomes one message, whose text then holds line breaks; a piece
 * of history comes all at once, at its end; what is in any other batch goes through as it comes, with the label of the
 * batch. https://ircv3.net/specs/extensions/batch
 */
export class Batches {
  readonly #open = new Map<string, Batch>();

  /** Takes every message. @returns what to make of it now, in order */
  take(message: Message): readonly Whole[] {
    if (message.command === 'BATCH') return this.#takeBatch(message);
    const batch = this.#open.get(message.tags.get('batch') ?? '');
    if (batch?.type !== multiline) return give(message, batch);
    if (message.command === 'PRIVMSG' || message.command === 'NOTICE') collect(batch, message);
    return [];
  }

  #takeBatch(message: Message): readonly Whole[] {
    const [name = '', type = ''] = message.params;
    const reference = name.slice(1);
    if (name.startsWith('+') && name.length <= maxNameLength) this.#begin(reference, type, message);
    if (!name.startsWith('-')) return [];
    const batch = this.#open.get(reference);
    this.#open.delete(reference);
    if (batch?.type === history) return batch.past;
    const whole = batch && joined(batch);
    return whole ? give(whole, this.#open.get(batch.opening.tags.get('batch') ?? '')) : [];
  }

  #begin(reference: string, type: string, opening: Message): void {
    const outer = this.#open.get(opening.tags.get('batch') ?? '');
    const label = opening.tags.get('label') ?? outer?.label;
    this.#open.set(reference, { type, opening, label, text: '', lines: 0, past: [] });
    const [oldest] = this.#open.keys();
    if (this.#open.size > maxOpenBatches && oldest !== undefined) this.#open.delete(oldest);
  }
}

/** Gives a message that is whole, or keeps it for the end of the piece of history it is in. */
function give(message: Message, batch: Batch | undefined): readonly Whole[] {
  if (batch?.type !== history) return [batch ? withLabel(message, batch.label) : message];
  if (batch.past.length < maxPastMessages) batch.past.push({ ...message, isPast: true });
  return [];
}

function collect(batch: Batch, line: Message): void {
  const text = line.params[1] ?? '';
  const breaks = batch.first !== undefined && !line.tags.has('draft/multiline-concat');
  batch.first ??= line;
  batch.lines++;
  if (batch.lines > maxBatchLines || batch.text.length > maxIncomingLength) return;
  batch.text += breaks ? `\n${text}` : text;
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

function withLabel(message: Message, label: string | undefined): Message {
  if (label === undefined || message.tags.has('label')) return message;
  return { ...message, tags: new Map([...message.tags, ['label', label]]) };
}
