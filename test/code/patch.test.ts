import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edited, editsOf } from '../../src/code/applyPatch.ts';
import { composePatch } from '../../src/code/composePatch.ts';
import { maxFileLength, maxHunks, maxPatchLines } from '../../src/code/limits.ts';
import { patchForGit } from '../../src/code/patchRows.ts';
import { PatchRefusal } from '../../src/code/patchRefusal.ts';
import { readPatch } from '../../src/code/readPatch.ts';
import { codeBlocks, composeCode } from '../../src/chat/codeBlocks.ts';
import { visibleText } from '../../src/chat/visible.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { hostilePatches } from './corpus/patches.ts';
import { foreignPatches } from './corpus/foreignPatches.ts';

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof PatchRefusal) return error.code;
    throw error;
  }
  return 'taken';
}

const applied = (patch: string, text: string): string => edited(text, editsOf(readPatch(patch), text));
const named = (hunks: string): string => `--- a/x\n+++ b/x\n${hunks}`;
const rows = (count: number): string =>
  Array.from({ length: count }, (_, row) => `row ${row + 1}\n`).join('');

describe('reading a patch', () => {
  it.each(hostilePatches)('refuses %s: %s', (_, code, patch) => {
    expect(refusalOf(() => readPatch(patch))).toBe(code);
  });

  it.each([
    ['of git', 'diff --git a/src/x.ts b/src/x.ts\nindex 1..2 100644\n--- a/src/x.ts\n+++ b/src/x.ts\n'],
    ['of git with letters of its own', '--- i/src/x.ts\n+++ w/src/x.ts\n'],
    ['of git without letters', '--- src/x.ts\n+++ src/x.ts\n'],
    ['of diff', '--- src/x.ts\t2026-01-01\n+++ src/x.ts\t2026-01-02\n'],
    ['with words before it', 'Here it is:\n\n--- a/src/x.ts\n+++ b/src/x.ts\n'],
    ['of a path with a dot in front', '--- a/./src/x.ts\n+++ b/./src/x.ts\n'],
  ])('takes one %s', (_, head) => {
    expect(readPatch(`${head}@@ -1,2 +1,2 @@\n-a\n+b\n c`)).toEqual({
      path: 'src/x.ts',
      creates: false,
      hunks: [{ at: 0, lines: ['-a', '+b', ' c'] }],
    });
  });

  it('takes a name from outside for one without', () => {
    expect(readPatch('@@ -1 +1 @@\n-a\n+b', { path: 'lib/y' }).path).toBe('lib/y');
    expect(refusalOf(() => readPatch('@@ -1 +1 @@\n-a\n+b', { path: '../y' }))).toBe('path');
  });

  it('takes a new file', () => {
    const head = 'diff --git a/x b/x\nnew file mode 100644\nindex 0000000..1\n--- /dev/null\n+++ b/x\n';
    expect(readPatch(`${head}@@ -0,0 +1,2 @@\n+a\n+b`)).toMatchObject({ path: 'x', creates: true });
  });

  it('takes as much as it may', () => {
    const hunks = Array.from(
      { length: maxHunks },
      (_, index) => `@@ -${index + 1} +${index + 1} @@\n-a\n+b\n`,
    );
    expect(readPatch(named(hunks.join(''))).hunks).toHaveLength(maxHunks);
    const most = maxPatchLines - 4;
    expect(readPatch(named(`@@ -0,0 +1,${most} @@\n${'+a\n'.repeat(most)}`)).hunks[0]?.lines).toHaveLength(
      most,
    );
  });
});

describe('a patch of another tool', () => {
  it.each(foreignPatches)('$name fits as it fits for git', ({ patch, before, after }) => {
    expect(readPatch(patch).path).toBe('src/a.ts');
    expect(applied(patch, before)).toBe(after);
  });

  it.each([
    ['git', 'diff --git a/src/a.ts b/src/a.ts\nnew file mode 100644\nindex 0000000..e69de29\n', ''],
    ['Subversion', '--- src/a.ts\t(nonexistent)\n+++ src/a.ts\t(working copy)\n@@ -0,0 +1 @@\n+x\n', 'x\n'],
    [
      'Subversion before 1.9',
      '--- src/a.ts\t(revision 0)\n+++ src/a.ts\t(revision 0)\n@@ -0,0 +1 @@\n+x\n',
      'x\n',
    ],
    [
      'diff',
      '--- old/src/a.ts\t1969-12-31 21:00:00.000000000 -0300\n+++ new/src/a.ts\t2026-01-02 10:00:00.0 -0300\n@@ -0,0 +1 @@\n+x\n',
      'x\n',
    ],
    ['a file with CR and LF', '--- /dev/null\n+++ b/src/a.ts\n@@ -0,0 +1,2 @@\n+x\r\n+y\r\n', 'x\r\ny\r\n'],
  ])('that makes a file is known for one: %s', (_, patch, text) => {
    expect(readPatch(patch)).toMatchObject({ path: 'src/a.ts', creates: true });
    expect(applied(patch, '')).toBe(text);
  });

  it('that lost blank lines at its end needs all of its context, and no other end is made up', () => {
    const cut = named('@@ -1,4 +1,4 @@\n a\n-b\n+c\n');
    expect(applied(cut, 'a\nb\n\n\n')).toBe('a\nc\n\n\n');
    expect(refusalOf(() => applied(cut, 'a\nb\nx\ny\n'))).toBe('doesNotApply');
    expect(refusalOf(() => readPatch(named('@@ -1,5 +1,9 @@\n a\n-b\n+c\n')))).toBe('absurd');
    expect(refusalOf(() => readPatch(named('@@ -1,6 +1,6 @@\n a\n-b\n+c\n')))).toBe('absurd');
  });

  it('that deletes a file is refused', () => {
    const gone = '--- src/a.ts\t(revision 3)\n+++ src/a.ts\t(nonexistent)\n@@ -1 +0,0 @@\n-x\n';
    expect(refusalOf(() => readPatch(gone))).toBe('deletes');
  });
});

