import type { Clock } from '../common/clock.ts';
import type { RelayStore } from './data/relayStore.ts';
import type { EndedRun } from './core/historyRun.ts';
import type { Limits } from './core/limits.ts';
import type { OperatorLogin } from './people/operatorLogin.ts';

/** What a relay is made from. */
export interface RelayOptions {
  /** How the relay names itself in IRC; without spaces. */
  readonly serverName: string;
  /** The main channel, `#` included. */
  readonly room: string;
  readonly version: string;
  /** The password; '' lets anyone in, unless there is another. */
  readonly token: string;
  /** Another password: either lets people in. */
  readonly password?: string;
  readonly motd: readonly string[];
  /** What the relay says it is; 'PyChat relay' if not given. */
  readonly description?: string;
  /** Who may become IRC operator by OPER. */
  readonly operators?: readonly OperatorLogin[];
  /** The host's own key fingerprint: whoever shows it is operator of every channel, and IRC operator. */
  readonly hostKey?: string;
  readonly limits?: Partial<Limits>;
  /** Keeps owners, channels, read markers and history; whoever gives it closes it, after the relay. */
  readonly store?: RelayStore;
  /** The run that this one goes on with, where there is no store. */
  readonly follows?: EndedRun | undefined;
  /** How long what was said is kept, in milliseconds; if not given, only its amount is bounded. */
  readonly keepMs?: number;
  readonly clock?: Clock;
  readonly newId?: () => string;
  /** Takes what only a log should have: bugs, and who came and went. */
  readonly log?: (text: string) => void;
}
