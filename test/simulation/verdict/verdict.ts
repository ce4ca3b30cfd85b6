import type { Person, ToldGap } from '../actors/person.ts';
import type { Relayed } from './observed.ts';
import type { Said, UnsureStart, World } from '../world.ts';
import { home } from '../actors/simWindow.ts';
import { notesOf, Shown } from './shown.ts';

export type ViolationKind =
  | 'lost'
  | 'falseGap'
  | 'doubled'
  | 'misplaced'
  | 'stuck'
  | 'notRelayed'
  | 'failedButSaid'
  | 'saidTwice'
  | 'ownLost'
  | 'unread'
  | 'notBack'
  | 'wrongNick'
  | 'notInRoom'
  | 'bug';

/** Something that must not be. */
interface Violation {
  readonly kind: ViolationKind;
  readonly what: string;
}

export interface Verdict {
  readonly violations: readonly Violation[];
  readonly said: number;
  readonly gaps: number;
  /** Gaps where nothing is missing and the relay could know that. */
  readonly falseGaps: number;
  /** Lines that stand otherwise than the relay had them since one of them is the reader's own, shown at Enter. */
  readonly displaced: number;
}

/** One tab of somebody at one time. */
interface Look {
  readonly at: number;
  readonly isLast: boolean;
  readonly shown: Shown;
}

/** Compares what everybody has read with what was said. */
class Judge {
  readonly #world: World;
  readonly #looks = new Map<Person, Map<string, Look[]>>();
  readonly violations: Violation[] = [];
  gaps = 0;
  falseGaps = 0;
  displaced = 0;

  constructor(world: World) {
    this.#world = world;
    for (const [index, { person, at, tabs }] of world.readings.entries()) {
      const isLast = !world.readings.some((later, place) => place > index && later.person === person);
      for (const tab of tabs)
        if (tab.kind === 'room' || tab.kind === 'private')
          this.#add(person, tab.title, { at, isLast, shown: new Shown(tab, world) });
    }
  }

  judge(): void {
    for (const bug of this.#world.bugs) this.#violated('bug', bug);
    for (const person of this.#world.people) {
      this.#isBack(person);
      for (const [target, looks] of this.#looks.get(person) ?? []) this.#inOrder(person, target, looks);
    }
    for (const said of this.#world.said) this.#judgeSaid(said);
  }

  #add(person: Person, target: string, look: Look): void {
    const looks = this.#looks.get(person) ?? new Map<string, Look[]>();
    this.#looks.set(person, looks.set(target, [...(looks.get(target) ?? []), look]));
  }

  #violated(kind: ViolationKind, what: string): void {
    this.violations.push({ kind, what });
  }

  #isBack(person: Person): void {
    const window = this.#world.window(person);
    const { nick } = person;
    const phase = window?.state.phase ?? 'closed';
    if (phase !== 'registered') this.#violated('notBack', `${nick} is ${phase}`);
    else if (window?.nick !== nick) this.#violated('wrongNick', `${nick} is ${window?.nick ?? ''}`);
    else
      for (const room of person.rooms)
        if (!window.isIn(room)) this.#violated('notInRoom', `${nick} is not in ${room}`);
  }

