import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseHistory } from '../../src/history/format.ts';
import type { Heard, Visit } from '../support/fastSpeaker.ts';
import { numberedLine } from '../support/numberedLine.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';

/** How often the editor is killed; PYCHAT_KILLS gives another number, PYCHAT_SEED repeats an earlier run. */
const kills = Number(process.env.PYCHAT_KILLS ?? 10);
const seed = Number(process.env.PYCHAT_SEED ?? Date.now() % 2 ** 32);
const random = seededRandom(seed);
const minutePerKill = 60_000;
/** Longer than one turn of the file's writing. */
const longestMs = 2_500;
const room = '#chat';

/** What the rounds together came upon. */
const figures = { kills: 0, wholeServer: 0, newLinesKept: 0, halfWritten: 0 };

const leftovers = new Set<string>();

let ana: ChatWindow;
let speaker: ChildProcess;
let port: number;
/** The number of the next line. */
let next = 1;

beforeAll(async () => {
  port = await freePort();
  const settings = { 'pychat.nick': 'ana', 'pychat.host.open': true, 'pychat.host.port': port };
  ana = await ChatWindow.start({ name: 'ana', vsix: packagedExtension(), settings });
  speaker = fork(path.resolve(import.meta.dirname, '../support/fastSpeaker.ts'));
});

afterAll(async () => {
  speaker.kill();
  await ana[Symbol.asyncDispose]();
  process.stdout.write(`killed with seed ${seed}: ${JSON.stringify(figures)}\n`);
});

const folder = (): string => path.join(ana.editor.workspace ?? '', '.pychat');

/** What the file holds, after checking that nothing in it is damaged. */
function kept(): string[] {
  const file = path.join(folder(), 'history.txt');
  const { lines, damaged } = parseHistory(existsSync(file) ? readFileSync(file, 'utf8') : '\n');
  expect(damaged).toBe(0);
  return lines.map(line => line.text);
}

/** A kill leaves one half-written file behind at most, where git does not see it. */
function checkLeftovers(): void {
  if (!existsSync(folder())) return;
  const found = readdirSync(folder()).filter(name => name.endsWith('.tmp') && !leftovers.has(name));
  expect(found.length).toBeLessThanOrEqual(1);
  if (found.length > 0) expect(readFileSync(path.join(folder(), '.gitignore'), 'utf8')).toBe('*\n');
  for (const name of found) leftovers.add(name);
  figures.halfWritten = leftovers.size;
}

/** Resolves with the number of the last line when the relay is gone. */
async function speak(): Promise<{ gone: Promise<number> }> {
  const visit: Visit = { port, room, first: next };
  speaker.send(visit);
  await hear('speaking');
  return { gone: hear('gone').then(({ last }) => last) };
}

async function hear<T extends Heard['type']>(type: T): Promise<Heard & { type: T }> {
  const heardIt = new AbortController();
  const silent = once(speaker, 'exit', heardIt).then(() => Promise.reject(new Error('the speaker ended')));
  const [heard] = (await Promise.race([once(speaker, 'message'), silent])) as [Heard];
  heardIt.abort();
  if (heard.type !== type) throw new Error(`heard ${heard.type} instead of ${type}`);
  return heard as Heard & { type: T };
}

/** Some moment; half of the time one at which a file is being written. */
async function someMoment(): Promise<void> {
  await wait(random() * longestMs);
  if (random() < 0.5 || !existsSync(folder())) return;
  const events = watch(folder());
  await new Promise<void>(resolve => {
    events.on('change', (_type, name) => {
      if (name.toString().endsWith('.tmp')) resolve();
    });
  });
  events.close();
  for (let turns = Math.floor(random() * 30); turns > 0; turns--) await turn();
}

/** SIGKILL: for the extension host alone, or for the editor with everything that belongs to it. */
async function killEditor(whole: boolean): Promise<void> {
  if (whole) return ana.editor.kill();
  for (const pid of ana.editor.extensionHosts()) process.kill(pid, 'SIGKILL');
}

async function openAgain(whole: boolean): Promise<void> {
  const { home, workspace } = ana.editor;
  if (whole) ana = await ChatWindow.start({ name: 'ana', vsix: packagedExtension(), home, workspace });
  else await ana.editor.refresh();
  // An editor that was killed soon after the panel opened does not know of the panel any more.
  await ana.editor.runCommand('PyChat: Show Chat');
}

/** The first line of each visit: those before it that the relay did not take any more are nowhere. */
const starts: number[] = [];

/**
 * What the file has to hold for what it holds: what it held, and then line after line, of this visit and of those before
 * that the room has kept; none is left out but at the end of a visit.
 */
function rightful(before: readonly string[], after: readonly string[], last: number): string[] {
  const added = after.filter(line => !before.includes(line));
  const [first = 0, ...rest] = added.map(line => Number.parseInt(line, 10));
  const isRow = rest.every((number, at) => {
    const previous = at === 0 ? first : (rest[at - 1] ?? 0);
    return number === previous + 1 || (number > previous && starts.includes(number));
  });
  const isLater = added.length === 0 || first > Number.parseInt(before.at(-1) ?? '0', 10);
  const fits = isRow && isLater && added.every(line => line === numberedLine(Number.parseInt(line, 10)));
  return fits && (rest.at(-1) ?? first) <= last ? [...before, ...added].slice(-3) : [];
}

test.each(Array.from({ length: kills }, (_, round) => round))(
  `a history that is whole after a kill: round %i, seed ${seed}`,
  { timeout: minutePerKill },
  async round => {
    const whole = round % 10 === 1;
    const before = kept();
    if (round === 0) await ana.editor.runCommand('PyChat: Host Chat');
    else await ana.clickAction('Host Chat');
    await ana.untilStatus(/^Hosting/);
    starts.push(next);
    const { gone } = await speak();
    // Half of the kills come when something new is in it, however slow this machine is.
    if (round % 2 === 0)
      await expect.poll(() => kept().at(-1), { timeout: 30_000, interval: 20 }).not.toBe(before.at(-1));
    await someMoment();
    await killEditor(whole);
    const last = await gone;
    const after = kept();
    expect(after).toEqual(rightful(before, after, last));
    checkLeftovers();
    figures.kills += 1;
    if (whole) figures.wholeServer += 1;
    if (after.at(-1) !== before.at(-1)) figures.newLinesKept += 1;
    next = last + 1;
    await openAgain(whole);
    await expect
      .poll(async () => (await ana.messages()).map(({ text }) => text), { timeout: 30_000 })
      .toEqual(after);
  },
);

test('half of those times at least there were new lines in it', () => {
  expect(figures.newLinesKept).toBeGreaterThanOrEqual(kills / 2);
});
