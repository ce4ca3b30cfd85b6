/**
 * Whether `text` can stand as one word on the wire, so that a server can judge it. What a nick may hold differs from
 * server to server.
 */
export function isWord(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are among what it refuses
  return /^[^:,\s\x00-\x20\x7f][^,\s\x00-\x20\x7f]{0,127}$/.test(text);
}

/** Whether `text` can be the name that a server gives a message. https://ircv3.net/specs/extensions/message-ids */
export function isMsgid(text: string): boolean {
  return /^[\x21-\x39\x3b-\x7e][\x21-\x7e]{0,127}$/.test(text);
}
