import type { Duplex } from 'node:stream';
import type { Clock } from '../../common/clock.ts';
import { Emitter, type Event } from '../../common/emitter.ts';
import { maxClientTagBytes, maxLineBytes } from '../../irc/limits.ts';
import { type CloseCode, codeTag } from '../../irc/pychatNames.ts';
import { noTags } from '../../irc/tags.ts';
import { LineStream, type LineStreamClose } from '../../net/lineStream.ts';
import type { ByteBudget, FlushSchedule } from '../../net/sendQueue.ts';
import { LoginState } from './loginState.ts';
import { type CapabilitySet, hasAll, noCapabilities } from './capabilities.ts';
import type { IrcError } from './ircError.ts';
import type { Limits } from './limits.ts';
import type { OpenBatch } from './openBatch.ts';
import { type Outgoing, type OutgoingFields, OutgoingMessage } from './outgoing.ts';
import type { RelayTime } from './relayTime.ts';
import { Response } from './response.ts';

/** Who is at the other end, as the listener knows it. */
export interface Peer {
  readonly address: string;
  /** The key fingerprint of the client's certificate, when it showed one. */
  readonly key?: string;
}

/** A connection to those who count what it costs. */
type Wire = Omit<LineStream, 'send' | 'sendBytes' | 'end' | 'dispose' | 'onClose'>;

export interface SessionOptions {
  readonly serverName: string;
  readonly limits: Limits;
  readonly clock: Clock;
  /** The time of what is sent. */
  readonly time: Pick<RelayTime, 'now'>;
  /** Holds what is said in channels; has to hand it over before anything else is sent. */
  readonly fanOut: { settleFor(session: Session): void; bringTo(session: Session): void };
  readonly schedule: FlushSchedule;
  /** These count what waits for all sessions, and what came of them and waits. */
  readonly queueBudget: ByteBudget;
  readonly heldBudget: ByteBudget;
}

/** One connection: who it is, what it is in, and the way to it. */
export class Session {
  readonly peer: Peer;
  /** Stands for this connection and no other where something of it is kept, and keeps nothing of it alive. */
  readonly mark: object = {};
  /** '' until NICK, and 'user' until USER. Before registration the nick is one asked for, and may be another's. */
  nick = '';
  user = '';
  realName = '';
  /** What PASS brought. */
  password = '';
  /** The password was right: all that may be missing is a nick that is free. */
  isAdmitted = false;
  isRegistered = false;
  /** CAP has begun and CAP END has not come: registration waits. */
  isNegotiating = false;
  /** The highest version that CAP LS named. */
  capVersion = 0;
  /** Who this is to the relay: the fingerprint of the key, once logged in. */
  account: string | undefined;
  readonly login = new LoginState();
  /** The away message, '' for one who is there. */
  away = '';
  /** When the welcome was sent and when this person last spoke, in milliseconds since 1970. */
  signedOnAt = 0;
  spokeAt = 0;
  /** User modes. https://modern.ircdocs.horse/#user-modes */
  isInvisible = false;
  isOperator = false;
  isBot = false;
  hearsWallops = false;
  /** The multiline message that is coming in. */
  openBatch: OpenBatch | undefined;

  readonly #options: SessionOptions;
  readonly #stream: LineStream;
  readonly #end = new Emitter<string>();
  #capabilities = noCapabilities;
  #response: Response | undefined;
  #batches = 0;
  #ended = false;

  /** Fires once, with the reason, when this connection counts as gone; it may be from inside a call. */
  readonly onEnd: Event<string> = this.#end.event;
  /** What this connection sends, and what waits for it. */
  readonly wire: Wire;

