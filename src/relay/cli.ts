#!/usr/bin/env -S node --max-semi-space-size=8
/** `pychat-relay`: the relay alone, without an editor. */
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from './program/cliFlags.ts';
import { helpText } from './program/cliHelp.ts';
import { type CliOptions, parseCommandLine } from './program/cliOptions.ts';
import { type Running, startRelay } from './cliStart.ts';
import { DataError } from './data/dataError.ts';
import { ListenError } from './binding.ts';
import { FileError } from './program/readTextFile.ts';

/** What a person can put right, each with its exit code. `--help` and docs/relay.md tell them. */
const exitCodes = [
  [UsageError, 2],
  [FileError, 3],
  [ListenError, 4],
  [DataError, 5],
] as const;

/** Everything else is a bug. */
const exitBug = 1;

/** From the first signal to the end, whatever a slow disk or a frozen client does. */
const stopTimeoutMs = 1800;

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** What comes from outside shall not move the cursor of whoever reads along. */
function log(text: string, whenWritten?: () => void): void {
  process.stderr.write(`pychat-relay: ${text.replace(/(?![\t\n])\p{Cc}/gu, '\ufffd')}\n`, whenWritten);
}

/** The version in the nearest package.json; Node 20 has no `findPackageJSON`. */
function readVersion(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json')) && folder !== path.dirname(folder))
    folder = path.dirname(folder);
  const found: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return typeof found === 'object' && found !== null && 'version' in found ? String(found.version) : '0';
}

async function run(options: CliOptions): Promise<void> {
  for (const warning of options.warnings) log(warning);
  const starting = startRelay(options, readVersion(), text => log(text));
  stopAtSignals(starting);
  const { announcement } = await starting;
  for (const line of announcement) print(line);
}

function stopAtSignals(starting: Promise<Running>): void {
  let isStopping = false;
  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(0), stopTimeoutMs);
    // That it could not start is told where it was started.
    const running = await starting.catch(() => undefined);
    await running?.close('The relay is stopping');
    if (running !== undefined) process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(128 + constants.signals[signal]);
      isStopping = true;
      stop().catch(fail);
    });
  }
}

/** One line for what a person can put right; anything else is a bug and keeps its stack. */
function fail(error: unknown): void {
  const known = exitCodes.find(([kind]) => error instanceof kind);
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  const hint = error instanceof UsageError ? ' (see --help)' : '';
  const text = known === undefined ? stack : message.replace(/\s*[\r\n]+\s*/g, ' ') + hint;
  log(text, () => process.exit(known?.[1] ?? exitBug));
}

// Whoever read along has gone; the relay goes on.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

try {
  const options = parseCommandLine(process.argv.slice(2));
  if (options === 'help') process.stdout.write(helpText);
  else if (options === 'version') print(readVersion());
  else await run(options);
} catch (error) {
  fail(error);
}
