/** What a server says of itself in 005. https://modern.ircdocs.horse/#rplisupport-005 */
export type Isupport = ReadonlyMap<string, string>;

/**
 * Adds the tokens of one 005 line to what is known: `KEY`, `KEY=value` with `\xHH` escapes, `-KEY` takes one back.
 *
 * @param params of the message: the first is the nick, the last is text; both are passed over
 */
export function addIsupport(known: Isupport, params: readonly string[]): Isupport {
  const next = new Map(known);
  for (const token of params.slice(1, -1)) {
    const equals = token.indexOf('=');
    const key = equals < 0 ? token : token.slice(0, equals);
    if (key.startsWith('-')) next.delete(key.slice(1));
    else next.set(key, equals < 0 ? '' : unescapeValue(token.slice(equals + 1)));
  }
  return next;
}

function unescapeValue(value: string): string {
  return value.replace(/\\x([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** A token's value as a whole number of at least 1, or `otherwise` when it is absent or something else. */
export function isupportNumber(known: Isupport, key: string, otherwise: number): number {
  const value = known.get(key) ?? '';
  return /^[1-9][0-9]{0,8}$/.test(value) ? Number(value) : otherwise;
}
