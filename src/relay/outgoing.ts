import { serializeMessage } from '../irc/message.ts';
import { noTags, serializeTags, type Tags } from '../irc/tags.ts';
import { BytesByCapabilities } from './bytesByCapabilities.ts';
import * as capability from './capabilities.ts';
import type { CapabilitySet } from './capabilities.ts';

/** One more tag for one receiver: what its own request was labelled, or the batch that a reply is part of. */
export interface ExtraTag {
  readonly name: 'label' | 'batch';
  readonly value: string;
}

/** Something to send, which reads differently to different receivers. */
export interface Outgoing {
  /**
   * Whole lines with CR LF, none when these capabilities cannot take it. Made once for each set of capabilities and
   * shared by all who have it; with `extra` (on the first line) made anew.
   */
  bytes(capabilities: CapabilitySet, extra?: ExtraTag): Uint8Array;
}

export interface OutgoingFields {
  /** The server's name or `nick!user@host`; absent where IRC has none (PING, ERROR). */
  readonly source?: string;
  readonly command: string;
  readonly params: readonly string[];
  /** Milliseconds since 1970, for `server-time`. */
  readonly time: number;
  readonly msgid?: string;
  /** Client-only tags, their plus sign included. */
  readonly clientTags?: Tags;
  /** Tags of a line inside a batch; they need no capability, as only those get the batch who know it. */
  readonly batchTags?: Tags;
  /** Capabilities without which this is not sent at all. */
  readonly needs?: CapabilitySet;
}

const tagCapabilities = capability.messageTags | capability.serverTime;
const nothing = new Uint8Array(0);

/** One message for any number of receivers. */
export class OutgoingMessage implements Outgoing {
  readonly #fields: OutgoingFields;
  readonly #made = new BytesByCapabilities();
  #line: string | undefined;

  constructor(fields: OutgoingFields) {
    this.#fields = fields;
  }

  /** Without tags and line end. */
  get line(): string {
    const { source, command, params } = this.#fields;
    this.#line ??= serializeMessage({
      tags: noTags,
      command,
      params,
      ...(source !== undefined && { source }),
    });
    return this.#line;
  }

  bytes(capabilities: CapabilitySet, extra?: ExtraTag): Uint8Array {
    if (!capability.hasAll(capabilities, this.#fields.needs ?? 0)) return nothing;
    if (extra !== undefined) return this.#make(capabilities, extra);
    return this.#made.get(capabilities & tagCapabilities, key => this.#make(key));
  }

  #make(capabilities: CapabilitySet, extra?: ExtraTag): Uint8Array {
    const tags = this.#tags(capabilities, extra);
    return Buffer.from(`${tags.size === 0 ? '' : `@${serializeTags(tags)} `}${this.line}\r\n`);
  }

  /** The relay's own tags stand first, so that a client's can never push them past the length limit. */
  #tags(capabilities: CapabilitySet, extra?: ExtraTag): Tags {
    const { time, msgid, clientTags = noTags, batchTags = noTags } = this.#fields;
    const tags = new Map(batchTags);
    if (extra !== undefined) tags.set(extra.name, extra.value);
    if (batchTags.size > 0) return tags;
    if (capability.hasAll(capabilities, capability.serverTime))
      tags.set('time', new Date(time).toISOString());
    if (!capability.hasAll(capabilities, capability.messageTags)) return tags;
    if (msgid !== undefined) tags.set('msgid', msgid);
    for (const [key, value] of clientTags) tags.set(key, value);
    return tags;
  }
}
