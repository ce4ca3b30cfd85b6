import { type ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { commandLine, type RunningCli, startRelayProcess } from './relayProcess.ts';

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `pychat-relay` to its end. */
export function run(...args: string[]): Promise<Result> {
  const [command, ...flags] = commandLine(...args);
  return new Promise(resolve => {
    execFile(command, flags, { timeout: 15_000 }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
}

/** Ends a process that may have ended already. */
async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** Starts a relay on a free port of 127.0.0.1, until the test ends. */
export function start(...args: string[]): Promise<RunningCli> {
  return startRelayProcess(args, child => onTestFinished(() => killed(child)));
}
