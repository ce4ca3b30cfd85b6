// Runs inExtensionHost.ts in real editors, one after the other.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cacheFolder, root as ownRoot } from '../../scripts/paths.mjs';
import { runInEditor } from '../vscode/inEditor.mjs';

const parts = ['package.nls.json', 'package.nls.pt-br.json', 'l10n', 'media', 'dist'];

/** The extension as it was built last, but that nothing activates it until somebody asks for it. */
function copyExtension(root, folder) {
  for (const part of parts) cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
}

/**
 * @param {number} runs
 * @param {string} [root] where it was built
 * @returns {Promise<import('./inExtensionHost.ts').InsideReport[]>} one for each run
 */
export async function measureInside(runs, root = ownRoot) {
  const extension = mkdtempSync(path.join(tmpdir(), 'pychat-bench-'));
  const entry = path.join(ownRoot, 'test/bench/inExtensionHost.ts');
  const report = path.join(cacheFolder, 'bench', 'inside.json');
  const reports = [];
  try {
    copyExtension(root, extension);
    while (reports.length < runs) {
      const result = await runInEditor({ entry, report, extension });
      if (!result.report) throw new Error(`Nothing was measured in the editor:\n${result.lastWords}`);
      reports.push(result.report);
    }
    return reports;
  } finally {
    rmSync(extension, { recursive: true, force: true });
  }
}
