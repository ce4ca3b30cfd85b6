import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import { block, hostOpenRoom, MembersProcess, type Span } from './membersProcess.ts';
import { test } from './runner.ts';

const paceMs = 20;
/** Each then says six lines a second, which is slow enough never to be held back. */
const speakers = 8;
const blockMs = 1_000;
const blocks = 3;

test('delivers between two members while another extension blocks the extension host', async () => {
  const port = await hostOpenRoom();
  const messages = Math.ceil((blocks * (blockMs + 100)) / paceMs);
  using members = new MembersProcess({ port, password: '', room: '#chat', speakers, messages, paceMs });
  try {
    await members.ready();
    const going = members.go();
    const held: Span[] = [];
    for (let count = 0; count < blocks; count++) {
      await wait(50);
      held.push(block(blockMs));
    }
    const { deliveries } = await going;
    assert.equal(deliveries.length, messages);
    const within = held.map(
      ({ from, to }) => deliveries.filter(({ sent, arrived }) => sent >= from && arrived < to).length,
    );
    // With the relay on the extension host's own loop not one line is both sent and delivered within a block.
    for (const count of within)
      assert.ok(count >= blockMs / paceMs / 4, `delivered while blocked: ${within.join(', ')}`);
  } finally {
    await vscode.commands.executeCommand('pychat.leave');
  }
});