  constructor(stream: Duplex, peer: Peer, options: SessionOptions) {
    this.peer = peer;
    this.#options = options;
    const { clock, schedule, queueBudget: budget, heldBudget } = options;
    this.#stream = new LineStream(stream, {
      ...{ clock, schedule, budget, heldBudget },
      maxLineBytes: maxClientTagBytes + maxLineBytes - 2,
      maxQueuedBytes: options.limits.maxQueuedBytes,
      linesAtOnce: 16,
    });
    this.wire = this.#stream;
    this.#stream.onClose(close => this.#gone(closeReason(close)));
  }

  /** Fires when the last byte is out of our hands, which can be after `onEnd`. */
  get onClosed(): Event<unknown> {
    return this.#stream.onClose;
  }

  get isEnded(): boolean {
    return this.#ended;
  }

  /** `nick!user@host`, the source of what this person says. */
  get source(): string {
    return `${this.nick}!${this.user}@${this.host}`;
  }

  /** What every message of this person says of where it comes from. */
  get origin(): Pick<OutgoingFields, 'account' | 'isBot' | 'sender'> & { readonly source: string } {
    return { source: this.source, account: this.account, isBot: this.isBot, sender: this.mark };
  }

  /** The address as IRC can carry it: never beginning with a colon. */
  get host(): string {
    return this.peer.address.startsWith(':') ? `0${this.peer.address}` : this.peer.address;
  }

  get capabilities(): CapabilitySet {
    return this.#capabilities;
  }

  set capabilities(capabilities: CapabilitySet) {
    this.#options.fanOut.settleFor(this);
    this.#capabilities = capabilities;
  }

  /** Whether every one of these capabilities is on. */
  has(wanted: CapabilitySet): boolean {
    return hasAll(this.capabilities, wanted);
  }

  /** Sends as part of the answer to the command that is being handled, if it is this session's. */
  send(outgoing: Outgoing): void {
    if (this.#response === undefined) this.deliver(outgoing);
    else this.#response.items.push(outgoing);
  }

  /** Sends as news, never as part of an answer. */
  deliver(outgoing: Outgoing): void {
    this.#queue(outgoing.text(this.#capabilities));
  }

  /** Sends whole lines made for this session's capabilities; for FanOut alone, as it heeds no order but its own. */
  push(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#stream.sendBytes(bytes);
  }

  /** Sends a numeric: the receiver's nick stands before `params`, the last of which is the text. */
  reply(numeric: string, ...params: string[]): void {
    this.fromServer(numeric, this.nick || '*', ...params);
  }

  /** Sends a message in the server's name. */
  fromServer(command: string, ...params: string[]): void {
    const { serverName: source, time } = this.#options;
    this.send(new OutgoingMessage({ source, command, params, time: time.now() }));
  }

  /** Sends a message that has no source. */
  fromNobody(command: string, text: string, tags = noTags): void {
    const time = this.#options.time.now();
    this.send(new OutgoingMessage({ command, params: [text], time, clientTags: tags }));
  }

  /** Answers with a refusal. */
  refuse(error: IrcError): void {
    if (error.command === 'FAIL') this.fromServer('FAIL', ...error.params, error.message);
    else this.reply(error.command, ...error.params, error.message);
  }

  /** From here to `finishResponse`, what is sent is the answer to a request with this label. */
  beginResponse(label: string): void {
    this.#response ??= new Response(label);
  }

  /** Whether what is sent now is the answer to a request with a label. */
  get isAnswering(): boolean {
    return this.#response !== undefined;
  }

  /** Puts the answer off: gives the label back, for `beginResponse` when the answer is there. */
  deferResponse(): string | undefined {
    const label = this.#response?.label;
    this.#response = undefined;
    return label;
  }

  finishResponse(): void {
    const response = this.#response;
    this.#response = undefined;
    if (response === undefined || this.#ended) return;
    const { serverName, time } = this.#options;
    const reference = `r${(++this.#batches).toString(36)}`;
    this.#queue(response.text({ serverName, time: time.now(), capabilities: this.#capabilities, reference }));
  }

  /**
   * Says goodbye and closes, after sending what is queued.
   *
   * @param reason what the others read
   * @param code what the client goes by
   */
  close(reason: string, code?: CloseCode): void {
    if (this.#ended) return;
    this.finishResponse();
    const tags = code === undefined ? noTags : new Map([[codeTag, code]]);
    this.fromNobody('ERROR', `Closing link: ${reason}`, tags);
    this.#stream.end();
    this.#gone(reason);
  }

  /** Closes at once. */
  destroy(): void {
    this.#stream.dispose();
  }

  #queue(text: string): void {
    if (text === '') return;
    this.#options.fanOut.bringTo(this);
    this.#stream.sendBytes(Buffer.from(text));
  }

  #gone(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#response = undefined;
    this.#end.fire(reason);
  }
}

const closeReasons = {
  ended: 'Connection closed',
  error: 'Connection lost',
  slow: 'Reads too slowly',
  local: 'Connection closed',
} as const;

function closeReason(close: LineStreamClose): string {
  return closeReasons[close.reason];
}
