import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Files of a small project, by path. */
export type ProjectFiles = Readonly<Record<string, string>>;

/** Makes a folder with a git repository of these files, all of them committed. */
export function makeProject(folder: string, files: ProjectFiles): string {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  git('init', '--quiet');
  git('config', 'user.name', 'nobody');
  git('config', 'user.email', 'nobody@example.org');
  git('config', 'commit.gpgsign', 'false');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'the first');
  return git('rev-parse', '--short=7', 'HEAD').trim();
}
