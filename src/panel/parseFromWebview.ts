import { maxReactionLength } from '../chat/line.ts';
import type { Location } from '../chat/location.ts';
import { maxLocationPath } from '../chat/locationPath.ts';
import {
  maxCodeBlocks,
  maxDroppedFiles,
  maxFileNameLength,
  maxFilePieceBytes,
  maxIdLength,
  maxKeptLength,
  maxLineNumber,
  maxLinkLength,
  maxLocations,
  maxLocationText,
  maxLocationTexts,
  maxPlaceNameLength,
  maxSubmitLength,
  maxTabPlaces,
  maxUriLength,
} from './messageLimits.ts';
import { codeActions, fileActions, type FromWebview, panelActions } from './protocol.ts';
import { keptOf } from './readKept.ts';
import {
  listOf,
  objectOf,
  oneOf,
  type Read,
  type Readers,
  textOf,
  wholeOf,
  wordLike,
} from '../common/read.ts';

type MessageType = FromWebview['type'];
type Fields<Type extends MessageType> = Omit<Extract<FromWebview, { type: Type }>, 'type'>;

const id = textOf(maxIdLength);
const tab = id;
const file = id;
const nick = textOf(maxPlaceNameLength);
const room = nick;
const on: Read<boolean> = value => (typeof value === 'boolean' ? value : undefined);
const offset = wholeOf(0, Number.MAX_SAFE_INTEGER);

const anyLocation: Read<Location> = objectOf<Location>(
  {
    path: textOf(maxLocationPath),
    root: oneOf(['disk']),
    line: wholeOf(1, maxLineNumber),
    endLine: wholeOf(1, maxLineNumber),
    column: wholeOf(1, maxLineNumber),
    commit: wordLike(/^[0-9a-f]{7,40}$/, 40),
    text: textOf(maxLocationText, 0),
  },
  ['root', 'endLine', 'column', 'commit', 'text'],
);

function location(value: unknown): Location | undefined {
  const read = anyLocation(value);
  return read?.endLine !== undefined && read.endLine < read.line ? undefined : read;
}

const anyLocations = listOf(location, maxLocations);

function locations(value: unknown): readonly Location[] | undefined {
  const read = anyLocations(value) ?? [];
  const characters = read.reduce((sum, { text = '' }) => sum + text.length, 0);
  return read.length > 0 && characters <= maxLocationTexts ? read : undefined;
}

function bytes(value: unknown): Uint8Array | undefined {
  return value instanceof Uint8Array && value.byteLength <= maxFilePieceBytes ? value : undefined;
}

const droppedFile = objectOf<Fields<'dropped'>['files'][number]>({
  file,
  name: textOf(maxFileNameLength),
  size: offset,
});
const uri = wordLike(/^[a-z][a-z0-9+.-]*:[^\s]+$/i, maxUriLength);

/** Every kind of message with a reader for each of its fields; the compiler sees that none is missing. */
const messages: { readonly [Type in MessageType]: Readers<Fields<Type>> } = {
  ready: {},
  submit: { tab, text: textOf(maxSubmitLength, 0), answers: id },
  action: { action: oneOf(panelActions) },
  kept: { kept: keptOf(maxKeptLength) },
  openLink: { href: wordLike(/^(?:https?:\/\/|mailto:)[^\s]+$/i, maxLinkLength) },
  openTab: { tab },
  closeTab: { tab },
  moveTab: { tab, to: wholeOf(0, maxTabPlaces - 1) },
  wantPlaces: { tab },
  joinRoom: { tab, room },
  openChat: { tab, nick },
  mute: { tab, nick, on },
  typing: { tab, state: oneOf(['active', 'paused', 'done']) },
  seen: { tab, id },
  reading: { tab, line: textOf(maxIdLength, 0) },
  older: { tab },
  react: { tab, id, reaction: textOf(maxReactionLength) },
  redact: { tab, id },
  sendAgain: { tab, id },
  openLocation: { location },
  checkLocations: { locations },
  code: { tab, id, block: wholeOf(0, maxCodeBlocks - 1), action: oneOf(codeActions) },
  file: { tab, id, action: oneOf(fileActions) },
  dropped: {
    tab,
    files: listOf(droppedFile, maxDroppedFiles),
    folders: wholeOf(0, maxDroppedFiles),
    uris: listOf(uri, maxDroppedFiles),
  },
  fileBytes: { file, offset, bytes },
};

/** The fields that may be missing, in every message that has them. */
const optional: readonly string[] = ['answers'] satisfies readonly (keyof Fields<'submit'>)[];

/** Reads what came from the page, or undefined when it is not a message of the contract. Fields of no message are left out. */
export function parseFromWebview(value: unknown): FromWebview | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  const { type } = value;
  if (!isMessageType(type)) return undefined;
  const readers: Readers<Record<string, unknown>> = messages[type];
  const fields = objectOf(readers, optional)(value);
  // The table gives each kind of message exactly its fields, and the reader has checked each of them.
  return fields && ({ ...fields, type } as FromWebview);
}

function isMessageType(type: unknown): type is MessageType {
  return typeof type === 'string' && Object.hasOwn(messages, type);
}
