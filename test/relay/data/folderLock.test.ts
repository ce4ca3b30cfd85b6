import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { lockFolder, unlockFolder, lockPattern } from '../../../src/relay/data/folderLock.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

const isLinux = process.platform === 'linux';

/** The name of this process's lock, which the module alone knows how to make. */
async function ownName(): Promise<string> {
  const folder = await temporaryFolder();
  const lock = await lockFolder(folder);
  const [name = ''] = await readdir(folder);
  await lock.release();
  return name;
}

describe('locking a folder', () => {
  test('puts down a file that names this process, and takes it away again', async () => {
    const folder = await temporaryFolder();
    const lock = await lockFolder(folder);
    const names = await readdir(folder);
    expect(names).toHaveLength(1);
    expect(lockPattern.exec(names[0]!)?.[1]).toBe(String(process.pid));
    expect(await readFile(path.join(folder, names[0]!), 'utf8')).toBe(`${process.pid}\n`);
    await lock.release();
    expect(await readdir(folder)).toEqual([]);
  });

  test('is refused to this process for a second time, until it is released', async () => {
    const folder = await temporaryFolder();
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(`${folder} is in use by this very process`);
    expect(await readdir(folder)).toHaveLength(1);
    await lock.release();
    await (await lockFolder(folder)).release();
  });

  test.runIf(isLinux)('is refused while another process has it', async () => {
    const folder = await temporaryFolder();
    const script = `import { lockFolder, unlockFolder } from ${JSON.stringify(new URL('../../../src/relay/data/folderLock.ts', import.meta.url).href)};
      await lockFolder(process.argv[1]); process.stdout.write('locked'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await expect(lockFolder(folder)).rejects.toThrow(
      `${folder} is in use by another relay (process ${child.pid})`,
    );
    expect(await readdir(folder)).toHaveLength(1);
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    await (await lockFolder(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  });

  test.runIf(isLinux)(
    'passes by what is left of a process that is gone, though its number has come again',
    async () => {
      const [, pid = '', start = '', boot = ''] = lockPattern.exec(await ownName())!;
      const folder = await temporaryFolder();
      const left = [
        `lock-${pid}-${Number(start) - 1}-${boot}`,
        `lock-${pid}-${start}-${'0'.repeat(32)}`,
        `lock-2147483646-1-${boot}`,
      ];
      for (const name of left) await writeFile(path.join(folder, name), '');
      await (await lockFolder(folder)).release();
      expect(await readdir(folder)).toEqual([]);
    },
  );

  test.runIf(isLinux)(
    'is refused while a process runs of which the system tells only the number',
    async () => {
      const [, , , boot = ''] = lockPattern.exec(await ownName())!;
      for (const left of [`lock-${process.ppid}-0-${boot}`, `lock-${process.ppid}-0-0`]) {
        const folder = await temporaryFolder();
        await writeFile(path.join(folder, left), '');
        await expect(lockFolder(folder)).rejects.toThrow(`(process ${process.ppid})`);
        expect(await readdir(folder)).toEqual([left]);
      }
    },
  );

  test.runIf(isLinux)('passes by a process that has ended and was not yet taken note of', async () => {
    // The shell starts a child, does not wait for it, and turns into something that never will; only then the child ends.
    const script = 'cat <&3 & echo $!; exec sleep 60';
    const parent = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
    const [text] = (await once(parent.stdout!, 'data')) as [Buffer];
    const pid = Number(text.toString());
    await expect.poll(() => readFile(`/proc/${parent.pid}/comm`, 'utf8')).toBe('sleep\n');
    (parent.stdio[3] as Writable).end();
    const state = async (): Promise<string> =>
      (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').slice(0, 1);
    await expect.poll(state).toBe('Z');
    const stat = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ');
    const [, , , boot = ''] = lockPattern.exec(await ownName())!;
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, `lock-${pid}-${stat[19]}-${boot}`), '');
    await (await lockFolder(folder)).release();
    parent.kill('SIGKILL');
  });

  test('leaves other files alone', async () => {
    const folder = await temporaryFolder();
    const names = ['lock', 'lock-1', 'lock-0-1-1', 'lock-1-1-G', 'state.lines'];
    for (const name of names) await writeFile(path.join(folder, name), '');
    await (await lockFolder(folder)).release();
    expect((await readdir(folder)).sort()).toEqual(names.sort());
  });

  test('is let go for a thread of this process that has ended without doing so', async () => {
    const folder = await temporaryFolder();
    await lockFolder(folder);
    await writeFile(path.join(folder, 'lock-1-0-0'), '');
    await unlockFolder(folder);
    expect(await readdir(folder)).toEqual(['lock-1-0-0']);
    await unlockFolder(path.join(folder, 'not there'));
  });
});
