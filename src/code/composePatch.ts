import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import { maxDiffMs } from './limits.ts';

/**
 * The difference between two texts of one file, as a unified diff that `readPatch` takes and `git apply` too.
 *
 * @param texts.before undefined when the file is new
 * @returns '' when there is none, undefined when finding it takes longer than `maxDiffMs`
 */
export function composePatch(
  path: string,
  texts: { readonly before: string | undefined; readonly after: string },
): string | undefined {
  const before = withLineFeeds(texts.before ?? '');
  const after = withLineFeeds(texts.after);
  if (before === after && texts.before !== undefined) return '';
  const old = texts.before === undefined ? '/dev/null' : `a/${path}`;
  const options = { context: 3, timeout: maxDiffMs };
  const patch = structuredPatch(old, `b/${path}`, before, after, undefined, undefined, options);
  return patch && formatPatch(patch, FILE_HEADERS_ONLY);
}

function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