describe('applying a patch', () => {
  const change = '@@ -3,5 +3,5 @@\n row 3\n row 4\n-row 5\n+ROW 5\n row 6\n row 7\n';

  it('changes what it says and nothing else', () => {
    expect(editsOf(readPatch(named(change)), rows(9))).toEqual([{ from: 24, to: 30, text: 'ROW 5\n' }]);
    expect(applied(named(change), rows(9))).toBe(rows(9).replace('row 5', 'ROW 5'));
  });

  it('finds its place in a file that has grown, and the next ones by it', () => {
    const next = '@@ -8,2 +8,1 @@\n row 8\n-row 9\n';
    const grown = `new\n${rows(4)}${rows(9)}`;
    expect(applied(named(change + next), grown)).toBe(
      `new\n${rows(4)}${rows(9).replace('row 5', 'ROW 5').replace('row 9\n', '')}`,
    );
  });

  it('takes the nearest of several places', () => {
    expect(applied(named('@@ -5 +5 @@\n-a\n+b\n'), 'a\nx\nx\na\nx\nx\n')).toBe('a\nx\nx\nb\nx\nx\n');
  });

  it('passes over two lines of context that are others, but no more', () => {
    const off = (numbers: number[]): string =>
      rows(9).replace(/row (\d)/g, (row, number) => (numbers.includes(Number(number)) ? 'other' : row));
    expect(applied(named(change), off([3, 4]))).toContain('ROW 5');
    expect(applied(named(change), off([3, 7]))).toContain('ROW 5');
    const wide = '@@ -2,6 +2,6 @@\n row 2\n row 3\n row 4\n-row 5\n+ROW 5\n row 6\n row 7\n';
    expect(refusalOf(() => applied(named(wide), off([4])))).toBe('doesNotApply');
  });

  it.each([
    ['what it removes is not there', 'row 5', 'row five'],
    ['what it removes is written otherwise', 'row 5', 'row  5'],
  ])('is refused when %s', (_, from, to) => {
    expect(refusalOf(() => applied(named(change), rows(9).replace(from, to)))).toBe('doesNotApply');
  });

  it('is refused when all is there but in another order', () => {
    const two = '@@ -1 +1 @@\n-one\n+1\n@@ -5 +5 @@\n-two\n+2\n';
    expect(refusalOf(() => applied(named(two), 'two\nx\none\n'))).toBe('doesNotApply');
  });

  it('does not put lines behind an end that is not there', () => {
    const insert = (at: number): string => named(`@@ -${at},0 +${at + 1} @@\n+new\n`);
    expect(applied(insert(2), rows(2))).toBe(`${rows(2)}new\n`);
    expect(refusalOf(() => applied(insert(3), rows(2)))).toBe('doesNotApply');
  });

  it('needs a line to hold on to where the patch had one', () => {
    expect(refusalOf(() => applied(named('@@ -1,2 +1,3 @@\n gone\n+new\n also gone\n'), rows(2)))).toBe(
      'doesNotApply',
    );
  });

  it('keeps the ends of lines that the file has', () => {
    const crlf = rows(9).replaceAll('\n', '\r\n');
    expect(applied(named(change), crlf)).toBe(crlf.replace('row 5', 'ROW 5'));
    expect(applied(named(change).replaceAll('\n', '\r\n').replaceAll('@@\r', '@@'), rows(9))).toContain(
      'ROW 5\n',
    );
  });

  it('gives and takes the end of the last line', () => {
    const none = '\\ No newline at end of file\n';
    expect(applied(named(`@@ -1 +1 @@\n-a\n+b\n${none}`), 'a\n')).toBe('b');
    expect(applied(named(`@@ -1 +1 @@\n-a\n${none}+b\n`), 'a')).toBe('b\n');
    expect(applied(named(`@@ -1 +1 @@\n-a\n${none}+b\n${none}`), 'a')).toBe('b');
    expect(applied(named('@@ -1 +1,2 @@\n a\n+b\n'), 'a')).toBe('a\nb\n');
    expect(applied(named(`@@ -1 +1 @@\n-a\n+b\n${none}`), 'a\nc\n')).toBe('b\nc\n');
  });

  it('takes empty lines of context that lost their space on the way', () => {
    expect(applied(named('@@ -1,3 +1,3 @@\n a\n\n-b\n+c\n'), 'a\n\nb\n')).toBe('a\n\nc\n');
  });

  it('refuses a file that is too large, and takes one that just is not', () => {
    const [patch, fill] = [named('@@ -1 +1 @@\n-a\n+b\n'), 'x'.repeat(maxFileLength - 2)];
    expect(applied(patch, `a\n${fill}`)).toHaveLength(maxFileLength);
    expect(refusalOf(() => applied(patch, `a\n${fill}x`))).toBe('tooLarge');
  });

  it('is quick with lines that repeat', () => {
    const many = '\n'.repeat(200_000);
    const patch = named(`@@ -1,2001 +1,2000 @@\n${' \n'.repeat(2000)}-end\n`);
    const started = performance.now();
    expect(refusalOf(() => applied(patch, many))).toBe('doesNotApply');
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('composing a patch', () => {
  const text = fc.array(fc.constantFrom('a', 'b', '', '  x', '-y', '+z', '@@ -1 +1 @@', '\\ n'), {
    maxLength: 30,
  });

  it('says nothing of what is the same, line ends aside', async () => {
    expect(await composePatch('x', { before: 'a\r\n', after: 'a\n' })).toBe('');
  });

  it('gives what reading and applying turn into the other text', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, fc.constantFrom('', '\n'), async (one, other, end) => {
        const [before, after] = [one.join('\n') + end, other.join('\n') + end];
        const patch = await composePatch('src/a b.ts', { before, after });
        if (patch === undefined || patch === '') return before === after;
        return readPatch(patch).path === 'src/a b.ts' && applied(patch, before) === after;
      }),
    );
  });

  it.each([
    ['LF', 'one\ntwo\nthree\n', 'one\nTWO\nthree\n'],
    ['CR and LF', 'one\r\ntwo\r\nthree\r\n', 'one\r\nTWO\r\nthree\r\n'],
    ['CR and LF, but not at the end', 'one\r\ntwo', 'one\r\ntwo\r\nthree'],
    ['CR and LF, a line that begins like a name', 'one\r\n-- two\r\n', 'one\r\n++ two\r\n'],
    ['a byte order mark', '\ufeffone\r\ntwo\r\n', '\ufeffone\r\nthree\r\n'],
  ])('fits for git when it comes out of a message: %s', async (_, before, after) => {
    const folder = await temporaryFolder('patch');
    const git = (...words: string[]): string =>
      execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8' });
    git('init', '-q');
    writeFileSync(path.join(folder, 'x.txt'), before);
    const patch = (await composePatch('x.txt', { before, after: after.replace(/^\ufeff/, '') })) ?? '';
    const message = composeCode({ language: 'diff', text: patch.replace(/\n$/, ''), sentence: 'see' });
    expect(message).not.toContain('\r');
    const block = codeBlocks(message).find(part => part.kind === 'code');
    // Others see what cannot be seen as a mark.
    const whole = patchForGit(visibleText(block?.text ?? ''), block?.hasReturns === true);
    expect(whole).toBe(patch);
    writeFileSync(path.join(folder, 'x.patch'), whole);
    git('apply', 'x.patch');
    expect(readFileSync(path.join(folder, 'x.txt'), 'utf8')).toBe(after);
    expect(applied(whole, before.replace(/^\ufeff/, ''))).toBe(after.replace(/^\ufeff/, ''));
  });

  it('takes the ends of lines of the text before', async () => {
    expect(await composePatch('x', { before: 'a\nb\n', after: 'a\r\nc\r\n' })).not.toContain('\r');
    expect(await composePatch('x', { before: 'a\r\nb\n', after: 'a\r\nc\r\n' })).not.toContain('\r');
    expect(await composePatch('x', { before: undefined, after: 'a\r\n' })).toContain('+a\r\n');
  });

  it('makes a new file of none', async () => {
    const patch = (await composePatch('é/x.ts', { before: undefined, after: 'a\nb\n' })) ?? '';
    expect(readPatch(patch)).toMatchObject({ path: 'é/x.ts', creates: true });
    expect(applied(patch, '')).toBe('a\nb\n');
  });

  it('agrees with others on what a patch means', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const [before, after] = [one.join('\n'), other.join('\n')];
        if (before === after) return;
        expect(applied(createTwoFilesPatch('x', 'x', before, after, '', '', { context: 1 }), before)).toBe(
          after,
        );
      }),
    );
  });
});
