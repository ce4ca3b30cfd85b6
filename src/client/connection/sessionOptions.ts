import type { ChatEvent } from '../../chat/event.ts';
import type { Clock } from '../../common/clock.ts';
import type { ClientFailure } from '../failure.ts';
import type { Memory } from '../memory.ts';

/** What a `Session` is made of. */
export interface SessionOptions {
  readonly nick: string;
  readonly realName: string;
  readonly password: string;
  readonly showsMotd: boolean;
  /** We have a certificate to log in with. */
  readonly hasCertificate: boolean;
  /**
   * The nick is asked for after the login and not before: a server whose accounts are keys then takes it away from an
   * older connection of ours. A new window, which asks first, throws out nobody.
   */
  readonly takesNickBack: boolean;
  readonly memory: Memory;
  readonly clock: Clock;
  readonly log: (text: string) => void;
}

/** Whom a session tells. `ended` comes exactly once, and nothing after it; not after `dispose`. */
export interface SessionOwner {
  emit(event: ChatEvent): void;
  /** In the first room, and its names are known. */
  joined(): void;
  /** The server waits for `useNick`. */
  nickRefused(failure: ClientFailure): void;
  /** The members of a room are others now. */
  members(room: string): void;
  ended(failure: ClientFailure): void;
}
