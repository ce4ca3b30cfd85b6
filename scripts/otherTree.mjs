// A second work tree of this repository at some commit, packaged, for as long as it is needed.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, packageFile, root } from './paths.mjs';
import { run } from './processes.mjs';

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim();

function resolveCommit(commit) {
  try {
    return git('rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{commit}`);
  } catch {
    throw new Error(`There is no commit ${commit} in this repository.`);
  }
}

/** Where package-lock.json is the same, so are the packages; elsewhere the tree's own scripts install them. */
function sharePackages(folder) {
  const lockIn = where => readFileSync(path.join(where, 'package-lock.json'), 'utf8');
  if (lockIn(folder) === lockIn(root))
    symlinkSync(packageFile(), path.join(folder, 'node_modules'), 'junction');
}

function remove(folder) {
  // A link goes by itself, whatever is behind it.
  rmSync(path.join(folder, 'node_modules'), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  if (git('worktree', 'list', '--porcelain').includes(folder)) git('worktree', 'remove', '--force', folder);
}

/**
 * Packages the commit with its own scripts, works with it, and removes it, also when the process is asked to end.
 * @template T
 * @param {string} commit
 * @param {(tree: { root: string, packagePath: string }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withTreeOf(commit, work) {
  const hash = resolveCommit(commit);
  const folder = path.join(cacheFolder, 'bench', `tree-${process.pid}`);
  mkdirSync(path.dirname(folder), { recursive: true });
  const tidyUp = () => remove(folder);
  process.once('exit', tidyUp);
  try {
    git('worktree', 'add', '--detach', folder, hash);
    sharePackages(folder);
    const { code, output } = await run(process.execPath, ['scripts/package.mjs'], {
      cwd: folder,
      quiet: true,
    });
    if (code !== 0) throw new Error(`${commit} could not be packaged:\n${output}`);
    const [packageName] = globSync('*.vsix', { cwd: folder });
    return await work({ root: folder, packagePath: path.join(folder, packageName) });
  } finally {
    process.off('exit', tidyUp);
    tidyUp();
  }
}
