import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { systemClock } from '../../../src/common/clock.ts';
import { openStore } from '../../../src/relay/data/openStore.ts';
import { options, openFolder } from './samples.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const keeper = fileURLToPath(new URL('keeper.ts', import.meta.url));

/** Bytes a file may have before the disk is full, so to say. */
const fullAt = 131_072;

/** A keeper on a disk that takes no more than `fullAt` bytes a file. */
function onSmallDisk(folder: string): { child: ChildProcess; said: () => string } {
  const limited = `ulimit -S -f ${fullAt / 512}; exec "$0" "$@"`;
  const child = spawn('sh', ['-c', limited, process.execPath, keeper, folder, '10000000', '100000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, said: () => text };
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

const patience = { timeout: 15_000 };

test.runIf(process.platform === 'linux')(
  'a full disk costs nothing that was written, and is made good when there is room',
  { timeout: 40_000 },
  async () => {
    const folder = await temporaryFolder();
    const { child, said } = onSmallDisk(folder);
    await expect.poll(said, patience).toMatch(/^log The disk cannot be written.*EFBIG/m);
    const full = await stat(path.join(folder, 'relay.lines.stale'));
    expect(full.size).toBeLessThanOrEqual(fullAt);
    // It goes on, and does not say it again.
    const asked = Number([...said().matchAll(/^at (\d+)$/gm)].at(-1)?.[1]);
    await expect.poll(said, patience).toContain(`at ${asked + 400}\n`);
    expect(said().match(/^log /gm)).toHaveLength(1);
    execFileSync('sh', ['-c', `prlimit --fsize=unlimited --pid ${child.pid}`]);
    await expect.poll(said, patience).toMatch(/^log The disk can be written again/m);
    await kill(child);
    const data = await openFolder(folder, options({ savedEventsPerTarget: 100_000 }));
    const numbers = data.store.events.map(event => Number(event.msgid));
    await data.close();
    // Nothing that was added while the disk was full is missing, or there twice.
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
    expect(numbers.length).toBeGreaterThan(asked);
  },
);

test.runIf(process.platform === 'linux')(
  'a write that a full disk cut short leaves whole records only',
  async () => {
    const folder = await temporaryFolder();
    const source = (name: string): string => new URL(`../../../src/relay/${name}`, import.meta.url).href;
    const script = `
    import { openStore } from '${source('data/openStore.ts')}';
    import { systemClock } from '${source('../common/clock.ts')}';
    import { defaultLimits } from '${source('core/limits.ts')}';
    const given = { limits: defaultLimits, clock: systemClock, keepMs: Infinity, log: console.log };
    const store = await openStore(process.argv[1], given);
    const event = { target: '#chat', time: 1, source: 'ann', command: 'PRIVMSG', params: ['#chat', 'x'.repeat(100)] };
    for (let number = 1; number <= 5000; number++) store.append({ ...event, msgid: 'm' + number });
    store.flush();
    process.exit();`;
    const limited = `ulimit -S -f ${fullAt / 512}; exec "$0" "$@"`;
    const args = ['-c', limited, process.execPath, '--input-type=module', '-e', script, folder];
    expect(execFileSync('sh', args).toString()).toMatch(/^The disk cannot be written.*EFBIG/);
    expect(await readdir(folder)).toEqual(['relay.lines.stale']);
    const given = { ...options({ savedEventsPerTarget: 100_000 }), clock: systemClock };
    const began = systemClock.now() - 1;
    const store = await openStore(folder, given);
    const { events, mayHaveLostUntil } = store;
    await store.close();
    // The end of what could not be written is missing, and the log says so.
    expect(mayHaveLostUntil).toBeGreaterThan(began);
    expect(given.told).toEqual([expect.stringContaining('their writing was cut off')]);
    expect(events.length).toBeGreaterThan(100);
    expect(events.map(({ msgid }) => msgid)).toEqual(
      Array.from({ length: events.length }, (_, at) => `m${at + 1}`),
    );
  },
);

/** Whether this test may mount something in a namespace of its own. */
function mayMount(): boolean {
  if (process.platform !== 'linux') return false;
  return spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
}

test.runIf(mayMount())(
  'a disk without room is reported once, and has everything when it is larger',
  async () => {
    const folder = await temporaryFolder();
    const script = 'mount -t tmpfs -o size=192k none "$1" && exec "$0" "$2" "$1" 10000000 100000';
    const child = spawn('unshare', ['-m', 'sh', '-c', script, process.execPath, folder, keeper], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const inside = (...command: string[]): string =>
      execFileSync('nsenter', ['-t', String(child.pid), '-m', ...command], { maxBuffer: 2 ** 28 }).toString();
    const lastSaid = (): number => Number([...said.matchAll(/^at (\d+)$/gm)].at(-1)?.[1] ?? 0);
    await expect.poll(() => said, patience).toMatch(/^log The disk cannot be written.*ENOSPC/m);
    const before = lastSaid();
    await expect.poll(lastSaid, patience).toBeGreaterThan(before + 200);
    expect(said.match(/^log /gm)).toHaveLength(1);
    inside('mount', '-o', 'remount,size=256m', folder);
    await expect.poll(() => said, patience).toMatch(/^log The disk can be written again/m);
    expect(inside('cat', path.join(folder, 'relay.lines'))).toContain(`"msgid":"${before}"`);
    await kill(child);
  },
);
