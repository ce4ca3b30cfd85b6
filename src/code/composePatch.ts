import { FILE_HEADERS_ONLY, formatPatch, structuredPatch, type StructuredPatch } from 'diff';
import { maxDiffMs } from './limits.ts';

/**
 * The difference between two texts of one file, as a unified diff that `readPatch` takes and `git apply` too: its lines end
 * as those of the text before do, and other ends alone are no difference. It is found in many short turns.
 *
 * @param texts.before undefined when the file is new
 * @param texts.after undefined when it is deleted
 * @returns '' when there is none, undefined when finding it takes longer than `maxDiffMs`
 */
export async function composePatch(
  path: string,
  texts: { readonly before: string | undefined; readonly after: string | undefined },
): Promise<string | undefined> {
  const before = withOneEnd(texts.before ?? '');
  const after = texts.after === undefined ? '' : afterOf(before, texts.after, texts.before === undefined);
  if (before === after && texts.before !== undefined && texts.after !== undefined) return '';
  const old = texts.before === undefined ? '/dev/null' : `a/${path}`;
  const place = texts.after === undefined ? '/dev/null' : `b/${path}`;
  const patch = await new Promise<StructuredPatch | undefined>(resolve => {
    const options = { context: 3, timeout: maxDiffMs, callback: resolve };
    structuredPatch(old, place, before, after, undefined, undefined, options);
  });
  return patch && formatPatch(patch, FILE_HEADERS_ONLY);
}

function afterOf(before: string, after: string, isNew: boolean): string {
  return isNew ? withOneEnd(after) : withEndsOf(before, after);
}

/** With CR and LF where all lines have both, else with LF. */
function withOneEnd(text: string): string {
  return /(?<!\r)\n/.test(text) ? withLineFeeds(text) : text;
}

/** The editor takes byte order marks away. */
function withEndsOf(before: string, text: string): string {
  const marked = before.startsWith('\ufeff') && !text.startsWith('\ufeff') ? `\ufeff${text}` : text;
  const lines = withLineFeeds(marked);
  return before.includes('\r\n') ? lines.replaceAll('\n', '\r\n') : lines;
}

function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
