/** What the protocol itself bounds. https://modern.ircdocs.horse/#message-format and IRCv3 message-tags. */

/** Bytes of a line without its tags, CR LF included. */
export const maxLineBytes = 512;

/** Bytes of the tags a client may send, from `@` to the space after them. */
export const maxClientTagBytes = 4096;

/** Middle parameters and the trailing one. */
export const maxParams = 15;

/** Bytes of a `label` value. https://ircv3.net/specs/extensions/labeled-response */
export const maxLabelBytes = 64;

/** The port of IRC over TLS. https://www.rfc-editor.org/rfc/rfc7194 */
export const defaultTlsPort = 6697;
