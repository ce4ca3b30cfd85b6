import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import * as vscode from 'vscode';
import type { MembersReport, MembersTask } from '../../support/members.ts';
import { freePort } from '../freePort.ts';

/** Bundled beside the suite. */
const program = path.join(__dirname, 'members.mjs');

/** A stretch of time in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** *Host Chat* with an open room at a port that is given back. */
export async function hostOpenRoom(): Promise<number> {
  const port = await freePort();
  const settings = vscode.workspace.getConfiguration('pychat');
  await settings.update('nick', 'ana', true);
  await settings.update('host.open', true, true);
  await settings.update('host.port', port, true);
  await vscode.commands.executeCommand('pychat.host');
  return port;
}

/** Holds the extension host as a badly behaved extension does; gives the time it was held. */
export function block(milliseconds: number): Span {
  const from = Date.now();
  while (Date.now() - from < milliseconds);
  return { from, to: Date.now() };
}

/** The members, in their own process: see test/support/members.ts. */
export class MembersProcess implements Disposable {
  readonly #child: ChildProcess;
  #answer: Promise<unknown[]>;

  constructor(task: MembersTask) {
    this.#child = fork(program, [JSON.stringify(task)], { execArgv: [] });
    this.#answer = this.#next();
  }

  /** Resolves when all are in the room. */
  async ready(): Promise<void> {
    await this.#answer;
  }

  /** Lets them speak; resolves when every line has arrived. */
  async go(): Promise<MembersReport> {
    this.#answer = this.#next();
    this.#child.send('go');
    const [report] = (await this.#answer) as [MembersReport];
    return report;
  }

  [Symbol.dispose](): void {
    this.#child.kill();
  }

  /** What it says next; it rejects when it ends without a word. */
  #next(): Promise<unknown[]> {
    const silent = once(this.#child, 'exit').then(([code]) => {
      throw new Error(`the members ended with code ${String(code)}`);
    });
    return Promise.race([once(this.#child, 'message'), silent]);
  }
}
