import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { scenarios } from './scenarios.ts';
import type { Figures } from './turnMeter.ts';

/** What became of a window that joined a hostile server. */
export interface Outcome extends Figures {
  readonly name: string;
  /** Why the server was left, as a code; '' when it was not. */
  readonly sentence: string;
  readonly tabs: number;
  /** How often another tab, or the page, came to the front. */
  readonly moves: number;
  /** Messages to the page, and the length of their JSON; values stored for later windows. */
  readonly posted: number;
  readonly postedBytes: number;
  readonly stores: number;
}

/** What a window may take. */
export const allowed = { residentMiB: 200, turnMs: 50 };

/** Started so late that the window goes first where both want the processor. */
const lowPriority = 10;

/** Whether a window took no more than it may. */
export function isAllowed({ residentMiB, turnMs }: Outcome): boolean {
  return residentMiB <= allowed.residentMiB && turnMs <= allowed.turnMs;
}

/**
 * Lets one window after the other join a server that does harm, one for each scenario, and prints what that took.
 *
 * @param only a part of the names of those to run; all when not given
 * @returns what came of each
 */
export async function run(seconds: number, only = ''): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name } of scenarios.filter(scenario => scenario.name.includes(only))) {
    const outcome = { name, ...(await attack(name, seconds)) };
    process.stdout.write(`${rowOf(outcome)}\n`);
    outcomes.push(outcome);
  }
  return outcomes;
}

function rowOf({
  name,
  residentMiB,
  usedMiB,
  keptMiB,
  turnMs,
  cpuSeconds,
  sentence,
  tabs,
  moves,
}: Outcome): string {
  const memory = `${String(residentMiB).padStart(5)} MiB resident ${String(usedMiB).padStart(5)} used ${String(keptMiB).padStart(4)} kept`;
  const turn = `${turnMs.toFixed(1).padStart(7)} ms longest turn ${cpuSeconds.toFixed(1).padStart(5)} s`;
  return `${name.padEnd(40)} ${memory} ${turn} ${tabs} tabs ${moves} moves ${sentence}`;
}

async function attack(name: string, seconds: number): Promise<Omit<Outcome, 'name'>> {
  const server = start('hostileServer.ts', [name]);
  try {
    const [port] = (await once(server.stdout!, 'data')) as [Buffer];
    const victim = start('victim.ts', [String(port).trim(), String(seconds)]);
    const output = await text(victim.stdout!);
    if (output === '') throw new Error(`${name}: the window died`);
    return JSON.parse(output) as Omit<Outcome, 'name'>;
  } finally {
    server.kill();
  }
}

function start(program: string, args: readonly string[]): ChildProcess {
  const file = path.join(import.meta.dirname, program);
  const nice = program === 'victim.ts' ? [] : ['nice', '-n', String(lowPriority)];
  const [command = '', ...rest] = [...nice, process.execPath, '--expose-gc', file, ...args];
  return spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
}
