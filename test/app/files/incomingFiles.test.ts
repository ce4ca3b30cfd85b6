import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { IncomingFiles, maxIncomingFiles } from '../../../src/app/files/incomingFiles.ts';
import { inEnglish } from '../../../src/chat/translate.ts';
import { FakeClock } from '../../support/fakeClock.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pychat-incoming-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('files that came in are known up to so many; then the one that ended first is forgotten, and none that is open', async () => {
  const tools = {
    t: inEnglish,
    clock: new FakeClock(),
    log: () => undefined,
    spoolFolder: '',
    chooseFiles: () => Promise.resolve([]),
    choosePlace: (name: string) => Promise.resolve(path.join(folder, name)),
    confirmSend: () => Promise.resolve(true),
    reveal: () => undefined,
    tell: () => undefined,
    withProgress: () => Promise.reject(new Error('not asked for')),
  };
  const files = new IncomingFiles({ door: () => undefined }, tools, () => undefined);
  const save = (line: string): Promise<void> =>
    files.act(line, { id: 'i', secret: 's', name: line, size: 1, hash: '0'.repeat(64) }, 'save');
  await save('open');
  for (let count = 1; count < maxIncomingFiles; count++) {
    await save(`line${count}`);
    await files.act(`line${count}`, undefined, 'cancel');
  }
  expect(files.find('line1')?.view.state).toBe('cancelled');
  await save('one more');
  expect(files.find('line1')).toBeUndefined();
  expect(files.find('line2')).toBeDefined();
  expect(files.find('open')?.view.state).toBe('paused');
  await files.dispose();
  expect(await readdir(folder)).toEqual([]);
  expect(tools.clock.waiting).toBe(0);
});
