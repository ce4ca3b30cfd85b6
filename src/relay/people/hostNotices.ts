import { OutgoingMessage } from '../core/outgoing.ts';
import type { QuietLog } from '../core/quietLog.ts';
import type { RelayTime } from '../core/relayTime.ts';
import type { Roster } from './roster.ts';

export interface HostNoticesOptions {
  readonly time: Pick<RelayTime, 'now'>;
  readonly roster: Roster;
  readonly serverName: string;
  readonly hostKey: string | undefined;
  readonly log: QuietLog;
}

/** Tells the host, and the log, what the relay had to refuse: as often as the log takes it. */
export class HostNotices {
  readonly #options: HostNoticesOptions;

  constructor(options: HostNoticesOptions) {
    this.#options = options;
  }

  /**
   * @param kind what it is about, as a plural: `channels`; one of a fixed few
   * @param group the address group whose request was refused
   * @param news where it takes other words than the usual
   */
  refused(kind: string, group: string, news?: string): void {
    const { roster, serverName: source, hostKey, log } = this.#options;
    const from = group === '' ? 'an unknown address' : group;
    const text = news ?? `No more ${kind} from ${from} are taken for now.`;
    if (!log.tell(kind, text) || hostKey === undefined) return;
    const time = this.#options.time.now();
    for (const host of roster.ofKey(hostKey)) {
      if (!host.isRegistered) continue;
      host.deliver(new OutgoingMessage({ source, command: 'NOTICE', params: [host.nick, text], time }));
    }
  }
}
