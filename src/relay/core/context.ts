import type { Clock } from '../../common/clock.ts';
import type { Message } from '../../irc/message.ts';
import { foldCase } from '../../irc/names.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Channels } from '../channels/channels.ts';
import type { Histories } from '../history/histories.ts';
import { IrcError } from './ircError.ts';
import type { Limits } from './limits.ts';
import type { DeliveryPace } from '../delivery/deliveryPace.ts';
import type { FanOut } from '../delivery/fanOut.ts';
import type { FairQueue } from '../guards/fairQueue.ts';
import type { OpenBatches } from '../guards/openBatches.ts';
import type { KnownPeers } from '../guards/knownPeers.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { Monitors } from '../people/monitors.ts';
import type { OperatorGuard } from '../people/operatorGuard.ts';
import type { RelayStore } from '../data/relayStore.ts';
import { OutgoingMessage } from './outgoing.ts';
import type { QuietLog } from './quietLog.ts';
import type { PasswordGuard } from '../guards/passwordGuard.ts';
import type { Population } from '../people/population.ts';
import type { ReadMarkerStore } from '../people/readMarkerStore.ts';
import type { Roster } from '../people/roster.ts';
import type { RelayTime } from './relayTime.ts';
import type { Session } from './session.ts';
import type { HostNotices } from '../people/hostNotices.ts';
import type { Visitors } from '../people/visitors.ts';
import type { Whowas } from '../people/whowas.ts';

/** What all handlers work on. */
export interface RelayState {
  readonly serverName: string;
  /** What the relay says it is, for WHOIS and LINKS. */
  readonly description: string;
  readonly version: string;
  readonly motd: readonly string[];
  /** The host's key fingerprint: who shows this key is operator. */
  readonly hostKey: string | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Which run of its histories this is; see `idsToken`. */
  readonly run: string;
  readonly limits: Limits;
  /** For what lasts or has to wait. */
  readonly clock: Clock;
  /** For what is sent. */
  readonly time: RelayTime;
  readonly roster: Roster;
  readonly channels: Channels;
  readonly guard: PasswordGuard;
  /** Who came in before. */
  readonly known: KnownPeers;
  /** In which registrations of strangers wait for their turn. */
  readonly registrations: FairQueue;
  /** In which attempts to become IRC operator wait for theirs. */
  readonly operatorLogins: FairQueue;
  /** What is brought to several at once goes through it. */
  readonly fanOut: Pick<FanOut, 'add'>;
  /** How much may be said to one room or person. */
  readonly deliveryPace: DeliveryPace;
  /** Messages of several lines of which the end has not come. */
  readonly openBatches: OpenBatches;
  readonly accounts: Accounts;
  /** Which keys have been here, and which of them came back. */
  readonly visitors: Visitors;
  /** Takes what others cause. */
  readonly log: QuietLog;
  /** Tells the host what had to be refused. */
  readonly notices: HostNotices;
  /** Who may become IRC operator by OPER. */
  readonly operatorGuard: OperatorGuard;
  readonly monitors: Monitors;
  readonly whowas: Whowas;
  readonly population: Population;
  readonly histories: Histories;
  readonly readMarkers: ReadMarkerStore;
  readonly metadata: Metadata;
  /** What keeps what is said, if anything does. */
  readonly store: Pick<RelayStore, 'keepMs' | 'isKeeping'> | undefined;
  /** A new identifier that nobody has seen, without spaces or semicolons. */
  readonly newId: () => string;
  /** The same for what is done rather than said. */
  readonly newEventId: () => string;
  /** Called when a session has registered. */
  readonly onRegistered: (session: Session) => void;
  /** Takes what is a bug, and ends that session. */
  readonly onBug: (session: Session, error: unknown) => void;
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
  /** Has the caller pay for what the cost in the command's row does not cover. */
  readonly charge: (cost: number) => void;
}

/** What each further name costs that a line brings, whatever is done for it. */
export const nameCost = 0.5;

/** Carries out a command, in one go; refuses by throwing IrcError. */
export type Handler = (context: Context) => void;

/** News of what the session does, as everyone reads it. */
export function newsFrom({ relay, session }: Context, command: string, ...params: string[]): OutgoingMessage {
  const msgid = relay.newEventId();
  return new OutgoingMessage({ ...session.origin, command, params, time: relay.time.next(), msgid });
}

/** Answers with a refusal, where the command has such answers. @throws what is not a refusal */
export function refuse({ session, isQuiet }: Pick<Context, 'session' | 'isQuiet'>, error: unknown): void {
  if (!(error instanceof IrcError)) throw error;
  if (!isQuiet) session.refuse(error);
}

/** The words of a comma-separated list, those that name the same thing once. */
export function splitList(text: string): string[] {
  if (!text.includes(',')) return text === '' ? [] : [text];
  const words = text.split(',').filter(Boolean);
  return [...new Map(words.map(word => [foldCase(word), word])).values()];
}

/** Does the same for each word of a list; a refusal is answered and the next one has its turn. */
export function forEachOf(context: Context, list: string, action: (word: string) => void): void {
  for (const [index, word] of splitList(list).entries()) {
    if (index > 0) context.charge(nameCost);
    try {
      action(word);
    } catch (error) {
      refuse(context, error);
    }
  }
}
