import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * A folder for the test that runs, gone when it has finished. The test itself removes it: files share what they import,
 * so a hook at the top of a module that two of them import is a hook of the first only.
 */
export async function temporaryFolder(name = 'data'): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `pychat-${name}-`));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
