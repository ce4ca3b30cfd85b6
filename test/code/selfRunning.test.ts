import { describe, expect, it } from 'vitest';
import { runnerOf } from '../../src/code/selfRunning.ts';

describe('a file that runs by itself, or tells a program what to run', () => {
  it.each([
    ['.vscode/tasks.json', 'editor'],
    ['.husky/pre-commit', 'git'],
    ['sub/.envrc', 'shell'],
    ['package-lock.json', 'packages'],
    ['go.mod', 'packages'],
    ['npm-shrinkwrap.json', 'packages'],
    ['Cargo.lock', 'packages'],
    ['bun.lockb', 'packages'],
    ['mix.exs', 'packages'],
    ['project/plugins.sbt', 'build'],
    ['gradle.properties', 'build'],
    ['nodemon.json', 'build'],
    ['Makefile', 'build'],
    ['buildSrc/x.kt', 'build'],
    ['.github/workflows/ci.yml', 'server'],
    ['.pychat/history.txt', 'pychat'],
    ['.claude/settings.json', 'settings'],
    ['.mcp.json', 'settings'],
    ['.pnp.cjs', 'settings'],
    ['.config/fish/conf.d/x.fish', 'settings'],
    ['.ssh/config', 'settings'],
    ['a/.PyLintRC', 'settings'],
    ['VSCODE~1/tasks', 'shortName'],
  ])('%s: %s', (path, runner) => {
    expect(runnerOf(path)).toBe(runner);
  });

  it.each([
    'README.md',
    'src/a.ts',
    '.gitignore',
    'a/.prettierignore',
    '.editorconfig',
    'a.b/c',
    'docs/x.md',
  ])('is not %s', path => {
    expect(runnerOf(path)).toBeUndefined();
  });
});
