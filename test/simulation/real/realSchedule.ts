import { type Action, type Schedule, scheduleOf } from '../schedule.ts';

/** People at most, and what happens at most. */
const maxPeople = 6;
const maxActions = 30;

/** How much shorter all times are, and the longest of each kind, in milliseconds. */
const shorter = 20;
const maxBetweenMs = 400;
const maxForMs = 2_500;

/** What a machine and its disk do cannot be done to a process. */
const notReal: ReadonlySet<Action['do']> = new Set(['failPower', 'fillDisk']);

/** To other people's servers we say a line every two seconds after the first few. */
const maxSlowActions = 20;
const maxSlowTimes = 2;

/**
 * What happens with a seed in the simulation, so far as it can be done to processes, in a few seconds.
 *
 * @param isRelay the server is PyChat's own: it may be ended, and takes lines as they come
 */
export function realScheduleOf(seed: number, isRelay: boolean): Schedule {
  const { setup, actions } = scheduleOf(seed);
  const people = Math.min(setup.people, maxPeople);
  let at = 0;
  let before = actions[0]?.at ?? 0;
  const real = actions.slice(0, isRelay ? maxActions : maxSlowActions).flatMap(action => {
    at += Math.min((action.at - before) / shorter, maxBetweenMs);
    before = action.at;
    if (notReal.has(action.do)) return [];
    const own = {
      at,
      ...among(people, action),
      ...('ms' in action && { ms: Math.round(Math.min(action.ms / shorter, maxForMs)) }),
    };
    return { ...action, ...own, ...(!isRelay && gently(action)) };
  });
  const here = { people, isHosted: false, keeps: true, isSmall: false, isNarrow: false, queueMs: 0 };
  return { seed, setup: { ...setup, ...here }, actions: real as Action[] };
}

/** Somebody who is there. */
function among(people: number, action: Action): { who?: number; to?: number } {
  if (!('who' in action)) return {};
  const who = action.who % people;
  if (action.do !== 'whisper') return { who };
  const to = action.to % people;
  return { who, to: to === who ? (who + 1) % people : to };
}

/** What can be done to a server that has nothing but its memory, and only little of it at a time. */
function gently(action: Action): { do?: 'freezeRelay'; times?: number; lines?: number } {
  if (action.do === 'killRelay' || action.do === 'closeRelay') return { do: 'freezeRelay' };
  if (!('times' in action)) return {};
  const less = { times: Math.min(action.times, maxSlowTimes) };
  return 'lines' in action ? { ...less, lines: Math.min(action.lines, maxSlowTimes) } : less;
}
