/** How many bytes `text` takes in UTF-8; a lone surrogate counts 3, as U+FFFD does. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (isSurrogatePair(text, index)) {
      bytes += 4;
      index++;
    } else bytes += 3;
  }
  return bytes;
}

function isSurrogatePair(text: string, index: number): boolean {
  const high = text.charCodeAt(index);
  const low = text.charCodeAt(index + 1);
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}

/**
 * Cuts `text` so that each part takes at most `maxBytes` bytes in UTF-8, after a space where there is one in the last
 * half of a part, and never inside what is read as one character (an emoji with its modifiers, a letter with its
 * accents). The parts joined give the text again. An empty text gives one empty part.
 *
 * @param maxBytes at least 4, the longest code point; throws RangeError below that
 */
export function splitByBytes(text: string, maxBytes: number): string[] {
  if (maxBytes < 4) throw new RangeError('a part must hold at least one code point');
  const parts: string[] = [];
  let from = 0;
  // Counted once: what is left is what was not cut off yet.
  for (let left = utf8Length(text); left > maxBytes;) {
    // Far fewer characters than bytes fit, so that only the head of a long text is looked at.
    const head = text.slice(from, from + maxBytes + 1);
    const part = head.slice(0, cutBefore(head, maxBytes));
    parts.push(part);
    from += part.length;
    left -= utf8Length(part);
  }
  if (from < text.length || parts.length === 0) parts.push(text.slice(from));
  return parts;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The index at which a first part of at most `maxBytes` bytes ends. @param text at least that long in bytes */
function cutBefore(text: string, maxBytes: number): number {
  let bytes = 0;
  let end = 0;
  let afterSpace = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    bytes += utf8Length(segment);
    if (bytes > maxBytes) break;
    end = index + segment.length;
    if (segment === ' ') afterSpace = end;
  }
  if (end === 0) return cutCodePoints(text, maxBytes);
  return afterSpace > end / 2 ? afterSpace : end;
}

/** For one character longer than a part (a letter under a tower of marks): between its code points. */
function cutCodePoints(text: string, maxBytes: number): number {
  let bytes = 0;
  let end = 0;
  for (const point of text) {
    bytes += utf8Length(point);
    if (bytes > maxBytes) break;
    end += point.length;
  }
  return end;
}
