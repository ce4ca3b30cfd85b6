import { BoundedMap } from '../../common/boundedMap.ts';
import type { Clock } from '../../common/clock.ts';
import { Gather } from '../../common/gather.ts';
import { type Message, message } from '../../irc/message.ts';
import { isWord } from '../../irc/names.ts';
import { markReadMs, maxReadMarkers } from '../limits.ts';
import { maxTime } from './selectors.ts';

interface Marker {
  readonly target: string;
  /** What the server knows, and what it shall know: milliseconds since 1970. */
  known: number;
  wanted: number;
}

/**
 * How far we have read, told to the server: no more often than every `markReadMs`, and forward only. What was read without
 * a connection is told on the next. https://ircv3.net/specs/extensions/read-marker
 */
export class ReadMarkers {
  readonly #fold: (name: string) => string;
  readonly #markers = new BoundedMap<string, Marker>(maxReadMarkers, forgotten => {
    forgotten.wanted = forgotten.known;
  });
  readonly #behind: Gather<Marker>;
  #send: ((sent: Message) => void) | undefined;
  /** Folded nicks whose marker was asked for on this connection. */
  readonly #asked = new Set<string>();

  constructor(clock: Clock, fold: (name: string) => string) {
    this.#fold = fold;
    this.#behind = new Gather(markReadMs, clock, markers => this.#tell(markers));
  }

  /** There is a connection to a server that keeps markers. */
  attach(send: (sent: Message) => void): void {
    this.#send = send;
    this.#asked.clear();
    for (const marker of this.#markers.values()) if (isBehind(marker)) this.#behind.add(marker);
  }

  /** The connection is gone. */
  detach(): void {
    this.#send = undefined;
    this.#behind.dispose();
  }

  /** We have read a target up to a time. */
  set(target: string, upTo: number): void {
    const marker = this.#markerOf(target);
    // Past what a date can be there is no time to tell.
    if (!isWord(target) || !(upTo > Math.max(marker.known, marker.wanted)) || upTo > maxTime) return;
    marker.wanted = upTo;
    if (this.#send !== undefined) this.#behind.add(marker);
  }

  /** The server says how far we have read. @returns whether that is news */
  learn(target: string, upTo: number): boolean {
    const marker = this.#markerOf(target);
    if (upTo <= marker.known) return false;
    const isNews = upTo > marker.wanted;
    marker.known = upTo;
    return isNews;
  }

  /** The server knows of no marker any more, and its times may be earlier. */
  restart(): void {
    this.#markers.clear();
  }

  /** Asks how far a private chat was read, once on each connection: of rooms servers tell by themselves. */
  ask(nick: string): void {
    const key = this.#fold(nick);
    if (this.#send === undefined || this.#asked.has(key) || this.#asked.size >= maxReadMarkers) return;
    if (!isWord(nick)) return;
    this.#asked.add(key);
    this.#send(message('MARKREAD', nick));
  }

  #markerOf(target: string): Marker {
    const key = this.#fold(target);
    const marker = this.#markers.get(key) ?? { target, known: 0, wanted: 0 };
    this.#markers.set(key, marker);
    return marker;
  }

  #tell(markers: ReadonlySet<Marker>): void {
    for (const marker of markers) {
      if (!isBehind(marker)) continue;
      marker.known = marker.wanted;
      this.#send?.(message('MARKREAD', marker.target, `timestamp=${new Date(marker.wanted).toISOString()}`));
    }
  }
}

function isBehind({ known, wanted }: Marker): boolean {
  return wanted > known;
}
