import { BytesByCapabilities } from './bytesByCapabilities.ts';
import * as capability from './capabilities.ts';
import type { CapabilitySet } from './capabilities.ts';
import { type ExtraTag, type Outgoing, type OutgoingFields, OutgoingMessage } from './outgoing.ts';

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
const keyMask = forMultiline | capability.messageTags | capability.serverTime;

/**
 * One message of several lines: a batch for those who know it, else line after line as the sender cut them, without the
 * blank ones. https://ircv3.net/specs/extensions/multiline
 */
export class OutgoingMultiline implements Outgoing {
  readonly #fields: OutgoingMultilineFields;
  readonly #made = new BytesByCapabilities();

  constructor(fields: OutgoingMultilineFields) {
    this.#fields = fields;
  }

  bytes(capabilities: CapabilitySet, extra?: ExtraTag): Uint8Array {
    if (extra !== undefined) return this.#make(capabilities, extra);
    return this.#made.get(capabilities & keyMask, key => this.#make(key));
  }

  #make(capabilities: CapabilitySet, extra?: ExtraTag): Uint8Array {
    const messages = capability.hasAll(capabilities, forMultiline) ? this.#batch() : this.#fallback();
    const bytes = messages.map((message, index) =>
      message.bytes(capabilities, index === 0 ? extra : undefined),
    );
    return Buffer.concat(bytes);
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
    const { target, parts, source, time } = this.#fields;
    const texts = parts.map(part => part.text).filter(text => text !== '');
    return texts.map((text, index) => {
      const params = [target, text];
      // Only the first line stands for the whole message: it has the id and the sender's tags.
      if (index === 0) return new OutgoingMessage({ ...this.#fields, command: 'PRIVMSG', params });
      return new OutgoingMessage({ source, time, command: 'PRIVMSG', params });
    });
  }
}
