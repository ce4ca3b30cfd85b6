import { detach } from '../irc/detach.ts';
import { addIsupport, type Isupport, isupportNumber } from '../irc/isupport.ts';
import type { Message } from '../irc/message.ts';
import { nickOf } from '../irc/names.ts';
import { idsToken, keepsToken } from '../irc/pychatNames.ts';
import {
  defaultNickBytes,
  defaultTopicBytes,
  historyPageMessages,
  maxIsupportLength,
  maxIsupportTokens,
  maxNameLength,
  maxServerNickBytes,
  maxServerTopicBytes,
} from './limits.ts';

/** What a server takes in one multiline batch. https://ircv3.net/specs/extensions/multiline */
export interface MultilineLimits {
  readonly maxBytes: number;
  readonly maxLines: number;
}

/** What a batch must hold to be of use; a server that allows less is not understood. */
const minBatchBytes = 512;
const maxBatchLines = 1_000;

/** What is known of the server on one connection, and of ourselves there. All of it is the server's word. */
export class Server {
  /** Capabilities that are on, with their values. */
  readonly capabilities = new Map<string, string>();
  #isupport: Isupport = new Map();
  /** Our nick, as the server has it. */
  nick: string;
  /** Our `nick!user@host` as others see it; '' until the server has shown it. */
  source = '';
  /** The account that the server has logged us into. */
  account: string | undefined;
  /** When it was started, in words of its own, which stay the same as long as it runs; '' where it does not say. */
  started = '';

  constructor(nick: string) {
    this.nick = nick;
  }

  /** Takes in a 005 line. */
  learn(params: readonly string[]): void {
    const isKept = (token: string, index: number): boolean =>
      index === params.length - 1 || token.length <= maxIsupportLength;
    const next = addIsupport(this.#isupport, params.filter(isKept));
    if (next.size <= maxIsupportTokens) this.#isupport = next;
  }

  /** What the server says under `key` in 005; undefined when it does not. */
  supports(key: string): string | undefined {
    return this.#isupport.get(key);
  }

  /** Undefined when `draft/multiline` is off or its value makes no sense. */
  get multiline(): MultilineLimits | undefined {
    const value = this.capabilities.get('draft/multiline');
    if (value === undefined || !this.capabilities.has('batch')) return undefined;
    const maxBytes = numberOf(value, 'max-bytes') ?? 0;
    const maxLines = Math.min(numberOf(value, 'max-lines') ?? maxBatchLines, maxBatchLines);
    return maxBytes >= minBatchBytes && maxLines >= 2 ? { maxBytes, maxLines } : undefined;
  }

  get nickBytes(): number {
    return Math.min(isupportNumber(this.#isupport, 'NICKLEN', defaultNickBytes), maxServerNickBytes);
  }

  get topicBytes(): number {
    return Math.min(isupportNumber(this.#isupport, 'TOPICLEN', defaultTopicBytes), maxServerTopicBytes);
  }

  /** Messages that one request for history may ask for: our own bound, or less where the server says so. */
  get historyMessages(): number {
    return Math.min(isupportNumber(this.#isupport, 'CHATHISTORY', historyPageMessages), historyPageMessages);
  }

  /** Whether history may be asked for by the names of messages. https://ircv3.net/specs/extensions/chathistory */
  get takesMsgids(): boolean {
    return (this.#isupport.get('MSGREFTYPES') ?? 'msgid').split(',').includes('msgid');
  }

  /** Whether it is a PyChat relay, which says what it has lost, and recognises a line that is sent again. */
  get isPyChat(): boolean {
    return this.#isupport.has(idsToken);
  }

  /** Which run of its histories this is, and when that began, milliseconds since 1970; undefined where it does not say. */
  get run(): { readonly id: string; readonly since: number } | undefined {
    const id = this.#isupport.get(idsToken) ?? '';
    const since = /^(\d{1,15})-[\w-]{1,64}$/.exec(id)?.[1];
    return since === undefined ? undefined : { id, since: Number(since) };
  }

  /** For how many seconds what is said is kept on its disk: 0 for not at all, undefined where it does not say. */
  get keepsSeconds(): number | undefined {
    const isSaid = this.#isupport.has(keepsToken);
    if (!isSaid) return this.isPyChat ? 0 : undefined;
    const seconds = isupportNumber(this.#isupport, keepsToken, 0);
    return seconds === 0 ? undefined : seconds;
  }

  /** Whether a client-only tag, given with its `+`, is let through. https://ircv3.net/specs/extensions/message-tags */
  allowsTag(name: string): boolean {
    const denied = (this.#isupport.get('CLIENTTAGDENY') ?? '').split(',');
    const bare = name.slice(1);
    return denied.includes('*') ? denied.includes(`-${bare}`) : !denied.includes(bare);
  }

  /** The symbols that may stand before a nick in 353. https://modern.ircdocs.horse/#prefix-parameter */
  get memberPrefixes(): string {
    return this.#isupport.get('PREFIX')?.replace(/^\([^)]*\)/, '') ?? '~&@%+';
  }

  /** Folds a nick or channel by this server's rule. https://modern.ircdocs.horse/#casemapping-parameter */
  fold(name: string): string {
    const lower = foldAscii(name);
    const mapping = this.#isupport.get('CASEMAPPING') ?? 'rfc1459';
    if (mapping === 'rfc1459') return lower.replace(/[[\]\\~]/g, folded);
    return mapping === 'rfc1459-strict' ? lower.replace(/[[\]\\]/g, folded) : lower;
  }

  same(one: string, other: string): boolean {
    return this.fold(one) === this.fold(other);
  }

  /** Whether a message comes from ourselves. */
  isOwn(message: Message): boolean {
    return message.source !== undefined && this.same(nickOf(message.source), this.nick);
  }

  /** Whether `name` is a channel's. https://modern.ircdocs.horse/#chantypes-parameter */
  isChannel(name: string): boolean {
    return name !== '' && (this.#isupport.get('CHANTYPES') ?? '#&').includes(name.charAt(0));
  }
}

/** Lower-cases ASCII letters, and no others. */
export function foldAscii(name: string): string {
  return name.replace(/[A-Z]+/g, letters => letters.toLowerCase());
}

const folds: Readonly<Record<string, string>> = { '[': '{', ']': '}', '\\': '|', '~': '^' };

function folded(character: string): string {
  return folds[character] ?? character;
}

/** The nick that a message comes from, cut to what is kept of a name; '' when it has no source. */
export function senderOf(message: Message): string {
  return detach(nickOf(message.source ?? '').slice(0, maxNameLength));
}

/**
 * Whether a sender can be a person or a program. What has no name, or one that begins as our own notes do, would read as
 * if PyChat itself spoke. https://www.rfc-editor.org/rfc/rfc2812#section-2.3.1
 */
export function canSpeak(nick: string): boolean {
  return nick !== '' && !nick.startsWith('-');
}

function numberOf(value: string, key: string): number | undefined {
  const found = new RegExp(`(?:^|,)${key}=([0-9]{1,9})(?:,|$)`).exec(value);
  return found?.[1] === undefined ? undefined : Number(found[1]);
}
