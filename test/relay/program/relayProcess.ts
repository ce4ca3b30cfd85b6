import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Invite, parseInvite } from '../../../src/trust/invite.ts';

/** The program; PYCHAT_RELAY may name a bundle of it, and PYCHAT_NODE the Node that runs it. */
const program =
  process.env.PYCHAT_RELAY ?? fileURLToPath(new URL('../../../src/relay/cli.ts', import.meta.url));
const node = process.env.PYCHAT_NODE ?? process.execPath;

/** What runs `pychat-relay` with these flags: a program and its arguments. */
export const commandLine = (...args: string[]): [string, ...string[]] => [node, program, ...args];

/** A `pychat-relay` that runs. */
export interface RunningCli {
  readonly child: ChildProcess;
  /** What it printed, by the words before the colons. */
  readonly printed: ReadonlyMap<string, string>;
  readonly invite: Invite;
  readonly stderr: () => string;
  /** Sends a signal and waits for the end. @returns the exit code, or the signal that ended it, and milliseconds */
  stop(signal: NodeJS.Signals): Promise<{ code: number | string | null; ms: number }>;
}

/**
 * Starts a relay on a free port of 127.0.0.1 and waits until it has printed everything.
 *
 * @param made is given the process at once
 */
export async function startRelayProcess(
  args: readonly string[],
  made: (child: ChildProcess) => void = () => undefined,
): Promise<RunningCli> {
  const [command, ...flags] = commandLine('--host', '127.0.0.1', '--port', '0', ...args);
  const child = spawn(command, flags, { stdio: ['ignore', 'pipe', 'pipe'] });
  made(child);
  let [text, stderr] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  for await (const chunk of child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += chunk as string;
    if (/Invite:.*\n/.test(text)) break;
  }
  child.stdout.resume();
  const pairs = text.matchAll(/^(\w+): +(.*)$/gm);
  const printed = new Map(Array.from(pairs, ([, name = '', value = '']) => [name, value]));
  const invite = printed.get('Invite');
  if (invite === undefined) throw new Error(`it did not start: ${text}${stderr}`);
  const stop = async (signal: NodeJS.Signals): Promise<{ code: number | string | null; ms: number }> => {
    const exit = once(child, 'exit');
    const began = performance.now();
    child.kill(signal);
    const [code, by] = (await exit) as [number | null, string | null];
    return { code: code ?? by, ms: performance.now() - began };
  };
  return { child, printed, invite: parseInvite(invite), stderr: () => stderr, stop };
}
