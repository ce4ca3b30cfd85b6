import { noTags, serializeTags } from '../../irc/tags.ts';
import * as capability from './capabilities.ts';
import type { CapabilitySet } from './capabilities.ts';
import { type ExtraTag, type Outgoing, type OutgoingFields, OutgoingMessage } from './outgoing.ts';
import { TextByCapabilities } from './textByCapabilities.ts';

/** One line of a multiline message; `concat` joins it to the one before without a line break. */
export interface MultilinePart {
  readonly text: string;
  readonly concat: boolean;
}

export interface OutgoingMultilineFields extends Omit<OutgoingFields, 'command' | 'params'> {
  readonly source: string;
  readonly target: string;
  readonly parts: readonly MultilinePart[];
  /** A name for the batch that no other batch of the receivers has. */
  readonly reference: string;
}

const forMultiline = capability.batch | capability.multiline;
const keyMask = forMultiline | capability.messageTags | capability.serverTime | capability.accountTag;

/** Characters of tags that may come from saying the sender's again on every line, for those who know no batches. */
const maxRepeatedTags = 65_536;

/**
 * One message of several lines: a batch for those who know it, else line after line as the sender cut them, without the
 * blank ones. https://ircv3.net/specs/extensions/multiline
 */
export class OutgoingMultiline implements Outgoing {
  readonly #fields: OutgoingMultilineFields;
  readonly #made = new TextByCapabilities();

  constructor(fields: OutgoingMultilineFields) {
    this.#fields = fields;
  }

  /** What it was made of. */
  get fields(): OutgoingMultilineFields {
    return this.#fields;
  }

  text(capabilities: CapabilitySet, extra?: ExtraTag): string {
    if (extra !== undefined) return this.#make(capabilities, extra);
    const key = capabilities & keyMask;
    return this.#made.get(key) ?? this.#made.set(key, this.#make(key));
  }

  #make(capabilities: CapabilitySet, extra?: ExtraTag): string {
    const isBatch = capability.hasAll(capabilities, forMultiline);
    const messages = isBatch ? this.#batch() : this.#fallback();
    const last = messages.length - 1;
    const texts = messages.map((message, index) => {
      // A label stands on the first line alone; a batch around this message on every line that is not inside ours.
      const isOutside = index === 0 || (extra?.name === 'batch' && (!isBatch || index === last));
      return message.text(capabilities, isOutside ? extra : undefined);
    });
    return texts.join('');
  }

  #batch(): OutgoingMessage[] {
    const { target, parts, reference, source, time } = this.#fields;
    const lines = parts.map(({ text, concat }) => {
      const batchTags = new Map([['batch', reference]]);
      if (concat) batchTags.set('draft/multiline-concat', '');
      return new OutgoingMessage({ source, time, command: 'PRIVMSG', params: [target, text], batchTags });
    });
    const params = [`+${reference}`, 'draft/multiline', target];
    const open = new OutgoingMessage({ ...this.#fields, command: 'BATCH', params });
    return [
      open,
      ...lines,
      new OutgoingMessage({ source, time, command: 'BATCH', params: [`-${reference}`] }),
    ];
  }

  #fallback(): OutgoingMessage[] {
    const { msgid, clientTags = noTags, parts, target, ...common } = this.#fields;
    const texts = parts.map(part => part.text).filter(text => text !== '');
    const isCheap = serializeTags(clientTags).length * texts.length <= maxRepeatedTags;
    return texts.map((text, index) => {
      const line = { ...common, command: 'PRIVMSG', params: [target, text] };
      // The first line stands for the whole message: it alone has the id.
      if (index === 0)
        return new OutgoingMessage({ ...line, clientTags, ...(msgid !== undefined && { msgid }) });
      return new OutgoingMessage({ ...line, ...(isCheap && { clientTags }) });
    });
  }
}
