import type { Clock } from '../../common/clock.ts';
import { OutgoingMessage } from '../core/outgoing.ts';
import type { Roster } from './roster.ts';

/** The same kind of notice comes no more often. */
const noticeEveryMs = 60_000;

export interface HostNoticesOptions {
  readonly clock: Clock;
  readonly roster: Roster;
  readonly serverName: string;
  readonly hostKey: string | undefined;
  readonly log: (text: string) => void;
}

/** Tells the host what it should know; what had to be refused also the log, at most once a minute for each kind. */
export class HostNotices {
  readonly #options: HostNoticesOptions;
  readonly #toldAt = new Map<string, number>();

  constructor(options: HostNoticesOptions) {
    this.#options = options;
  }

  /**
   * @param kind what it is about, as a plural: `channels`; one of a fixed few
   * @param group the address group whose request was refused
   * @param news where it takes other words than the usual
   */
  refused(kind: string, group: string, news?: string): void {
    const { clock, log } = this.#options;
    const time = clock.now();
    const toldAt = this.#toldAt.get(kind) ?? -Infinity;
    if (time - toldAt < noticeEveryMs && time >= toldAt) return;
    this.#toldAt.set(kind, time);
    const from = group === '' ? 'an unknown address' : group;
    const text = news ?? `No more ${kind} from ${from} are taken for now.`;
    log(text);
    this.tell(text);
  }

  /** Tells the host alone. */
  tell(text: string): void {
    const { clock, roster, serverName: source, hostKey } = this.#options;
    const time = clock.now();
    if (hostKey === undefined) return;
    for (const host of roster.ofKey(hostKey)) {
      if (!host.isRegistered) continue;
      host.deliver(new OutgoingMessage({ source, command: 'NOTICE', params: [host.nick, text], time }));
    }
  }
}
