import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Delivery } from '../support/members.ts';
import { block, hostOpenRoom, MembersProcess, type Span } from '../vscode/suite/membersProcess.ts';

/** What one extension host shows; all in milliseconds. */
export interface InsideReport {
  readonly activation: number;
  /** From one member to another while nothing else happens, message by message. */
  readonly quiet: readonly number[];
  /** The same while another extension blocks the extension host. */
  readonly blocked: readonly number[];
}

const paceMs = 10;
/** Each then says six lines a second, which is slow enough never to be held back. */
const speakers = 16;
const warmUpMs = 500;
const quietMs = 5_000;
const blockMs = 1_000;
const blocks = 5;
const betweenMs = 50;

/** The time that `activate` takes in an extension host in which the extension is not active yet. */
async function measureActivation(): Promise<number> {
  const extension = vscode.extensions.getExtension('pychat.pychat');
  if (!extension || extension.isActive) throw new Error('the extension is not there, or active already');
  const start = performance.now();
  await extension.activate();
  return performance.now() - start;
}

const delaysIn = (spans: readonly Span[], deliveries: readonly Delivery[]): number[] =>
  deliveries
    .filter(({ sent }) => spans.some(({ from, to }) => sent >= from && sent < to))
    .map(({ sent, arrived }) => arrived - sent);

async function blockAgainAndAgain(): Promise<Span[]> {
  const spans: Span[] = [];
  for (let count = 0; count < blocks; count++) {
    await wait(betweenMs);
    spans.push(block(blockMs));
  }
  return spans;
}

async function measureDelays(): Promise<Omit<InsideReport, 'activation'>> {
  const port = await hostOpenRoom();
  const messages = Math.ceil((warmUpMs + quietMs + blocks * (blockMs + 2 * betweenMs)) / paceMs);
  using members = new MembersProcess({ port, password: '', room: '#chat', speakers, messages, paceMs });
  await members.ready();
  const going = members.go();
  await wait(warmUpMs);
  const from = Date.now();
  await wait(quietMs);
  const quiet = { from, to: Date.now() };
  const held = await blockAgainAndAgain();
  const { deliveries } = await going;
  await vscode.commands.executeCommand('pychat.leave');
  return { quiet: delaysIn([quiet], deliveries), blocked: delaysIn(held, deliveries) };
}

/** Called by the extension host. */
export async function run(): Promise<void> {
  const activation = await measureActivation();
  const report: InsideReport = { activation, ...(await measureDelays()) };
  writeFileSync(process.env.PYCHAT_SUITE_REPORT ?? '', JSON.stringify(report));
}
