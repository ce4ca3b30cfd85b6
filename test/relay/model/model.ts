import { type Change, type Command, mainRoom, nicks, people, type RoomCommand } from './command.ts';
import {
  admits,
  changeRoom,
  hears,
  isBlocked,
  modesOf,
  newRoom,
  type Room,
  signOf,
  type Standing,
} from './room.ts';

interface Person {
  readonly number: number;
  nick: string;
  away: string;
  isHidden: boolean;
}

/** Ends a command with an answer. */
class Refusal extends Error {}

const fold = (name: string): string => name.toLowerCase();

/** The people and rooms of a relay, as plainly as they can be written down, and what everyone is to read. */
export class Model {
  /** What each person reads, since the last time somebody looked. */
  readonly inbox: string[][] = Array.from({ length: people }, () => []);
  readonly #people = new Map<number, Person>();
  readonly #rooms = new Map([[mainRoom, newRoom(mainRoom)]]);
  /** Those who want their own words back. */
  readonly #echoes: ReadonlySet<number>;
  #joins = 0;

  constructor(echoes: readonly number[]) {
    this.#echoes = new Set(echoes);
  }

  isConnected(number: number): boolean {
    return this.#people.has(number);
  }

  /** The nick with which somebody comes (again): the first that is free, from one's own on. */
  connect(number: number): string {
    const own = [...nicks.slice(number), ...nicks.slice(0, number)];
    const nick = own.find(name => this.#find(name) === undefined) ?? '';
    this.#people.set(number, { number, nick, away: '', isHidden: false });
    return nick;
  }

  /** Does what the relay is to do. Who is not connected does nothing. */
  apply(command: Command): void {
    const person = this.#people.get(command.who);
    if (person === undefined) return;
    try {
      this.#do(person, command);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (command.name !== 'NOTICE') this.#tell(person, error.message);
    }
  }

  #do(person: Person, command: Command): void {
    switch (command.name) {
      case 'CONNECT':
        break;
      case 'RESET':
        this.#gone(person);
        break;
      case 'QUIT':
        this.#tell(person, 'ERROR');
        this.#gone(person);
        break;
      case 'LEAVE ALL':
        for (const room of this.#roomsOf(person)) this.#leave(person, room, '');
        break;
      case 'NICK':
        this.#rename(person, command.nick);
        break;
      case 'HIDE':
      case 'SHOW':
        this.#hide(person, command.nick, command.name === 'HIDE');
        break;
      case 'AWAY':
        person.away = command.text;
        this.#tell(person, command.text === '' ? '305' : '306');
        break;
      case 'PRIVMSG':
      case 'NOTICE':
        this.#speak(person, command);
        break;
      case 'LIST':
        this.#list(person);
        break;
      case 'WHOIS':
        this.#whois(person, command.nick);
        break;
      default:
        this.#inRoom(person, command);
    }
  }

  #inRoom(person: Person, command: RoomCommand): void {
    if (command.name === 'JOIN') this.#join(person, command.room, command.key);
    else if (command.name === 'NAMES') this.#names(person, command.room);
    else if (command.name === 'WHO') this.#whoIsIn(person, command.room);
    else this.#inKnownRoom(person, command);
  }

