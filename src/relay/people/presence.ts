import { sameName } from '../../irc/names.ts';
import { RPL_MONOFFLINE, RPL_MONONLINE } from '../../irc/numerics.ts';
import { extendedMonitor } from '../core/capabilities.ts';
import type { RelayState } from '../core/context.ts';
import { sendMetadataOf } from '../metadata/metadataNews.ts';
import { type Outgoing, OutgoingMessage } from '../core/outgoing.ts';
import type { Session } from '../core/session.ts';

/** Tells those who monitor a nick that somebody has it now: a person has been welcomed. */
export function tellOnline(relay: RelayState, person: Session): void {
  tellWatchers(relay, person.nick, [RPL_MONONLINE, person.source]);
  for (const session of relay.monitors.watchersOf(person.nick)) sendMetadataOf({ relay, session }, person);
}

/** Tells those who monitor a nick that nobody has it any more, and remembers who had it: a person has left. */
export function tellOffline(relay: RelayState, person: Session): void {
  relay.whowas.add(person, relay.time.now());
  tellWatchers(relay, person.nick, [RPL_MONOFFLINE, person.nick]);
}

/** Does both for a person about to take another nick; a change of case alone is no news. */
export function tellRenamed(relay: RelayState, person: Session, nick: string): void {
  if (sameName(person.nick, nick)) return;
  tellOffline(relay, person);
  tellWatchers(relay, nick, [RPL_MONONLINE, `${nick}!${person.user}@${person.host}`]);
}

function tellWatchers(relay: RelayState, nick: string, [command, what]: [string, string]): void {
  const watchers = relay.monitors.watchersOf(nick);
  if (watchers.size === 0) return;
  // The asterisk in place of each reader's nick lets all have the same bytes.
  const fields = { source: relay.serverName, command, params: ['*', what], time: relay.time.now() };
  const news = new OutgoingMessage(fields);
  for (const watcher of watchers) watcher.deliver(news);
}

/**
 * Brings news of a person to everyone who shares a channel, and to those who monitor the nick and asked for such news,
 * to each once and not to the person. https://ircv3.net/specs/extensions/extended-monitor
 */
export function deliverToAcquaintances(relay: RelayState, person: Session, outgoing: Outgoing): void {
  const readers = relay.channels.peersOf(person);
  for (const watcher of relay.monitors.watchersOf(person.nick))
    if (watcher.has(extendedMonitor)) readers.add(watcher);
  readers.delete(person);
  for (const reader of readers) reader.deliver(outgoing);
}

/** Whole seconds since a person last wrote to somebody. */
export function idleSeconds({ time }: Pick<RelayState, 'time'>, person: Session): number {
  return Math.floor((time.now() - person.spokeAt) / 1000);
}