  #inOrder(person: Person, target: string, looks: readonly Look[]): void {
    for (const { shown, isLast } of looks) {
      const where = `for ${person.nick} in ${target}`;
      for (const key of shown.doubled) this.#violated('doubled', `${key} ${where}`);
      for (const key of shown.misplaced) this.#violated('misplaced', `${key} ${where}`);
      if (isLast) this.displaced += shown.misplacedOwn.length - shown.misplaced.length;
      if (isLast) this.#countGaps(person, target, shown);
      if (isLast) this.#isUnread(person, target, shown);
    }
  }

  #countGaps(person: Person, target: string, shown: Shown): void {
    const missing = this.#world.said.filter(
      said => this.#isSaidTo(said, person, target) && !shown.isConfirmed(said.key),
    );
    const orders = missing.flatMap(({ key }) => this.#world.observed.of(key).map(({ order }) => order));
    const gaps = new Set(orders.flatMap(order => shown.gapsAt(order)));
    this.gaps += shown.gaps.length;
    const unknown = Math.min(...missing.filter(said => this.#mayBeSaid(said)).map(({ at }) => at));
    for (const gap of shown.gaps) {
      if (gaps.has(gap)) continue;
      const told = person.gaps.filter(
        one => one.target === target && one.from <= gap.from && gap.from <= one.to,
      );
      // A line that was typed before the gap was told may be what it is about.
      if (told.some(one => unknown < one.toldAt || this.#isUnsure(one, person, shown))) continue;
      this.falseGaps++;
      const before = shown.lines[gap.place - 1]?.key ?? 'the top';
      this.#violated('falseGap', `behind ${before} for ${person.nick} in ${target}`);
    }
  }

  /** Nobody got it, and its writer does not know either: the relay may have had it and dropped it. */
  #mayBeSaid({ key, writer }: Said): boolean {
    const own = [...(this.#looks.get(writer)?.values() ?? [])].flat();
    const isUnknown = own.some(({ shown }) => shown.find(key)?.delivery === 'notConfirmed');
    return isUnknown && this.#world.observed.of(key).length === 0;
  }

  /**
   * Over a start of the relay, of which it cannot know whether the one before had said more, a gap is right whether
   * something is missing or not. The same where it has dropped what the reader heard between two breaks, of which the
   * first was not told of before the second: neither of them can know that this was all.
   */
  #isUnsure({ target, from, to, toldAt, restartAt }: ToldGap, person: Person, shown: Shown): boolean {
    const isOver = ({ lostUntil }: UnsureStart): boolean =>
      restartAt === undefined ? from < lostUntil && lostUntil <= to : lostUntil === restartAt;
    if (this.#world.unsureStarts.some(isOver)) return true;
    const cameAt = person.staysIn(target)[0]?.since ?? 0;
    if (cameAt >= from) return false;
    const [, ...returns] = person.arrivals;
    const isBetweenBreaks = ({ at }: Relayed): boolean =>
      returns.some(back => back <= at) && returns.some(back => at < back && back <= toldAt);
    return shown.lines.some(
      ({ key, time }) => from < time && time <= to && this.#world.observed.of(key).some(isBetweenBreaks),
    );
  }

  /** All that others have said since somebody came is unread until they look. */
  #isUnread(person: Person, target: string, shown: Shown): void {
    const { actions } = this.#world.schedule;
    const windows = this.#world.readings.filter(reading => reading.person === person).length;
    const hasLooked = actions.some(
      action => action.do === 'look' && this.#world.people[action.who] === person,
    );
    if (windows > 1 || hasLooked) return;
    const { from = Infinity, since = Infinity } = target.startsWith('#')
      ? (person.staysIn(target)[0] ?? {})
      : { since: 0 };
    // The relay's clock may have been set back since.
    const isNews = ({ time, at }: Relayed): boolean => time > since || at > from;
    const news = shown.lines.filter(({ key, own }) => !own && this.#world.observed.of(key).every(isNews));
    if (news.length !== shown.unread)
      this.#violated('unread', `${shown.unread} of ${news.length} for ${person.nick} in ${target}`);
  }

  #isSaidTo({ to, writer }: Said, person: Person, target: string): boolean {
    if (to === target) return target.startsWith('#') || writer === person;
    return to === person.nick && this.#isNickOf(target, writer);
  }

  #judgeSaid(said: Said): void {
    const { key, writer } = said;
    const relayed = this.#world.observed.of(key);
    for (const part of [key, ...said.more])
      if (this.#world.observed.of(part).length > 1) this.#violated('saidTwice', `${part} by ${writer.nick}`);
    const own = [...(this.#looks.get(writer)?.values() ?? [])].flat();
    const states = own.flatMap(({ shown, isLast }) => {
      const line = shown.find(key);
      return line?.own === true ? [{ delivery: line.delivery, isLast }] : [];
    });
    const last = states.find(({ isLast }) => isLast)?.delivery;
    if (last === 'queued' || last === 'sent') this.#violated('stuck', `${key} of ${writer.nick} is ${last}`);
    else if (said.isCalm && last !== 'relayed')
      this.#violated('notRelayed', `${key} of ${writer.nick} is ${last ?? 'gone'}`);
    if (last === 'failed' && relayed.length > 0) this.#violated('failedButSaid', `${key} by ${writer.nick}`);
    const isGone = !own.some(({ isLast, shown }) => isLast && shown.find(key) !== undefined);
    // One of which it was said that it failed or is not confirmed goes with the window that said so.
    const before = states.at(-1)?.delivery;
    const wasPending = before === 'queued' || before === 'sent';
    // What waits to be said in a room goes when that is left. What was typed before the secret storage gave the key goes
    // with a window that was killed, or closed and waited for in vain: it is written nowhere in the clear.
    const isHere = !said.to.startsWith('#') || writer.rooms.includes(said.to);
    const isLost = isGone && wasPending && isHere && said.window.hasQueue && relayed.length === 0;
    if (isLost && !this.#isToldToBeLost(said)) this.#violated('ownLost', `${key} of ${writer.nick}`);
    if (states.some(({ delivery }) => delivery === 'relayed')) this.#reached(said);
  }

  /** A note says of a line whose tab was closed that it failed or is not confirmed. */
  #isToldToBeLost({ key, writer }: Said): boolean {
    const tabs = this.#world.readings.flatMap(reading => (reading.person === writer ? reading.tabs : []));
    const lines = tabs.flatMap(tab => tab.lines);
    const words = new RegExp(String.raw`^Not (?:confirmed,|delivered) to .*: ${key}\b`);
    return lines.some(({ kind, text }) => kind === 'note' && words.test(text));
  }

  /** The writer was told that it was relayed, whole or in parts. */
  #reached(said: Said): void {
    const keys = [said.key, ...said.more];
    if (this.#world.observed.lacks(keys))
      this.#violated('lost', `${said.key} by ${said.writer.nick}: nobody ever got it`);
    for (const key of keys) this.#partReached(said, key);
  }

  #partReached(said: Said, key: string): void {
    const [relayed] = this.#world.observed.of(key);
    if (relayed === undefined) return;
    for (const reader of this.#world.people) {
      if (reader === said.writer || !this.#isFor(said, reader, relayed.at)) continue;
      const looks = [...(this.#looks.get(reader) ?? [])].flatMap(([target, all]) =>
        this.#isSaidTo(said, reader, target) ? all : [],
      );
      const isThere = looks.some(
        ({ shown, at }) =>
          shown.find(key) !== undefined || (at >= relayed.at && shown.gapsAt(relayed.order).length > 0),
      );
      if (!isThere && !this.#isToldOf(said, reader, relayed))
        this.#violated('lost', `${key} by ${said.writer.nick} to ${said.to} for ${reader.nick}`);
    }
  }

  /** Some window says that private messages of this time may be missing. */
  #isToldOf({ to: said, writer }: Said, reader: Person, { time, at }: Relayed): boolean {
    const tabs = this.#world.readings.flatMap(reading => (reading.person === reader ? reading.tabs : []));
    const told = tabs.flatMap(tab => notesOf(tab));
    return reader.gaps.some(({ target, from, to, restartAt }) => {
      const isAbout = !said.startsWith('#') && (target === '' || this.#isNickOf(target, writer));
      // What the run before has said is missing, whatever its clock was: the new one began with an earlier time.
      const restart = this.#world.unsureStarts.find(({ lostUntil }) => lostUntil === restartAt);
      const isThen = from <= time && (restart === undefined ? time <= to : at < restart.at);
      return isAbout && isThen && told.some(note => isOfTimes(note, from, to));
    });
  }

  #isFor({ to }: Said, reader: Person, at: number): boolean {
    // Who has never heard of being in has not been there for anybody.
    if (!to.startsWith('#')) return to === reader.nick && (reader.staysIn(home)[0]?.from ?? Infinity) <= at;
    // What was on its way when somebody left for good is nobody's loss.
    return reader
      .staysIn(to)
      .some(({ from, until }) => from !== undefined && from <= at && until === Infinity);
  }

  /** The nick itself, or one that stood in for it while it was taken. */
  #isNickOf(nick: string, { nick: wanted }: Person): boolean {
    return nick === wanted || nick.startsWith(`${wanted}_`);
  }
}

const clockTime = new Intl.DateTimeFormat('en', { timeStyle: 'medium' });

function isOfTimes(note: string, from: number, to: number): boolean {
  return note.includes(`between ${clockTime.format(from)} and ${clockTime.format(to)} `);
}

/** Says what was wrong in a world that has come to its end. */
export function judge(world: World): Verdict {
  const judging = new Judge(world);
  judging.judge();
  const { violations, gaps, falseGaps, displaced } = judging;
  return { violations, said: world.said.length, gaps, falseGaps, displaced };
}
