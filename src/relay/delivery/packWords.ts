import { utf8Length } from '../../irc/utf8.ts';

/**
 * Puts words, with a space between them, into as few texts of at most `maxBytes` bytes as keep their order. A longer
 * word has a text of its own. No words give no texts.
 */
export function packWords(words: Iterable<string>, maxBytes: number): string[] {
  const texts: string[] = [];
  let text = '';
  let bytes = 0;
  for (const word of words) {
    const more = utf8Length(word);
    if (text !== '' && bytes + 1 + more > maxBytes) {
      texts.push(text);
      text = '';
    }
    bytes = text === '' ? more : bytes + 1 + more;
    text = text === '' ? word : `${text} ${word}`;
  }
  return text === '' ? texts : [...texts, text];
}
