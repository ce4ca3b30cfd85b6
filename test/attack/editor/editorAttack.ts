import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Editor } from '../../vscode/driver.ts';
import { attackedNick } from '../client/names.ts';

/** What the longest block of the extension host may be above that with an idle server, in milliseconds. */
const allowedMs = 50;
const rounds = 5;

/** Of all scenarios those that weigh most on the editor and its page. */
const heaviest = ['control characters', 'private tabs of long lines', 'crowded rooms', 'reactions'];

const record = path.join(tmpdir(), `pychat-loop-${process.pid}`);
const probe = path.join(import.meta.dirname, 'loopProbe.mjs');
const root = path.join(import.meta.dirname, '../../..');
const hostileServer = path.join(import.meta.dirname, '../client/hostileServer.ts');

/** Blocks of the extension host's event loop while it was with a server, in milliseconds: the longest of each round. */
interface Blocks {
  readonly idle: number[];
  readonly hostile: number[];
}

/**
 * Lets a real editor join a server that does nothing and one that does harm, in turn, and types in it meanwhile.
 *
 * @param only a part of the names of the scenarios to run; all when not given
 * @returns how many scenarios blocked the editor for longer than they may
 */
export async function run(seconds: number, only = ''): Promise<number> {
  let failed = 0;
  for (const scenario of heaviest.filter(name => name.includes(only))) {
    const { idle, hostile } = await blocksOf(scenario, seconds);
    const above = median(hostile) - median(idle);
    if (above > allowedMs) failed++;
    const figures = `${list(hostile)} ms, idle ${list(idle)} ms, median ${above.toFixed(1)} ms above`;
    process.stdout.write(`${scenario.padEnd(30)} ${figures} ${above > allowedMs ? 'TOO LONG' : 'ok'}\n`);
  }
  return failed;
}

async function blocksOf(scenario: string, seconds: number): Promise<Blocks> {
  const blocks: Blocks = { idle: [], hostile: [] };
  for (let round = 0; round < rounds; round++) {
    blocks.idle.push(await longestBlock('idle', seconds));
    blocks.hostile.push(await longestBlock(scenario, seconds));
  }
  return blocks;
}

async function longestBlock(scenario: string, seconds: number): Promise<number> {
  const server = spawn(process.execPath, [hostileServer, scenario], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    return await withServer(await portOf(server), seconds);
  } finally {
    server.kill();
  }
}

async function withServer(port: string, seconds: number): Promise<number> {
  const [vsix] = globSync('*.vsix', { cwd: root });
  const editor = await Editor.start({
    name: 'attacked',
    vsix: path.join(root, vsix ?? ''),
    settings: { 'pychat.nick': attackedNick },
    env: { PYCHAT_LOOP: record },
    nodeFlags: ['--import', pathToFileURL(probe).href],
  });
  try {
    await join(editor, `127.0.0.1:${port}`);
    const from = Date.now();
    await typeFor(editor, seconds * 1000);
    return longestSince(record, from);
  } finally {
    await editor[Symbol.asyncDispose]();
  }
}

async function join(editor: Editor, address: string): Promise<void> {
  await editor.runCommand('PyChat: Join Chat');
  const { page, quickInput } = editor;
  await quickInput.type('Enter address');
  await quickInput.pick('Enter address…');
  await quickInput.widget.getByText('Enter Address').first().waitFor();
  await quickInput.answer(address);
  await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Trust This Host' }).click();
}

/** @throws when what is typed does not stand in the prompt */
async function typeFor(editor: Editor, ms: number): Promise<void> {
  const until = Date.now() + ms;
  const prompt = editor.panel().getByRole('textbox', { name: 'Message', exact: true });
  // At its beginning: a notification may cover the end.
  await prompt.click({ position: { x: 10, y: 5 } });
  let typed = '';
  while (Date.now() < until) {
    await editor.page.keyboard.type('x');
    typed += 'x';
    await delay(100);
  }
  const text = await prompt.inputValue();
  if (text !== typed) throw new Error(`typed ${typed.length} letters, and ${text.length} are there`);
}

function longestSince(file: string, from: number): number {
  if (!existsSync(file)) throw new Error('the extension host measured nothing');
  const samples = readFileSync(file, 'utf8').trim().split('\n');
  const blocks = samples.map(line => line.split(' ').map(Number)).filter(([at = 0]) => at > from);
  if (blocks.length === 0) throw new Error('the extension host was silent');
  return Math.max(...blocks.map(([, block = 0]) => block));
}

async function portOf(server: ChildProcess): Promise<string> {
  const [port] = (await once(server.stdout!, 'data')) as [Buffer];
  return String(port).trim();
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
const list = (values: readonly number[]): string => values.map(value => value.toFixed(0)).join(' ');
