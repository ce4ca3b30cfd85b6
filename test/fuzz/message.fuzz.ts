import assert from 'node:assert/strict';
import { maxParams } from '../../src/irc/limits.ts';
import { type Message, MessageError, parseMessage, serializeMessage } from '../../src/irc/message.ts';
import { isTagKey } from '../../src/irc/tags.ts';
import { splitByBytes, utf8Length } from '../../src/irc/utf8.ts';
import { watchedSync } from './watched.ts';

/** Characters of a text that is cut into parts: cutting is slow where parts are tiny. */
const maxSplit = 150;

/** What `action` gives, or undefined when it refuses as it says it does. */
function refusable<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof MessageError) return undefined;
    throw error;
  }
}

/** The escapes of a tag value, one character after the other. */
function unescape(value: string): string {
  const meanings: Readonly<Record<string, string>> = { ':': ';', s: ' ', r: '\r', n: '\n' };
  let text = '';
  for (let at = 0; at < value.length; at++) {
    if (value[at] !== '\\') text += value[at] ?? '';
    else {
      const escaped = value[++at] ?? '';
      text += meanings[escaped] ?? escaped;
    }
  }
  return text;
}

/** What a line means, by another way than the parser's; undefined for one that is none. */
function meaningOf(line: string): Message | undefined {
  const found = /^(?:@([^ ]*)(?= |$))? *(?::([^ ]*)(?= |$) *)?([A-Za-z]+|[0-9]{3})(?: +(.*))?$/s.exec(line);
  if (found === null || /[\0\r\n]/.test(line)) return undefined;
  const [, tagText = '', source, command = '', rest = ''] = found;
  const tags = tagText.split(';').map(item => item.split('=') as [string, ...string[]]);
  const known = tags.filter(([key]) => isTagKey(key));
  const params = [];
  let left = rest;
  while (left !== '' && !left.startsWith(':') && params.length < maxParams - 1) {
    const [word = '', after = ''] = /^([^ ]+) *(.*)$/s.exec(left)?.slice(1) ?? [];
    params.push(word);
    left = after;
  }
  if (left !== '') params.push(left.replace(/^:/, ''));
  const message = {
    tags: new Map(known.map(([key, ...value]) => [key, unescape(value.join('='))])),
    command: command.toUpperCase(),
    params,
  };
  return source === undefined ? message : { ...message, source };
}

function checkGrammar({ tags, command, params, source }: Message): void {
  for (const key of tags.keys()) assert(isTagKey(key), `tag ${JSON.stringify(key)}`);
  assert.match(command, /^(?:[A-Z]+|[0-9]{3})$/);
  assert(params.length <= maxParams, `${params.length} parameters`);
  for (const middle of params.slice(0, -1)) assert.match(middle, /^[^ :][^ ]*$/s);
  assert(source?.includes(' ') !== true, 'a spaced source');
}

/** A line that can be read can be written, and is then read as the same. */
function checkRoundTrip(line: string): void {
  const message = refusable(() => parseMessage(line));
  assert.deepEqual(message, meaningOf(line));
  if (message === undefined) return;
  checkGrammar(message);
  const written = refusable(() => serializeMessage(message));
  // The grammar reads a lone colon as an empty source, which nobody may write.
  if (written === undefined) assert.equal(message.source, '');
  else {
    assert.deepEqual(parseMessage(written), message);
    assert.equal(serializeMessage(parseMessage(written)), written);
  }
}

function checkSplit(text: string, maxBytes: number): void {
  const parts = splitByBytes(text, maxBytes);
  assert.equal(parts.join(''), text);
  for (const part of parts) assert(utf8Length(part) <= maxBytes, `a part of ${utf8Length(part)} bytes`);
}

/** Any bytes as a line of text: it is read or refused, never anything else. */
export const fuzz = watchedSync(data => {
  const line = data.toString('utf8');
  assert.equal(utf8Length(line), Buffer.byteLength(line));
  checkRoundTrip(line);
  checkRoundTrip(line.replace(/[\0\r\n]/g, ''));
  checkSplit(line.slice(0, maxSplit), 4 + (data[0] ?? 0));
});
