import { defaultNickBytes, defaultTextBytes, defaultTopicBytes, maxSayBytes } from './limits.ts';
import type { Server } from './server.ts';
import { textBytesFor } from './saying/wire.ts';

/** What a server may or may not offer. */
export type Feature = 'history' | 'tags' | 'redaction' | 'readMarkers' | 'files' | 'multiline';

/** What a server allows, in bytes. */
export interface ServerLimits {
  readonly nickBytes: number;
  readonly topicBytes: number;
  /** One line of a message. */
  readonly textBytes: number;
  /** One message in all, before it is cut into several. */
  readonly multilineBytes: number;
}

/** The token of 005 by which a server says that it takes files over its own port. */
const filesToken = 'PYCHATFILES';

const needs: Readonly<Record<Exclude<Feature, 'files' | 'multiline'>, readonly string[]>> = {
  history: ['draft/chathistory', 'batch', 'server-time'],
  tags: ['message-tags'],
  redaction: ['draft/message-redaction', 'message-tags'],
  readMarkers: ['draft/read-marker'],
};

/** Whether a server offers what it takes; undefined is no server. */
export function supports(server: Server | undefined, what: Feature): boolean {
  if (server === undefined) return false;
  if (what === 'files') return server.supports(filesToken) !== undefined;
  if (what === 'multiline') return server.multiline !== undefined;
  return needs[what].every(name => server.capabilities.has(name));
}

/** What a server allows; a careful guess where there is none. */
export function limitsOf(server: Server | undefined): ServerLimits {
  if (server === undefined) {
    const [nickBytes, topicBytes, textBytes] = [defaultNickBytes, defaultTopicBytes, defaultTextBytes];
    return { nickBytes, topicBytes, textBytes, multilineBytes: textBytes };
  }
  const { nickBytes, topicBytes } = server;
  const textBytes = textBytesFor(server, '#'.padEnd(50, 'x'));
  const multilineBytes = Math.min(server.multiline?.maxBytes ?? textBytes, maxSayBytes);
  return { nickBytes, topicBytes, textBytes, multilineBytes };
}
