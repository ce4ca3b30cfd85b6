/** What a connection for a file asks for in its first line. docs/files.md */
export type FileRequest =
  | {
      readonly type: 'offer';
      /** A channel or a nick. */
      readonly target: string;
      /** Bytes. */
      readonly size: number;
      /** An offer made before, whose connection broke. */
      readonly renews?: { readonly id: string; readonly secret: string };
    }
  | {
      readonly type: 'get';
      readonly id: string;
      readonly secret: string;
      readonly offset: number;
      /** It says when it has all; a client of 0.1.0 waits for the end instead. */
      readonly confirms: boolean;
    }
  | { readonly type: 'send'; readonly pull: string };

/** Reads a request. @returns undefined for what is none */
export function parseFileRequest(line: string): FileRequest | undefined {
  const [command, ...words] = line.split(' ');
  if (command === 'OFFER') return parseOffer(words);
  if (command === 'FETCH' || command === 'GET') return parseGet(words, command === 'FETCH');
  const [pull = ''] = words;
  return command === 'SEND' && words.length === 1 && isWord(pull) ? { type: 'send', pull } : undefined;
}

function parseOffer(words: readonly string[]): FileRequest | undefined {
  const [target = '', bytes = '', id = '', secret = ''] = words;
  const size = readBytes(bytes);
  if (target === '' || size === undefined) return undefined;
  if (words.length === 2) return { type: 'offer', target, size };
  const isRenewal = words.length === 4 && isWord(id) && isWord(secret);
  return isRenewal ? { type: 'offer', target, size, renews: { id, secret } } : undefined;
}

function parseGet(words: readonly string[], confirms: boolean): FileRequest | undefined {
  const [id = '', secret = '', from = ''] = words;
  const offset = readBytes(from);
  if (words.length !== 3 || offset === undefined || !isWord(id) || !isWord(secret)) return undefined;
  return { type: 'get', id, secret, offset, confirms };
}

function isWord(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(text);
}

function readBytes(text: string): number | undefined {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
}
