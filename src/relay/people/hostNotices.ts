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

/** Tells the host what it should know; what had to be refused also the log: as often as the log takes it. */
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
    const from = group === '' ? 'an unknown address' : group;
    const text = news ?? `No more ${kind} from ${from} are taken for now.`;
    if (this.#options.log.tell(kind, text)) this.tell(text);
  }

  /** Tells the host alone. */
  tell(text: string): void {
    const { roster, serverName: source, hostKey } = this.#options;
    if (hostKey === undefined) return;
    const time = this.#options.time.now();
    for (const host of roster.ofKey(hostKey)) {
      if (!host.isRegistered) continue;
      host.deliver(new OutgoingMessage({ source, command: 'NOTICE', params: [host.nick, text], time }));
    }
  }
}
