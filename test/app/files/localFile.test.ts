import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { LocalFile } from '../../../src/app/files/localFile.ts';

vi.mock('vscode', () => import('../../support/editorWords.ts'));

const sentence = 'Only files can be sent: no folders, pipes or devices.';
let folder = '';
const server = createServer();

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'pychat-local-'));
  execFileSync('mkfifo', [path.join(folder, 'pipe')]);
  await new Promise<void>(resolve => server.listen(path.join(folder, 'socket'), resolve));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(process.platform === 'win32').each(['pipe', 'socket', '.', '/dev/null', '/dev/zero'])(
  'refuses what is no regular file, without waiting for it: %s',
  async name => {
    await expect(LocalFile.open(path.resolve(folder, name))).rejects.toThrow(sentence);
  },
);
