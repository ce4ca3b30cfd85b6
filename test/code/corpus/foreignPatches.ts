/** A patch as another program makes it, and what it does to `src/a.ts`. */
interface ForeignPatch {
  readonly name: string;
  readonly patch: string;
  readonly before: string;
  readonly after: string;
}

const before = 'one\ntwo\nthree\n\n';
const after = 'one\n2\nthree\n\n';
const hunk = '@@ -1,4 +1,4 @@\n one\n-two\n+2\n three\n \n';
const names = '--- a/src/a.ts\n+++ b/src/a.ts\n';
const git = `diff --git a/src/a.ts b/src/a.ts\nindex 1a2b3c4..5d6e7f8 100644\n${names}`;
const line = '='.repeat(67);

const made = (name: string, patch: string): ForeignPatch => ({ name, patch, before, after });

export const foreignPatches: readonly ForeignPatch[] = [
  made(
    'git format-patch',
    `From ${'1a2b3c4d5e'.repeat(4)} Mon Sep 17 00:00:00 2001\nFrom: Ana <ana@x.example>\nDate: Fri, 2 Jan 2026 10:00:00 -0300\nSubject: [PATCH 1/2] Count again\n\nIt was wrong.\n---\n src/a.ts | 2 +-\n 1 file changed, 1 insertion(+), 1 deletion(-)\n\n${git}${hunk}-- \n2.47.1\n\n`,
  ),
  made('git format-patch whose signature was trimmed', `Subject: [PATCH] x\n---\n${git}${hunk}--\n2.47.1`),
  made('git show', `commit 1a2b3c4\nAuthor: Ana\n\n    Count again\n\n${git}${hunk}`),
  made(
    'Subversion',
    `Index: src/a.ts\n${line}\n--- src/a.ts\t(revision 12)\n+++ src/a.ts\t(working copy)\n${hunk}\nProperty changes on: src/a.ts\n${'_'.repeat(67)}\nAdded: svn:eol-style\n## -0,0 +1 ##\n+native\n\\ No newline at end of property\n`,
  ),
  made(
    'Subversion copied from a terminal',
    `Index: src/a.ts\n${line}\n--- src/a.ts    (revision 12)\n+++ src/a.ts    (working copy)\n${hunk}`,
  ),
  made(
    'IntelliJ IDEA',
    `Subject: [PATCH] x\n---\nIndex: src/a.ts\nIDEA additional info:\nSubsystem: com.intellij.openapi.diff.impl.patch.CharsetEP\n<+>UTF-8\n${line}\ndiff --git a/src/a.ts b/src/a.ts\n--- a/src/a.ts\t(revision 1a2b3c4d)\n+++ b/src/a.ts\t(date 1767348000000)\n${hunk}`,
  ),
  made(
    'Eclipse',
    `### Eclipse Workspace Patch 1.0\n#P shop\nIndex: src/a.ts\n${line}\nRCS file: /cvs/src/a.ts,v\nretrieving revision 1.2\ndiff -u -r1.2 a.ts\n--- src/a.ts\t1 Jan 2026 10:00:00 -0000\t1.2\n+++ src/a.ts\t2 Jan 2026 10:00:00 -0000\n${hunk}`,
  ),
  made(
    'Mercurial',
    `# HG changeset patch\n# User Ana\ndiff -r 1a2b3c4d5e6f -r 2a2b3c4d5e6f src/a.ts\n--- a/src/a.ts\tThu Jan 01 10:00:00 2026 +0000\n+++ b/src/a.ts\tFri Jan 02 10:00:00 2026 +0000\n${hunk}`,
  ),
  made(
    'diff of two folders',
    `diff -ru old/src/a.ts new/src/a.ts\n--- old/src/a.ts\t2026-01-01 10:00:00.000000000 +0000\n+++ new/src/a.ts\t2026-01-02 10:00:00.000000000 +0000\n${hunk}`,
  ),
  made('diff of a file put aside', `--- src/a.ts.orig\t2026-01-01\n+++ src/a.ts\t2026-01-02\n${hunk}`),
  made('git with a byte order mark of its own', `\ufeff${git}${hunk}`),
  made('a file with a byte order mark', `${git}${hunk.replace(' one', ' \ufeffone')}`),
  made('a byte order mark as the chat shows it', `${git}${hunk.replace(' one', ' \u27e8U+FEFF\u27e9one')}`),
  made('a byte order mark that goes', `${git}@@ -1,2 +1,2 @@\n-\ufeffone\n-two\n+one\n+2\n`),
  made('a trimmed blank line at the end', `${git}${hunk.replace(/ \n$/, '')}`),
  made('trimmed blank lines and no end', `${git}${hunk.replace(/\n \n$/, '')}`),
];
