import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { parseInvite, serializeInvite } from '../../src/trust/invite.ts';
import { ChatWindow, packagedExtension } from './chatWindow.ts';
import { freePort } from './freePort.ts';
import { Cable } from './ports.ts';
import { makeProject, type ProjectFiles } from './project.ts';

/** Two people, each with a copy of a project: ana hosts, rui comes by an invite, over a cable of his own. */
export class Pair implements AsyncDisposable {
  readonly folder: string;
  readonly ana: ChatWindow;
  readonly rui: ChatWindow;
  readonly cable: Cable;
  readonly #cablePort: number;
  /** The commit that each has checked out. */
  readonly commits: Readonly<Record<'ana' | 'rui', string>>;

  private constructor(parts: Pick<Pair, 'folder' | 'ana' | 'rui' | 'cable' | 'commits'>, cablePort: number) {
    this.folder = parts.folder;
    this.ana = parts.ana;
    this.rui = parts.rui;
    this.cable = parts.cable;
    this.commits = parts.commits;
    this.#cablePort = cablePort;
  }

  /** Starts both editors. Must be ended. */
  static async start(projects: Readonly<Record<'ana' | 'rui', ProjectFiles>>): Promise<Pair> {
    const folder = mkdtempSync(path.join(tmpdir(), 'pychat-pair-'));
    const [port, cablePort] = [await freePort(), await freePort()];
    const commits = {
      ana: makeProject(path.join(folder, 'ana'), projects.ana),
      rui: makeProject(path.join(folder, 'rui'), projects.rui),
    };
    const start = (name: 'ana' | 'rui'): Promise<ChatWindow> =>
      ChatWindow.start({
        name,
        vsix: packagedExtension(),
        workspace: path.join(folder, name),
        settings: { 'pychat.nick': name, 'pychat.host.port': port, 'files.simpleDialog.enable': true },
      });
    const [ana, rui] = await Promise.all([start('ana'), start('rui')]);
    const cable = await Cable.plugIn(cablePort, port);
    return new Pair({ folder, ana, rui, cable, commits }, cablePort);
  }

  /** Both come into the room. */
  async meet(): Promise<void> {
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
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.ana, this.rui].map(one => one[Symbol.asyncDispose]()));
    await this.cable.unplug();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
