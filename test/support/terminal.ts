import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';

const run = promisify(execFile);

/** How long a person would wait for an answer on the screen. */
const patience = { timeout: 30_000 };

/** Wide enough that no message takes two rows. */
const size = ['-x', '700', '-y', '100'];

/** One terminal with a program in it, of which a person sees the screen and to which they type. Needs tmux. */
export class Terminal implements AsyncDisposable {
  readonly #home: string;
  #pid = 0;

  private constructor(home: string) {
    this.#home = home;
  }

  /**
   * Starts a program in a terminal and a home folder of its own.
   *
   * @param commandOf gives program and arguments; it may put files into that folder first
   */
  static async start(commandOf: (home: string) => readonly string[]): Promise<Terminal> {
    const terminal = new Terminal(mkdtempSync(path.join(tmpdir(), 'pychat-terminal-')));
    const command = commandOf(terminal.#home);
    const config = path.join(terminal.#home, 'tmux.conf');
    // The screen stays when the program ends by itself, to see its last words.
    writeFileSync(config, 'set-option -g remain-on-exit on\n');
    await terminal.#tmux('-f', config, 'new-session', '-d', ...size, ...command);
    terminal.#pid = Number(await terminal.#tmux('display-message', '-p', '#{pane_pid}'));
    return terminal;
  }

  /** What the screen shows, row by row. */
  async screen(): Promise<string[]> {
    const text = await this.#tmux('capture-pane', '-p');
    return text.split('\n').map(row => row.trimEnd());
  }

  async untilShows(pattern: RegExp): Promise<void> {
    await expect.poll(async () => (await this.screen()).join('\n'), patience).toMatch(pattern);
  }

  /** Types a line and presses Enter. */
  async type(line: string): Promise<void> {
    await this.typePart(line);
    await this.press('Enter');
  }

  async typePart(text: string): Promise<void> {
    // To tmux a semicolon at the end would be the end of its own command.
    await this.#tmux('send-keys', '-l', '--', text.replace(/;$/, '\\;'));
  }

  /** Presses keys by the names that tmux has for them, e.g. `C-b`. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#tmux('send-keys', ...keys);
  }

  /** Ends the program and removes its folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tmux('kill-server');
    // It may still write its settings.
    await vi.waitUntil(() => !isRunning(this.#pid), patience);
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 5 });
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    const home = this.#home;
    const env = { PATH: process.env.PATH, HOME: home, LC_ALL: 'C.UTF-8', SHELL: '/bin/sh' };
    const { stdout } = await run('tmux', ['-u', '-S', path.join(home, 'tmux'), ...args], { env });
    return stdout;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
