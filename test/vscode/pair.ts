import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { type Invite, parseInvite, serializeInvite } from '../../src/trust/invite.ts';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';
import { Cable } from './ports.ts';
import { makeProject, type ProjectFiles } from './project.ts';
import { Started } from './started.ts';

interface PairOptions {
  readonly isHome?: boolean;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Two people, each with a copy of a project: ana hosts, rui comes by an invite, over a cable of his own. */
export class Pair implements AsyncDisposable {
  readonly folder: string;
  readonly ana: ChatWindow;
  readonly rui: ChatWindow;
  readonly cable: Cable;
  readonly #cablePort: number;
  readonly #started: Started;
  /** The commit that each has checked out. */
  readonly commits: Readonly<Record<'ana' | 'rui', string>>;

  private constructor(
    parts: Pick<Pair, 'folder' | 'ana' | 'rui' | 'cable' | 'commits'> & { started: Started },
    cablePort: number,
  ) {
    this.#started = parts.started;
    this.folder = parts.folder;
    this.ana = parts.ana;
    this.rui = parts.rui;
    this.cable = parts.cable;
    this.commits = parts.commits;
    this.#cablePort = cablePort;
  }

  /**
   * Starts both editors. Must be ended.
   *
   * @param options.isHome each one's project is their home folder as well
   * @param options.settings of both, on top of what a pair needs
   */
  static async start(
    projects: Readonly<Record<'ana' | 'rui', ProjectFiles>>,
    { isHome = false, settings = {} }: PairOptions = {},
  ): Promise<Pair> {
    await using started = new Started();
    const folder = mkdtempSync(path.join(tmpdir(), 'pychat-pair-'));
    started.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    const [port, cablePort] = [await freePort(), await freePort()];
    const commits = {
      ana: makeProject(path.join(folder, 'ana'), projects.ana),
      rui: makeProject(path.join(folder, 'rui'), projects.rui),
    };
    const start = async (name: 'ana' | 'rui'): Promise<ChatWindow> => {
      const needed = { 'pychat.nick': name, 'pychat.host.port': port, 'files.simpleDialog.enable': true };
      const workspace = path.join(folder, name);
      const env = isHome ? { HOME: workspace, USERPROFILE: workspace } : {};
      const options = {
        name,
        vsix: packagedExtension(),
        workspace,
        settings: { ...settings, ...needed },
        env,
      };
      return started.use(await ChatWindow.start(options));
    };
    const starting = [start('ana'), start('rui')] as const;
    // When one fails, the other is ended with it.
    await Promise.allSettled(starting);
    const [ana, rui] = await Promise.all(starting);
    const cable = await Cable.plugIn(cablePort, port);
    started.defer(() => cable.unplug());
    return new Pair({ folder, ana, rui, cable, commits, started: started.move() }, cablePort);
  }

  /** Both come into the room. @returns the invite that leads there without the cable */
  async meet(): Promise<Invite> {
    const { ana, rui } = this;
    await ana.editor.runCommand('PyChat: Host Chat');
    await ana.untilStatus('Hosting: 1 person');
    await ana.clickAction('Copy Invite');
    await expect.poll(() => ana.editor.readClipboard()).toMatch(/^pychat1-[\w-]+$/);
    const invite = parseInvite(await ana.editor.readClipboard());
    const overCable = { ...invite, addresses: ['127.0.0.1'], port: this.#cablePort };
    await rui.editor.writeClipboard(serializeInvite(overCable));
    await rui.editor.runCommand('PyChat: Join Chat');
    await rui.editor.quickInput.pick('Paste invite…');
    await Promise.all([rui.untilStatus('Joined: 2 people'), ana.untilStatus('Hosting: 2 people')]);
    return invite;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#started[Symbol.asyncDispose]();
  }
}
