import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { MembersReport, MembersTask } from '../../support/members.ts';
import { freePort } from '../freePort.ts';
import { test } from './runner.ts';

/** Lines a second that one member says to the other. */
const paceMs = 20;
const blockMs = 1_000;
const blocks = 3;

async function host(): Promise<number> {
  const port = await freePort();
  const settings = vscode.workspace.getConfiguration('pychat');
  await settings.update('nick', 'ana', true);
  await settings.update('host.open', true, true);
  await settings.update('host.port', port, true);
  await vscode.commands.executeCommand('pychat.host');
  return port;
}

/** Holds the extension host as a badly behaved extension does; gives the time it was held. */
function block(): { from: number; to: number } {
  const from = Date.now();
  while (Date.now() - from < blockMs);
  return { from, to: Date.now() };
}

test('delivers between two members while another extension blocks the extension host', async () => {
  const port = await host();
  const messages = Math.ceil((blocks * (blockMs + 100)) / paceMs);
  const task: MembersTask = { port, password: '', room: '#chat', messages, paceMs };
  const members = fork(path.join(__dirname, 'members.mjs'), [JSON.stringify(task)], { execArgv: [] });
  try {
    assert.deepEqual(await once(members, 'message'), ['ready', undefined]);
    const answer = once(members, 'message');
    members.send('go');
    const held: { from: number; to: number }[] = [];
    for (let count = 0; count < blocks; count++) {
      await wait(50);
      held.push(block());
    }
    const [{ deliveries }] = (await answer) as [MembersReport];
    assert.equal(deliveries.length, messages);
    const within = held.map(
      ({ from, to }) => deliveries.filter(({ sent, arrived }) => sent >= from && arrived < to).length,
    );
    // With the relay on the extension host's own loop not one line is both sent and delivered within a block.
    for (const count of within)
      assert.ok(count >= blockMs / paceMs / 4, `delivered while blocked: ${within.join(', ')}`);
  } finally {
    members.kill();
    await vscode.commands.executeCommand('pychat.leave');
  }
});
