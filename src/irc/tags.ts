/** Message tags: a key with a value, which is '' when the tag has none. https://ircv3.net/specs/extensions/message-tags */
export type Tags = ReadonlyMap<string, string>;

/** No tags at all, shared. */
export const noTags: Tags = new Map();

const escapes: Readonly<Record<string, string>> = {
  ';': '\\:',
  ' ': '\\s',
  '\\': '\\\\',
  '\r': '\\r',
  '\n': '\\n',
};
const unescapes: Readonly<Record<string, string>> = { ':': ';', s: ' ', '\\': '\\', r: '\r', n: '\n' };
const keyPattern = /^\+?(?:[A-Za-z0-9.-]+\/)?[A-Za-z0-9-]+$/;

/** Writes a tag value so that it holds no semicolon, space or line end. */
export function escapeTagValue(value: string): string {
  return value.replace(/[; \\\r\n]/g, character => escapes[character] ?? character);
}

/** Reads a tag value; an unknown escape gives its character, a lone backslash at the end gives nothing. */
export function unescapeTagValue(value: string): string {
  if (!value.includes('\\')) return value;
  return value.replace(/\\(.?)/gs, (_, character: string) => unescapes[character] ?? character);
}

/** Whether `key` may name a tag, with a client prefix (`+`) or a vendor before it. */
export function isTagKey(key: string): boolean {
  return keyPattern.test(key);
}

/** Reads what stands between `@` and the space. Of a key that comes twice the last one counts; bad keys are left out. */
export function parseTags(text: string): Tags {
  const tags = new Map<string, string>();
  for (const item of text.split(';')) {
    const equals = item.indexOf('=');
    const key = equals < 0 ? item : item.slice(0, equals);
    if (isTagKey(key)) tags.set(key, equals < 0 ? '' : unescapeTagValue(item.slice(equals + 1)));
  }
  return tags;
}

/**
 * Writes tags without `@` and space; '' for none.
 *
 * @throws {RangeError} for a key the grammar does not know
 */
export function serializeTags(tags: Tags): string {
  const items: string[] = [];
  for (const [key, value] of tags) {
    if (!isTagKey(key)) throw new RangeError(`not a tag key: ${JSON.stringify(key)}`);
    items.push(value === '' ? key : `${key}=${escapeTagValue(value)}`);
  }
  return items.join(';');
}
