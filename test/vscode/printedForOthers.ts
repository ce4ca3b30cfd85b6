/** What `/irc` prints, taken apart. */
export interface Printed {
  readonly port: number;
  readonly password: string;
  readonly certificate: string;
  readonly key: string;
  readonly irssi: readonly string[];
  readonly weechat: readonly string[];
}

/** @param note as it was copied from the panel */
export function readPrinted(note: string): Printed {
  const find = (pattern: RegExp): string => pattern.exec(note)?.[1] ?? '';
  const address = find(/^ {2}server +(\S+), port \d+, TLS$/m);
  // The room is at every address of this machine; the test stays on the one that never leaves it.
  const [, irssi = '', weechat = ''] = note.replaceAll(address, '127.0.0.1').split(/\n.*type or paste:\n/);
  return {
    port: Number(find(/^ {2}server .* port (\d+), TLS$/m)),
    password: find(/^ {2}password +(\S+)$/m),
    certificate: find(/^ {2}certificate +SHA-256 ([0-9A-F:]{95})$/m),
    key: find(/^ {2}public key +SHA-256 ([0-9A-F:]{95})$/m),
    irssi: irssi.trimEnd().split('\n'),
    weechat: weechat.trimEnd().split('\n'),
  };
}

/** A fingerprint, in either form, with its first digit changed. */
export const spoil = (command: string): string =>
  command.replace(/[0-9a-f](?=[0-9a-f]:?(?:[0-9a-f]{2}:?){31})/gi, digit => (digit === '0' ? '1' : '0'));
