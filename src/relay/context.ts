import type { Clock } from '../common/clock.ts';
import type { Message } from '../irc/message.ts';
import { foldCase } from '../irc/names.ts';
import type { Channels } from './channels.ts';
import { IrcError } from './ircError.ts';
import type { Limits } from './limits.ts';
import { OutgoingMessage } from './outgoing.ts';
import type { PasswordGuard } from './passwordGuard.ts';
import type { Roster } from './roster.ts';
import type { Session } from './session.ts';

/** What all handlers work on. */
export interface RelayState {
  readonly serverName: string;
  readonly version: string;
  readonly motd: readonly string[];
  /** The host's key fingerprint: who shows this key is operator. */
  readonly hostKey: string | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly roster: Roster;
  readonly channels: Channels;
  readonly guard: PasswordGuard;
  /** A new identifier that nobody has seen, without spaces or semicolons. */
  readonly newId: () => string;
  /** Called when a session has registered. */
  readonly onRegistered: () => void;
}

/** One command from one session. */
export interface Context {
  readonly relay: RelayState;
  readonly session: Session;
  readonly message: Message;
  /** The message's parameters: at least as many as the command's row asks for. */
  readonly params: readonly string[];
  /** Refusals are not answered. */
  readonly isQuiet: boolean;
}

/** Carries out a command, in one go; refuses by throwing IrcError. */
export type Handler = (context: Context) => void;

/** News of what `session` does, as everyone reads it. */
export function newsFrom(context: Context, command: string, ...params: string[]): OutgoingMessage {
  const { session, relay } = context;
  return new OutgoingMessage({ source: session.source, command, params, time: relay.clock.now() });
}

/** Answers with a refusal, where the command has such answers. @throws what is not a refusal */
export function refuse({ session, isQuiet }: Pick<Context, 'session' | 'isQuiet'>, error: unknown): void {
  if (!(error instanceof IrcError)) throw error;
  if (!isQuiet) session.refuse(error);
}

/** The words of a comma-separated list, those that name the same thing once. */
export function listOf(text: string): string[] {
  const words = text.split(',').filter(Boolean);
  return [...new Map(words.map(word => [foldCase(word), word])).values()];
}

/** Does the same for each word of a list; a refusal is answered and the next one has its turn. */
export function forEachOf(context: Context, list: string, action: (word: string) => void): void {
  for (const word of listOf(list)) {
    try {
      action(word);
    } catch (error) {
      refuse(context, error);
    }
  }
}
