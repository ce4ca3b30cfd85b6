// What senders say: 100 bytes that name the sender and count, and that a receiver checks to the last byte.

/** Bytes of one message's text. */
export const payloadBytes = 100;

/** Where the number stands in a payload; a second copy stands at `secondNumberAt`. Both are four bytes. */
export const numberAt = 4;
export const secondNumberAt = 92;

const firstDigit = 0x30;
const filler = 'the quick brown fox jumps over the lazy dog and runs '.replaceAll(' ', '_').repeat(2);

/** The nick of a sender, from 0 to 9, which receivers recognise by its second character. */
export const senderNick = (sender: number): string => `s${sender}x`;

/** A payload with the number 0. */
function template(sender: number): string {
  const head = `b${sender}--0000`;
  return `${head}${filler.slice(0, secondNumberAt - head.length)}0000.end`;
}

/** Matches what `template` makes, whatever the number, at the end of a line. */
export const payloadPattern = `b\\d--.{${payloadBytes - 8}}\\.end`;

/** The payload's bytes by fours, little-endian, for comparing four bytes at a time; those of the number are 0. */
export function payloadWords(sender: number): Int32Array {
  const bytes = Buffer.from(template(sender), 'latin1');
  const words = Int32Array.from({ length: payloadBytes / 4 }, (_, index) => bytes.readInt32LE(index * 4));
  words[numberAt / 4] = 0;
  words[secondNumberAt / 4] = 0;
  return words;
}

/** Numbers are written as four characters of six bits each, from `0` on; the lowest first. */
export const maxNumber = 2 ** 24 - 1;

/** Four characters, read as a little-endian word, for a number from 0 to `maxNumber`. */
function numberToWord(number: number): number {
  const spread =
    (number & 63) | ((number & 0xfc0) << 2) | ((number & 0x3f000) << 4) | ((number & 0xfc0000) << 6);
  return spread + firstDigit * 0x01010101;
}

/** The inverse of `numberToWord`. */
export function wordToNumber(word: number): number {
  const spread = word - firstDigit * 0x01010101;
  return (spread & 63) | ((spread >> 2) & 0xfc0) | ((spread >> 4) & 0x3f000) | ((spread >> 6) & 0xfc0000);
}

/** Makes the commands of one sender. */
export class Commands {
  readonly #command: Buffer;
  readonly #payloadAt: number;

  constructor(sender: number, room: string) {
    const head = `PRIVMSG ${room} :`;
    this.#command = Buffer.from(`${head}${template(sender)}\r\n`, 'latin1');
    this.#payloadAt = head.length;
  }

  /** The command with this number, line end included. */
  make(number: number): Buffer {
    const bytes = Buffer.from(this.#command);
    const word = numberToWord(number);
    bytes.writeInt32LE(word, this.#payloadAt + numberAt);
    bytes.writeInt32LE(word, this.#payloadAt + secondNumberAt);
    return bytes;
  }
}
