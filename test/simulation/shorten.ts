import type { Action, Schedule } from './schedule.ts';

/** Whether a schedule still shows what is looked for. */
type Fails = (schedule: Schedule) => Promise<boolean>;

/**
 * Leaves out of a schedule that fails what it fails without, until nothing more can be left out: halves first, then
 * ever smaller pieces (delta debugging). https://www.st.cs.uni-saarland.de/papers/tse2002/
 */
export async function shorten(schedule: Schedule, fails: Fails): Promise<Schedule> {
  let { actions } = schedule;
  for (let size = Math.ceil(actions.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    const kept = await without(actions, size, some => fails({ ...schedule, actions: some }));
    // What was needed before may not be any more.
    if (size === 1 && kept.length < actions.length) size = 2;
    actions = kept;
  }
  return { ...schedule, actions };
}

/** Tries to do without each piece of a size, the last first: what comes late is needed least. */
async function without(
  actions: readonly Action[],
  size: number,
  fails: (actions: readonly Action[]) => Promise<boolean>,
): Promise<readonly Action[]> {
  let kept = actions;
  for (let end = kept.length; end > 0; end -= size) {
    const fewer = [...kept.slice(0, Math.max(0, end - size)), ...kept.slice(end)];
    if (await fails(fewer)) kept = fewer;
  }
  return kept;
}
