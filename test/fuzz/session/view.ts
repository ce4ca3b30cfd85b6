import { type Message, parseMessage } from '../../../src/irc/message.ts';
import { foldCase, nickOf } from '../../../src/irc/names.ts';
import { Rooms } from './rooms.ts';

/** Bytes of a line, line end included, and of the tags before it. https://ircv3.net/specs/extensions/message-tags#size-limit */
const maxLineBytes = 512;
const maxTagBytes = 8191;

/** What one may only get who has asked for it. */
const commandCapabilities: ReadonlyMap<string, string> = new Map([
  ['TAGMSG', 'message-tags'],
  ['BATCH', 'batch'],
  ['ACCOUNT', 'account-notify'],
  ['CHGHOST', 'chghost'],
  ['RENAME', 'draft/channel-rename'],
  ['REDACT', 'draft/message-redaction'],
  ['ACK', 'labeled-response'],
]);
const tagCapabilities: ReadonlyMap<string, string> = new Map([
  ['time', 'server-time'],
  ['msgid', 'message-tags'],
  ['account', 'account-tag'],
  ['batch', 'batch'],
  ['label', 'labeled-response'],
  ['bot', 'message-tags'],
]);
/** Batches that tell of the past: what is in them changes nothing. */
const playback = new Set(['chathistory', 'draft/chathistory-targets']);

/** One client's picture of the relay, from nothing but the lines it gets. It throws when the lines make no sense. */
export class View {
  /** Asked for and granted. */
  readonly capabilities = new Set<string>();
  readonly rooms = new Rooms();
  readonly labels = new Set<string>();
  /** '' before the welcome. */
  nick = '';
  /** The names asked for before the welcome: any of them may be the one that a reply is for. */
  readonly wanted = new Set(['*']);
  readonly #batches = new Map<string, { readonly isPast: boolean }>();
  readonly #answered = new Set<string>();
  #rest = Buffer.alloc(0);

  get openBatches(): number {
    return this.#batches.size;
  }

  /** @param onMessage gets each line that made sense */
  read(bytes: Buffer, onMessage: (message: Message) => void): void {
    const whole = Buffer.concat([this.#rest, bytes]);
    let from = 0;
    for (let end = whole.indexOf('\r\n'); end >= 0; end = whole.indexOf('\r\n', from)) {
      const line = whole.subarray(from, end);
      from = end + 2;
      onMessage(this.#line(line));
    }
    this.#rest = Buffer.from(whole.subarray(from));
    check(this.#rest.length <= maxLineBytes + maxTagBytes, 'a line without end', this.#rest);
  }

  #line(bytes: Buffer): Message {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    try {
      const tagBytes = bytes[0] === 0x40 ? bytes.indexOf(' ') + 1 : 0;
      check(tagBytes <= maxTagBytes, 'too many bytes of tags');
      check(bytes.length - tagBytes <= maxLineBytes - 2, 'too long a line');
      const message = parseMessage(text);
      this.#checkCapabilities(message);
      const isPast = this.#batchOf(message);
      this.#checkLabel(message);
      if (!isPast) this.#apply(message);
      return message;
    } catch (error) {
      throw new Error(`${String(error)}: ${text}`, { cause: error });
    }
  }

  #checkCapabilities({ command, tags, source }: Message): void {
    const needed = commandCapabilities.get(command);
    check(needed === undefined || this.capabilities.has(needed), `${command} without ${needed ?? ''}`);
    for (const key of tags.keys()) {
      const tag = key.startsWith('+') ? 'message-tags' : tagCapabilities.get(key);
      const isOn = tag === undefined ? this.capabilities.size > 0 : this.capabilities.has(tag);
      check(isOn, `the tag ${key} without ${tag ?? 'anything'}`);
    }
    const isOther = source !== undefined && foldCase(nickOf(source)) !== foldCase(this.nick);
    if (command === 'AWAY' && isOther) check(this.capabilities.has('away-notify'), 'AWAY unasked for');
    if (command === 'SETNAME' && isOther) check(this.capabilities.has('setname'), 'SETNAME unasked for');
  }

  /** Follows batches. @returns whether the line is of the past */
  #batchOf({ command, params, tags }: Message): boolean {
    const outer = tags.get('batch');
    const batch = outer === undefined ? undefined : this.#batches.get(outer);
    check(outer === undefined || batch !== undefined, 'a line of no open batch');
    const isPast = batch?.isPast === true;
    if (command !== 'BATCH') return isPast;
    const [reference = '', type = ''] = params;
    const name = reference.slice(1);
    if (reference.startsWith('+')) {
      check(!this.#batches.has(name), 'a batch that is open');
      this.#batches.set(name, { isPast: isPast || playback.has(type) });
    } else check(this.#batches.delete(name), 'an end of no batch');
    return true;
  }

  #checkLabel({ tags }: Message): void {
    const label = tags.get('label');
    if (label === undefined) return;
    check(this.labels.has(label), 'a label that nobody sent');
    check(!this.#answered.has(label), 'a second answer');
    this.#answered.add(label);
  }

  #apply(message: Message): void {
    const { command, params, source = '' } = message;
    if (/^[0-9]{3}$/.test(command)) this.#numeric(message);
    else if (command === 'CAP') this.#cap(params);
    else if (command === 'NICK') this.#renamed(nickOf(source), params[0] ?? '');
    else this.rooms.apply(message, this.nick);
  }

  #numeric(message: Message): void {
    const [nick = ''] = message.params;
    if (message.command === '001') this.nick = nick;
    const isMe = this.nick === '' ? this.wanted.has(nick) : nick === this.nick || isForMany(message);
    check(isMe, `for ${nick}, but this is ${this.nick === '' ? [...this.wanted].join() : this.nick}`);
    this.rooms.numeric(message);
  }

  #cap([, subcommand, words = '']: readonly string[]): void {
    if (subcommand !== 'ACK') return;
    for (const word of words.split(' ').filter(Boolean)) {
      if (word.startsWith('-')) this.capabilities.delete(word.slice(1));
      else this.capabilities.add(word);
    }
  }

  #renamed(from: string, to: string): void {
    const isMe = from === this.nick;
    check(isMe || this.rooms.has(from), 'a stranger has another nick');
    if (isMe) this.nick = to;
    this.rooms.rename(from, to);
  }
}

/** News of people one watches may be for `*`. https://ircv3.net/specs/extensions/monitor#rplmononline */
function isForMany({ command, params }: Message): boolean {
  return ['730', '731'].includes(command) && params[0] === '*';
}

/** @throws when `condition` is false */
function check(condition: boolean, what: string, about?: Buffer): asserts condition {
  if (!condition) throw new Error(about === undefined ? what : `${what}: ${about.toString('latin1')}`);
}