  #inKnownRoom(person: Person, command: RoomCommand): void {
    const room = this.#visible(person, command.room);
    if (room === undefined) throw new Refusal('403');
    if (command.name === 'ASK MODE') this.#tell(person, `324 ${room.name} ${this.#modesFor(person, room)}`);
    else if (command.name === 'ASK BANS') this.#bans(person, room);
    else {
      const standing = room.members.get(person.number);
      if (standing === undefined) throw new Refusal('442');
      this.#asMember(person, command, { room, standing });
    }
  }

  #asMember(
    person: Person,
    command: RoomCommand,
    { room, standing }: { room: Room; standing: Standing },
  ): void {
    const needsOp =
      command.name === 'KICK' ||
      command.name === 'MODE' ||
      (command.name === 'TOPIC' && room.flags.has('t')) ||
      (command.name === 'INVITE' && room.flags.has('i'));
    if (needsOp && !standing.op) throw new Refusal('482');
    if (command.name === 'PART') this.#leave(person, room, command.text);
    else if (command.name === 'ASK TOPIC') this.#topicOf(person, room);
    else if (command.name === 'TOPIC') this.#setTopic(person, room, command.text);
    else if (command.name === 'KICK') this.#kick(person, room, command.nick);
    else if (command.name === 'INVITE') this.#invite(person, room, command.nick);
    else if (command.name === 'MODE') this.#mode(person, room, command.change);
  }

  #join(person: Person, name: string, key: string): void {
    const known = this.#rooms.get(fold(name));
    if (known?.members.has(person.number) === true) return;
    if (known !== undefined && !admits(known, { ...person, key })) throw new Refusal('not let in');
    const room = known ?? newRoom(name);
    this.#rooms.set(fold(name), room);
    room.invited.delete(person.number);
    room.members.set(person.number, { op: known === undefined, voice: false, since: ++this.#joins });
    this.#toRoom(room, `${person.nick} JOIN ${room.name}`);
    if (room.topic !== '') this.#topicOf(person, room);
    this.#names(person, room.name);
  }

  #leave(person: Person, room: Room, reason: string): void {
    this.#toRoom(room, `${person.nick} PART ${room.name} ${hears(room, person) ? reason : ''}`);
    this.#remove(person, room);
  }

  #remove(person: Person, room: Room): void {
    room.members.delete(person.number);
    if (room.members.size === 0 && room.name !== mainRoom) this.#rooms.delete(fold(room.name));
  }

  #gone(person: Person): void {
    this.#people.delete(person.number);
    for (const other of this.#acquaintances(person)) this.#tell(other, `${person.nick} QUIT`);
    for (const room of this.#rooms.values()) room.invited.delete(person.number);
    for (const room of this.#roomsOf(person)) this.#remove(person, room);
  }

  #rename(person: Person, nick: string): void {
    const holder = this.#find(nick);
    if (holder !== undefined && holder !== person) throw new Refusal('433');
    if (person.nick === nick) return;
    const news = `${person.nick} NICK ${nick}`;
    for (const other of [person, ...this.#acquaintances(person)]) this.#tell(other, news);
    person.nick = nick;
  }

  #hide(person: Person, nick: string, isHidden: boolean): void {
    const target = this.#found(nick);
    if (target !== person) throw new Refusal('502');
    if (person.isHidden === isHidden) return;
    person.isHidden = isHidden;
    this.#tell(person, `${person.nick} MODE ${person.nick} ${isHidden ? '+i' : '-i'}`);
  }

  #speak(person: Person, { name, target, text }: Extract<Command, { target: string }>): void {
    const [, sign = '', roomName] = /^([@+]?)(#.*)$/.exec(target) ?? [];
    const room = roomName === undefined ? undefined : this.#roomToSpeakIn(person, roomName, text);
    const receiver = room === undefined ? this.#found(target) : undefined;
    const news = `${person.nick} ${name} ${sign}${room?.name ?? receiver?.nick ?? ''} ${text}`;
    for (const [number, { op, voice }] of room?.members ?? [])
      if (number !== person.number && (sign === '' || op || (sign === '+' && voice)))
        this.inbox[number]?.push(news);
    if (receiver !== undefined) this.#tell(receiver, news);
    if (this.#echoes.has(person.number)) this.#tell(person, news);
    if (receiver !== undefined && receiver.away !== '' && name === 'PRIVMSG')
      this.#tell(person, `301 ${receiver.nick} ${receiver.away}`);
  }

  #roomToSpeakIn(person: Person, name: string, text: string): Room {
    const room = this.#rooms.get(fold(name));
    if (room !== undefined && hears(room, person) && !isBlocked(room, text)) return room;
    throw new Refusal(this.#visible(person, name) === undefined ? '403' : '404');
  }

  #setTopic(person: Person, room: Room, text: string): void {
    if (!hears(room, person)) throw new Refusal('404');
    if (room.topic === text) return;
    room.topic = text;
    this.#toRoom(room, `${person.nick} TOPIC ${room.name} ${text}`);
  }

  #kick(person: Person, room: Room, nick: string): void {
    const victim = this.#found(nick);
    if (!room.members.has(victim.number)) throw new Refusal('441');
    this.#toRoom(room, `${person.nick} KICK ${room.name} ${victim.nick} out`);
    this.#remove(victim, room);
  }

  #invite(person: Person, room: Room, nick: string): void {
    const guest = this.#found(nick);
    if (room.members.has(guest.number)) throw new Refusal('443');
    if (room.members.get(person.number)?.op === true) room.invited.add(guest.number);
    this.#tell(person, `341 ${guest.nick} ${room.name}`);
    if (guest.away !== '') this.#tell(person, `301 ${guest.nick} ${guest.away}`);
    this.#tell(guest, `${person.nick} INVITE ${guest.nick} ${room.name}`);
  }

  #mode(person: Person, room: Room, change: Change): void {
    const { adds, letter, argument } = change;
    const news = `${person.nick} MODE ${room.name} ${adds ? '+' : '-'}${letter}`;
    if (!'ov'.includes(letter)) {
      const shown = letter === 'k' && !adds ? '*' : argument;
      if (changeRoom(room, change)) this.#toRoom(room, `${news} ${shown}`);
      return;
    }
    const target = this.#found(argument);
    const standing = room.members.get(target.number);
    if (standing === undefined) throw new Refusal('441');
    const field = letter === 'o' ? 'op' : 'voice';
    if (standing[field] === adds) return;
    standing[field] = adds;
    this.#toRoom(room, `${news} ${target.nick}`);
  }

  #modesFor(person: Person, room: Room): string {
    return modesOf(room.members.has(person.number) || room.key === '' ? room : { ...room, key: '*' });
  }

  #bans(person: Person, room: Room): void {
    for (const mask of room.lists.b ?? []) this.#tell(person, `367 ${room.name} ${mask}`);
    this.#tell(person, `368 ${room.name}`);
  }

  #topicOf(person: Person, room: Room): void {
    this.#tell(person, room.topic === '' ? `331 ${room.name}` : `332 ${room.name} ${room.topic}`);
    if (room.topic !== '') this.#tell(person, `333 ${room.name}`);
  }

  #names(person: Person, name: string): void {
    const room = this.#visible(person, name);
    // From outside, NAMES hides all who are hidden, also those whom one shares another room with.
    const isMember = room?.members.has(person.number) === true;
    const shown = this.#members(person, room).filter(([other]) => isMember || !other.isHidden);
    const names = shown.map(([other, sign]) => sign + other.nick);
    if (names.length > 0) this.#tell(person, `353 ${room?.name ?? ''} ${names.sort().join(' ')}`);
    this.#tell(person, `366 ${room?.name ?? name}`);
  }

  #whoIsIn(person: Person, name: string): void {
    const room = this.#visible(person, name);
    for (const [other, sign] of this.#members(person, room))
      this.#tell(person, `352 ${room?.name ?? ''} ${other.nick} ${other.away === '' ? 'H' : 'G'}${sign}`);
    this.#tell(person, '315');
  }

  #list(person: Person): void {
    for (const { name, members, topic } of this.#rooms.values())
      if (members.size > 0 && this.#visible(person, name) !== undefined)
        this.#tell(person, `322 ${name} ${members.size} ${topic}`);
    this.#tell(person, '323');
  }

  #whois(person: Person, nick: string): void {
    const other = this.#find(nick);
    if (other === undefined) {
      this.#tell(person, '401');
      this.#tell(person, `318 ${nick}`);
      return;
    }
    this.#tell(person, `311 ${other.nick}`);
    const rooms = this.#roomsOf(other).filter(
      room => room.members.has(person.number) || (!other.isHidden && !room.flags.has('s')),
    );
    const names = rooms.map(room => signOf(room.members.get(other.number)) + room.name);
    if (names.length > 0) this.#tell(person, `319 ${other.nick} ${names.sort().join(' ')}`);
    if (other.away !== '') this.#tell(person, `301 ${other.nick} ${other.away}`);
    this.#tell(person, `318 ${other.nick}`);
  }

  /** Who is in a room, each with a sign, as far as somebody may see them. */
  #members(reader: Person, room: Room | undefined): [Person, string][] {
    return [...(room?.members ?? [])].flatMap(([number, standing]) => {
      const person = this.#people.get(number);
      const shows = person !== undefined && (!person.isHidden || this.#shareRoom(reader, person));
      return shows ? [[person, signOf(standing)]] : [];
    });
  }

  #shareRoom(one: Person, other: Person): boolean {
    return one === other || this.#roomsOf(one).some(room => room.members.has(other.number));
  }

  /** A room as far as somebody may know of it. */
  #visible(person: Person, name: string): Room | undefined {
    const room = this.#rooms.get(fold(name));
    return room?.flags.has('s') === true && !room.members.has(person.number) ? undefined : room;
  }

  #find(nick: string): Person | undefined {
    return [...this.#people.values()].find(person => fold(person.nick) === fold(nick));
  }

  #found(nick: string): Person {
    const person = this.#find(nick);
    if (person === undefined) throw new Refusal('401');
    return person;
  }

  /** In the order in which they were entered. */
  #roomsOf({ number }: Person): Room[] {
    const since = (room: Room): number => room.members.get(number)?.since ?? 0;
    return [...this.#rooms.values()].filter(room => since(room) > 0).sort((a, b) => since(a) - since(b));
  }

  #acquaintances(person: Person): Person[] {
    const numbers = new Set(this.#roomsOf(person).flatMap(room => [...room.members.keys()]));
    return [...this.#people.values()].filter(other => other !== person && numbers.has(other.number));
  }

  #toRoom(room: Room, news: string): void {
    for (const number of room.members.keys()) this.inbox[number]?.push(news);
  }

  #tell({ number }: Person, line: string): void {
    this.inbox[number]?.push(line);
  }
}
