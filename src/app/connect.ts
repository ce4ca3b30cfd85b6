import type { ChatEvent } from '../chat/event.ts';
import { ChatClient, type ClientOptions } from '../client/chatClient.ts';
import { ClientFailure } from '../client/failure.ts';
import { askNick } from './askNick.ts';
import { failureSentence } from '../conversation/failureText.ts';
import type { Services } from './services.ts';
import { t } from './words.ts';

/** What the connection needs from the window, the rest is the same for all. */
export type ConnectOptions = Pick<
  ClientOptions,
  'addresses' | 'identity' | 'nick' | 'password' | 'room' | 'shownUpTo' | 'verifyHost'
>;

/** Nicks that are tried by themselves when somebody has ours: `ana_2` up to `ana_9`. */
const lastSuffix = 9;

/** A connection that is in its room, with what it told before anybody could listen. */
export interface Connected {
  readonly client: ChatClient;
  /** Gives the events so far, once; from then on they are to be listened to. */
  takeEvents(): ChatEvent[];
}

/**
 * Connects and enters the room. A nick that the server does not take is asked for again, or, for a second window of the
 * same person, given a number.
 *
 * @throws {ClientFailure}; 'cancelled' when the user called it off
 */
export async function connect(
  options: ConnectOptions,
  services: Services,
  how: { signal: AbortSignal; numberNick?: boolean },
): Promise<Connected> {
  const { log } = services;
  const client = new ChatClient({ ...options, realName: options.nick, log: text => log.debug(text) });
  const events: ChatEvent[] = [];
  const holding = client.onEvent(event => events.push(event));
  try {
    await joinWithSomeNick(client, options.nick, how);
  } catch (error) {
    client.dispose();
    throw error;
  }
  return {
    client,
    takeEvents: () => {
      holding.dispose();
      return events;
    },
  };
}

async function joinWithSomeNick(
  client: ChatClient,
  wanted: string,
  how: { signal: AbortSignal; numberNick?: boolean },
): Promise<void> {
  let attempt = client.join(how.signal);
  for (let suffix = 2; ; suffix++) {
    try {
      await attempt;
      return;
    } catch (error) {
      if (!isNickFailure(error)) throw error;
      const numbered = how.numberNick === true && suffix <= lastSuffix;
      const nick = numbered ? `${wanted}_${suffix}` : await askAgain(wanted, error);
      if (how.signal.aborted || nick === undefined) throw new ClientFailure('cancelled', '');
      attempt = client.retryNick(nick);
    }
  }
}

function isNickFailure(error: unknown): error is ClientFailure {
  return error instanceof ClientFailure && (error.code === 'nickTaken' || error.code === 'nickRefused');
}

async function askAgain(nick: string, failure: ClientFailure): Promise<string | undefined> {
  return askNick({ offered: `${nick}_`, problem: failureSentence(failure, t) });
}
