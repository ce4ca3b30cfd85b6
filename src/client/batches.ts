import type { Message } from '../irc/message.ts';
import type { Tags } from '../irc/tags.ts';
import { maxBatchLines, maxIncomingLength, maxNameLength, maxOpenBatches } from './limits.ts';

interface Batch {
  readonly type: string;
  readonly opening: Message;
  readonly label: string | undefined;
  /** Of a multiline message: its first line, its text so far, and how many lines that are. */
  first?: Message;
  text: string;
  lines: number;
}

/**
 * Puts the server's batches together: a multiline batch becomes one message, whose text then holds line breaks; what
 * is in any other batch goes through as it comes, with the label of the batch. https://ircv3.net/specs/extensions/batch
 */
export class Batches {
  readonly #open = new Map<string, Batch>();

  /** Takes every message. @returns what to make of it now: the message, a whole one, or nothing yet */
  take(message: Message): Message | undefined {
    if (message.command === 'BATCH') return this.#takeBatch(message);
    const batch = this.#open.get(message.tags.get('batch') ?? '');
    if (batch === undefined) return message;
    if (batch.type !== 'draft/multiline') return withLabel(message, batch.label);
    if (message.command === 'PRIVMSG' || message.command === 'NOTICE') collect(batch, message);
    return undefined;
  }

  #takeBatch(message: Message): Message | undefined {
    const [name = '', type = ''] = message.params;
    const reference = name.slice(1);
    if (name.startsWith('+') && name.length <= maxNameLength) this.#begin(reference, type, message);
    if (!name.startsWith('-')) return undefined;
    const batch = this.#open.get(reference);
    this.#open.delete(reference);
    return batch && joined(batch);
  }

  #begin(reference: string, type: string, opening: Message): void {
    const outer = this.#open.get(opening.tags.get('batch') ?? '');
    const label = opening.tags.get('label') ?? outer?.label;
    this.#open.set(reference, { type, opening, label, text: '', lines: 0 });
    const [oldest] = this.#open.keys();
    if (this.#open.size > maxOpenBatches && oldest !== undefined) this.#open.delete(oldest);
  }
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
