import { describe, expect, it } from 'vitest';
import { maxWorkspacePathLength } from '../../src/code/limits.ts';
import { isGitsOwn, workspacePath } from '../../src/code/workspacePath.ts';

describe('paths from others', () => {
  it.each([
    ['src/a.ts', 'src/a.ts'],
    ['./src//a.ts', 'src/a.ts'],
    ['lib/./x', 'lib/x'],
    ['é/ação 👩‍💻.md', 'é/ação 👩‍💻.md'],
    ['.github/x', '.github/x'],
    ['...x/y..z', '...x/y..z'],
    ['console/auxiliary.ts', 'console/auxiliary.ts'],
  ])('are taken: %s', (given, path) => {
    expect(workspacePath(given)).toBe(path);
  });

  it.each([
    '',
    '.',
    './',
    '/',
    '/etc/passwd',
    '//host/share',
    '..',
    '../x',
    'a/../x',
    'a/..',
    'C:/x',
    'c:x',
    'a\\..\\x',
    '\\\\host\\x',
    'a\0b',
    'a\nb',
    'a\u202eb',
    'a\u2066b',
    'x:stream',
    'a/b.',
    'a ',
    '.. /x',
    '.../',
    'nul',
    'a/CON',
    'com1.txt',
    'lpt9.tar.gz',
    'a?',
    'a*',
    '<a>',
    'a|b',
    '"a"',
    '\ud800',
    'file:///x',
    '~\u0085',
  ])('are refused: %j', given => {
    expect(workspacePath(given)).toBeUndefined();
  });

  it('are refused when they are too long', () => {
    expect(workspacePath('x'.repeat(maxWorkspacePathLength))).toBeDefined();
    expect(workspacePath('x'.repeat(maxWorkspacePathLength + 1))).toBeUndefined();
  });

  it.each(['.git/config', 'a/.git', '.GIT/x', 'git~1/config', 'GIT~12/x', '.g\u200dit/x', '\ufeff.git/x'])(
    'lead to what is git’s own: %j',
    given => {
      expect(isGitsOwn(given)).toBe(true);
    },
  );

  it.each(['.github/x', '.gitignore', 'git/x', 'a.git/x', '.gitmodules'])('do not: %s', given => {
    expect(isGitsOwn(given)).toBe(false);
  });
});
