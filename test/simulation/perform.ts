import type { Person } from './actors/person.ts';
import { home, type SimWindow } from './actors/simWindow.ts';
import { type Action, rooms } from './schedule.ts';
import type { World } from './world.ts';

type Kind = Action['do'];
type Of<Type extends Kind> = Extract<Action, { do: Type }>;

/** Does what an action says. Where it makes no sense, nothing happens: shortened schedules are schedules, too. */
export function perform(action: Action, world: World): void {
  world.trace(JSON.stringify(action));
  const work = table[action.do] as (action: Action, world: World) => void;
  work(action, world);
}

const table: { readonly [Type in Kind]: (action: Of<Type>, world: World) => void } = {
  say: ({ who, room, times, lines }, world) =>
    withWindow(world, who, (window, person) => {
      const name = rooms[room] ?? home;
      if (!person.rooms.includes(name)) return;
      for (let left = times; left > 0; left--) world.say(window, person, name, { lines });
    }),
  whisper: ({ who, to, times }, world) =>
    withWindow(world, who, (window, person) => {
      const { nick } = world.people[to]!;
      for (let left = times; left > 0; left--) world.say(window, person, nick);
    }),
  join: ({ who, room }, world) =>
    withWindow(world, who, (window, person) => {
      if (!person.rooms.includes(rooms[room]!) && window.state.phase === 'registered')
        window.join(rooms[room]!);
    }),
  part: ({ who, room }, world) =>
    withWindow(world, who, (window, person) => {
      const name = world.schedule.setup.leavesHome ? home : rooms[room]!;
      if (!person.rooms.includes(name)) return;
      world.read(person);
      window.part(name, world.scheduler.now);
    }),
  look: ({ who, tab }, world) => withWindow(world, who, window => window.look(rooms[tab]!)),
  retry: ({ who }, world) => withWindow(world, who, window => window.retry()),
  cut: ({ who, learns }, world) => forLinks(world, who, link => link.cut(learns)),
  silence: ({ who, way }, world) => forLinks(world, who, link => link.silence(way)),
  hold: ({ who, ms }, world) => forLinks(world, who, link => link.hold(ms)),
  freeze: ({ who, ms }, world) => withWindow(world, who, window => window.process.freeze(ms)),
  offline: ({ who, ms, isSilent, breaks }, world) => {
    const { place } = world.people[who]!;
    if (world.isHost(world.people[who]!)) return;
    place.downUntil = world.scheduler.now + ms;
    place.isSilent = isSilent;
    for (const link of world.network.linksOf(place))
      if (breaks) link.cut('client');
      else link.hold(ms);
  },
  sleep: ({ who, ms, breaks }, world) =>
    withWindow(world, who, (window, person) => {
      window.process.sleep(ms);
      if (world.isHost(person)) world.relay?.process.sleep(ms);
      else if (breaks) for (const link of world.network.linksOf(person.place)) link.silence('both');
    }),
  moveClock: ({ who, ms }, world) => {
    const person = world.people[who]!;
    person.aheadMs += ms;
    const window = world.window(person);
    if (window !== undefined) window.process.aheadMs = person.aheadMs;
    // The first one's clock is the relay's as well, in the same window or beside it.
    if (who === 0) world.moveRelayClock(ms);
  },
  moveAddress: ({ who }, world) => {
    const person = world.people[who]!;
    if (world.isHost(person)) return;
    person.place.address = `198.51.100.${1 + Math.floor(world.random() * 250)}`;
    for (const link of world.network.linksOf(person.place)) link.cut('nobody');
  },
  closeWindow: ({ who, ms }, world) => {
    void world.close(world.people[who]!).then(() => openLater(world, world.people[who]!, ms));
  },
  killWindow: ({ who, ms }, world) => {
    world.kill(world.people[who]!, world.random() < 0.7);
    openLater(world, world.people[who]!, ms);
  },
  closeRelay: ({ ms }, world) => closeRelay(ms, world),
  killRelay: ({ ms }, world) => {
    world.killRelay(true);
    if (!world.schedule.setup.isHosted) world.scheduler.after(ms, () => startAgain(world));
  },
  failPower: ({ ms }, world) => {
    if (world.schedule.setup.isHosted) world.kill(world.people[0]!, false);
    world.failPower();
    if (!world.schedule.setup.isHosted) world.scheduler.after(ms, () => startAgain(world));
    openLater(world, world.people[0]!, ms);
  },
  freezeRelay: ({ ms }, world) => world.relay?.process.freeze(ms),
  fillDisk: ({ ms }, world) => {
    world.fillDisk(true);
    world.scheduler.after(ms, () => world.fillDisk(false));
  },
};

function withWindow(world: World, who: number, work: (window: SimWindow, person: Person) => void): void {
  const person = world.people[who]!;
  const window = world.window(person);
  if (window !== undefined && window.process.frozenUntil <= world.scheduler.now) work(window, person);
}

function forLinks(
  world: World,
  who: number,
  work: (link: ReturnType<World['network']['linksOf']>[number]) => void,
): void {
  const person = world.people[who]!;
  // Nothing breaks between a window and the relay in it.
  if (!world.isHost(person)) for (const link of world.network.linksOf(person.place)) work(link);
}

function openLater(world: World, person: Person, ms: number): void {
  world.scheduler.after(ms, () => world.open(person));
}

/** The host leaves the chat and hosts again; a program is asked to end and started again. */
function closeRelay(ms: number, world: World): void {
  if (!world.schedule.setup.isHosted) {
    world.closing = world.relay;
    world.relay = undefined;
    void world.closing?.close('closing');
    world.scheduler.after(ms, () => startAgain(world));
    return;
  }
  const window = world.window(world.people[0]!);
  window?.leave();
  world.scheduler.after(ms, () => {
    if (window !== undefined && world.window(world.people[0]!) === window) window.enter();
  });
}

function startAgain(world: World): void {
  if (world.relay === undefined) world.startRelay();
}
