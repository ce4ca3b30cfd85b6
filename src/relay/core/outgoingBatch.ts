import { noTags, type Tags } from '../../irc/tags.ts';
import { batch, type CapabilitySet, hasAll } from './capabilities.ts';
import { type ExtraTag, type Outgoing, OutgoingMessage } from './outgoing.ts';

export interface OutgoingBatchFields {
  /** The server's name. */
  readonly source: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** A name for the batch that no other batch of the receiver has: letters, digits and hyphens. */
  readonly reference: string;
  readonly type: string;
  readonly params: readonly string[];
  /** Tags of the line that opens it, for those who have `message-tags`. */
  readonly tags?: Tags;
  /** None makes an empty batch. */
  readonly items: readonly Outgoing[];
}

/**
 * Several things as one: what is inside, between two lines that say so, for those who know batches; just what is inside
 * for the others. https://ircv3.net/specs/extensions/batch
 */
export class OutgoingBatch implements Outgoing {
  readonly #fields: OutgoingBatchFields;

  constructor(fields: OutgoingBatchFields) {
    this.#fields = fields;
  }

  text(capabilities: CapabilitySet, extra?: ExtraTag): string {
    const { reference, type, params, items, tags = noTags } = this.#fields;
    const isBatch = hasAll(capabilities, batch);
    const inner: ExtraTag | undefined = isBatch ? { name: 'batch', value: reference } : undefined;
    const texts = items.map(item => item.text(capabilities, inner));
    if (!isBatch) return texts.join('');
    const open = this.#line([`+${reference}`, type, ...params], tags).text(capabilities, extra);
    // A batch inside another one says so at both its ends; a label stands at its beginning only.
    const outer = extra?.name === 'batch' ? extra : undefined;
    return open + texts.join('') + this.#line([`-${reference}`]).text(capabilities, outer);
  }

  #line(params: readonly string[], clientTags = noTags): OutgoingMessage {
    const { source, time } = this.#fields;
    return new OutgoingMessage({ source, time, command: 'BATCH', params, clientTags });
  }
}
