import type { Change } from './command.ts';

export interface Standing {
  op: boolean;
  voice: boolean;
  /** Grows from one JOIN to the next, whoever's. */
  readonly since: number;
}

/** What the model knows of a room. */
export interface Room {
  readonly name: string;
  /** By number of the person, in the order they came. */
  readonly members: Map<number, Standing>;
  topic: string;
  readonly flags: Set<string>;
  key: string;
  /** 0 for none. */
  limit: number;
  readonly lists: Readonly<Record<string, Set<string>>>;
  /** Numbers of those whom an operator has invited. */
  readonly invited: Set<number>;
}

export function newRoom(name: string): Room {
  const lists = { b: new Set<string>(), e: new Set<string>(), I: new Set<string>() };
  return {
    name,
    members: new Map(),
    topic: '',
    flags: new Set('n'),
    key: '',
    limit: 0,
    lists,
    invited: new Set(),
  };
}

/** Whether a mask in one of the room's lists fits; masks are `nick!*@*` or `*!*@*`, those that only mute begin with `m:`. */
function isListed(room: Room, letter: string, start: string, nick: string): boolean {
  return [`${start}*!*@*`, `${start}${nick}!*@*`].some(mask => room.lists[letter]?.has(mask) === true);
}

function isBanned(room: Room, nick: string): boolean {
  return isListed(room, 'b', '', nick) && !isListed(room, 'e', '', nick);
}

function isMuted(room: Room, nick: string): boolean {
  const isExempt = isListed(room, 'e', '', nick) || isListed(room, 'e', 'm:', nick);
  return isListed(room, 'b', 'm:', nick) && !isExempt;
}

/** Whether somebody outside may come in. */
export function admits(room: Room, who: { number: number; nick: string; key: string }): boolean {
  if (room.invited.has(who.number)) return true;
  if (room.key !== '' && room.key !== who.key) return false;
  if (room.limit !== 0 && room.members.size >= room.limit) return false;
  if (room.flags.has('i') && !isListed(room, 'I', '', who.nick)) return false;
  return !isBanned(room, who.nick);
}

/** Whether somebody may speak. */
export function hears(room: Room, { number, nick }: { number: number; nick: string }): boolean {
  const standing = room.members.get(number);
  if (standing?.op === true || standing?.voice === true) return true;
  if (standing === undefined && room.flags.has('n')) return false;
  return !room.flags.has('m') && !isBanned(room, nick) && !isMuted(room, nick);
}

/** Whether a text is one that `+C` keeps out. */
export function isBlocked(room: Room, text: string): boolean {
  return room.flags.has('C') && text.startsWith('\u0001') && !text.startsWith('\u0001ACTION');
}

/** The sign before a member's nick. */
export function signOf(standing: Standing | undefined): string {
  if (standing?.op === true) return '@';
  return standing?.voice === true ? '+' : '';
}

/** What 324 says after the room's name, for a member. */
export function modesOf(room: Room): string {
  const letters =
    [...room.flags].sort().join('') + (room.key === '' ? '' : 'k') + (room.limit === 0 ? '' : 'l');
  return [`+${letters}`, room.key, room.limit === 0 ? '' : String(room.limit)].filter(Boolean).join(' ');
}

/**
 * Makes a change that is not about one person.
 *
 * @returns whether anything is different now
 */
export function changeRoom(room: Room, { adds, letter, argument }: Change): boolean {
  const state = (): string =>
    JSON.stringify([[...room.flags], room.key, room.limit, Object.values(room.lists).map(list => [...list])]);
  const before = state();
  const set = room.lists[letter] ?? room.flags;
  const item = letter in room.lists ? argument : letter;
  if (letter === 'k') room.key = adds ? argument : '';
  else if (letter === 'l') room.limit = adds ? Number(argument) : 0;
  else if (adds) set.add(item);
  else set.delete(item);
  return before !== state();
}
