import { serializeMessage } from '../../irc/message.ts';
import { escapeTagValue, noTags, serializeTags, type Tags } from '../../irc/tags.ts';
import * as capability from './capabilities.ts';
import type { CapabilitySet } from './capabilities.ts';
import { TextByCapabilities } from './textByCapabilities.ts';

/** One more tag for one receiver: what its own request was labelled, or the batch that a reply is part of. */
export interface ExtraTag {
  readonly name: 'label' | 'batch';
  readonly value: string;
}

/** Something to send, which reads differently to different receivers. */
export interface Outgoing {
  /**
   * Whole lines with CR LF, '' when these capabilities cannot take it. Made once for each set of capabilities and
   * shared by all who have it; with `extra` (on the first line) made anew.
   */
  text(capabilities: CapabilitySet, extra?: ExtraTag): string;
}

export interface OutgoingFields {
  /** The server's name or `nick!user@host`; absent where IRC has none (PING, ERROR). */
  readonly source?: string;
  readonly command: string;
  readonly params: readonly string[];
  /** Milliseconds since 1970, for `server-time`. */
  readonly time: number;
  readonly msgid?: string;
  /** The account of who says it, for `account-tag`. https://ircv3.net/specs/extensions/account-tag */
  readonly account?: string | undefined;
  /** Said by a program, for the `bot` tag. https://ircv3.net/specs/extensions/bot-mode */
  readonly isBot?: boolean;
  /** Tags for who has `message-tags`: client-only ones, their plus sign included, or the relay's own. */
  readonly clientTags?: Tags;
  /** Tags of a line inside a batch; they need no capability, as only those get the batch who know it. */
  readonly batchTags?: Tags;
  /** Capabilities without which this is not sent at all. */
  readonly needs?: CapabilitySet;
  /** Which connection it comes from: the session's `mark`. It is never sent. */
  readonly sender?: object;
}

const tagCapabilities = capability.messageTags | capability.serverTime | capability.accountTag;

/** One message for any number of receivers. */
export class OutgoingMessage implements Outgoing {
  readonly #fields: OutgoingFields;
  readonly #made = new TextByCapabilities();
  #line: string | undefined;

  constructor(fields: OutgoingFields) {
    this.#fields = fields;
  }

  /** What it was made of. */
  get fields(): OutgoingFields {
    return this.#fields;
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

  text(capabilities: CapabilitySet, extra?: ExtraTag): string {
    if (!capability.hasAll(capabilities, this.#fields.needs ?? 0)) return '';
    if (extra !== undefined) return this.#make(capabilities, extra);
    const key = capabilities & tagCapabilities;
    return this.#made.get(key) ?? this.#made.set(key, this.#make(key));
  }

  #make(capabilities: CapabilitySet, extra?: ExtraTag): string {
    const tags = this.#tags(capabilities, extra);
    return tags === '' ? `${this.line}\r\n` : `@${tags} ${this.line}\r\n`;
  }

  /** The relay's own tags stand first, so that a client's can never push them past the length limit. */
  #tags(capabilities: CapabilitySet, extra?: ExtraTag): string {
    const { time, msgid, account, isBot = false, clientTags = noTags, batchTags = noTags } = this.#fields;
    const tags: string[] = [];
    if (batchTags.size > 0) tags.push(serializeTags(batchTags));
    if (extra !== undefined) tags.push(`${extra.name}=${escapeTagValue(extra.value)}`);
    if (batchTags.size > 0) return tags.join(';');
    if (capability.hasAll(capabilities, capability.serverTime)) tags.push(`time=${isoTime(time)}`);
    if (account !== undefined && capability.hasAll(capabilities, capability.accountTag))
      tags.push(`account=${escapeTagValue(account)}`);
    if (!capability.hasAll(capabilities, capability.messageTags)) return tags.join(';');
    if (msgid !== undefined) tags.push(`msgid=${escapeTagValue(msgid)}`);
    if (isBot) tags.push('bot');
    if (clientTags.size > 0) tags.push(serializeTags(clientTags));
    return tags.join(';');
  }
}

let lastTime = NaN;
let lastIsoTime = '';

/** Much is said within one millisecond, and writing a date is dear. */
function isoTime(time: number): string {
  if (time !== lastTime) {
    lastIsoTime = new Date(time).toISOString();
    lastTime = time;
  }
  return lastIsoTime;
}

/** News that reads differently to those who have one capability, and may not be for the others at all. */
export class OutgoingChoice implements Outgoing {
  readonly #capability: CapabilitySet;
  readonly #having: Outgoing;
  readonly #otherwise: Outgoing | undefined;

  /** @param otherwise what those read who lack `wanted`; nothing if not given */
  constructor(wanted: CapabilitySet, having: Outgoing, otherwise?: Outgoing) {
    this.#capability = wanted;
    this.#having = having;
    this.#otherwise = otherwise;
  }

  /** What the simpler of the two was made of. */
  get fields(): OutgoingFields | undefined {
    const plain = this.#otherwise ?? this.#having;
    return plain instanceof OutgoingMessage ? plain.fields : undefined;
  }

  text(capabilities: CapabilitySet, extra?: ExtraTag): string {
    const chosen = capability.hasAll(capabilities, this.#capability) ? this.#having : this.#otherwise;
    return chosen?.text(capabilities, extra) ?? '';
  }
}
