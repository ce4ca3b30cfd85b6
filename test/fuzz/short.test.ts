import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { commands } from '../../src/relay/commandTable.ts';
import { patterns } from './session/patterns.ts';

const root = path.resolve(import.meta.dirname, '../..');
const targets = ['framing', 'message', 'session', 'client'];
/** Starting four times, and trying what is kept, on a busy machine. */
const timeout = 240_000;

test('what the fuzzers have kept, and a few seconds more, finds nothing', { timeout }, async () => {
  const args = ['scripts/fuzz.mjs', '--check', '--seconds', '2'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const [output, [code]] = await Promise.all([text(child.stdout), exit]);
  expect(
    output
      .trim()
      .split('\n')
      .map(line => line.replace(/ by .*/, '')),
  ).toEqual(targets.map(name => `${name}: nothing found`));
  expect(code).toBe(0);
});

test.each(targets)('there is a corpus for %s', target => {
  expect(readdirSync(path.join(import.meta.dirname, 'corpus', target)).length).toBeGreaterThan(10);
});

test('every command is one that the scripts may hold', () => {
  const known = new Set(patterns.map(pattern => pattern.replace(/^@\S+ /, '').split(' ')[0]));
  expect([...commands.keys()].filter(name => !known.has(name))).toEqual([]);
});
