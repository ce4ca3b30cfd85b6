import { createSecureContext, type SecureContext } from 'node:tls';
import { Member } from './member.ts';
import { senderNick } from './payload.ts';
import { Speaker } from './speaker.ts';
import type { Faults } from './tally.ts';
import { Tally } from './tally.ts';

/** How long what was sent may take to arrive everywhere, once nobody speaks any more. */
const drainMs = 20_000;

export interface CrowdOptions {
  readonly port: number;
  readonly senders: number;
  /** TLS handshakes under way at one time, and other questions; those who register need not wait for each other. */
  readonly inFlight: number;
  /** What members show when they log in; only senders do. */
  readonly identity?: { readonly certificate: string; readonly privateKey: string };
}

/** All connections of this process. */
export class Crowd {
  readonly tally: Tally;
  readonly members: Member[] = [];
  speakers: readonly Speaker[] = [];
  readonly #options: CrowdOptions;
  readonly #context: SecureContext;
  readonly #senderContext: SecureContext;
  readonly #trouble = Promise.withResolvers<never>();

  constructor(options: CrowdOptions) {
    this.#options = options;
    this.tally = new Tally(options.senders);
    const { identity } = options;
    this.#context = contextOf();
    this.#senderContext = identity === undefined ? this.#context : contextOf(identity);
    // Whoever waits for something learns of it; nobody may be waiting just now.
    this.#trouble.promise.catch(() => undefined);
  }

  /** Resolves as `work` does, and rejects when a connection breaks. */
  guard<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#trouble.promise]);
  }

  /** Connects and registers people with these nicks. */
  async enter(
    nicks: readonly string[],
    capabilitiesOf: (nick: string) => readonly string[],
  ): Promise<Member[]> {
    const entered: Member[] = [];
    const welcomes: Promise<void>[] = [];
    await this.inTurn(nicks, async nick => {
      const member = new Member({
        port: this.#options.port,
        nick,
        secureContext: nick.startsWith('s') ? this.#senderContext : this.#context,
        tally: this.tally,
        capabilities: capabilitiesOf(nick),
        onTrouble: this.#trouble.reject,
      });
      entered.push(member);
      await member.handshake();
      const welcome = member.register();
      // It is waited for below, at a time when others may have failed already.
      welcome.catch(() => undefined);
      welcomes.push(welcome);
    });
    await this.guard(Promise.all(welcomes));
    this.members.push(...entered);
    return entered;
  }

  /** Does something for each, as many at a time as `inFlight` says. */
  async inTurn<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    const left = items.values();
    const worker = async (): Promise<void> => {
      for (const item of left) await work(item);
    };
    await this.guard(Promise.all(Array.from({ length: this.#options.inFlight }, worker)));
  }

  /** Lets some be senders, and spreads those who acknowledge for them over the rest. */
  appoint(members: readonly Member[], room: string): void {
    const { senders } = this.#options;
    const listeners = members.filter(member => !member.nick.startsWith('s'));
    this.speakers = Array.from({ length: senders }, (_, sender) => {
      const member = members.find(({ nick }) => nick === senderNick(sender));
      const observer = listeners[Math.floor(((sender + 0.5) * listeners.length) / senders)];
      if (member === undefined || observer === undefined) throw new Error('too few members');
      const speaker = new Speaker(sender, member, room);
      observer.observed = speaker;
      return speaker;
    });
  }

  /**
   * Waits until everyone has everything, and then until the server has answered each once more: by then also doubles
   * have come.
   */
  async drain(members: readonly Member[]): Promise<Faults> {
    const sent = this.speakers.reduce((sum, { next }) => sum + next, 0);
    await this.guard(this.tally.until(sent * (members.length - 1), drainMs));
    await this.inTurn(members, member => member.sync());
    const missing = members.map(({ nick, receiver }) =>
      this.speakers
        .filter(({ sender }) => senderNick(sender) !== nick)
        .reduce((sum, { sender, next }) => sum + Math.max(0, next - (receiver.expected[sender] ?? 0)), 0),
    );
    const { lost, ...others } = this.tally.faults;
    return { ...others, lost: lost + missing.reduce((sum, count) => sum + count, 0) };
  }
}

/** TLS 1.3, with the cipher first that every server here has and that is the fastest. */
function contextOf(identity?: CrowdOptions['identity']): SecureContext {
  return createSecureContext({
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    ciphers: 'TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384',
    ...(identity && { cert: identity.certificate, key: identity.privateKey }),
  });
}
