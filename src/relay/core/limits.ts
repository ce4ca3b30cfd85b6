import { type AdmissionLimits, defaultAdmissionLimits } from './admissionLimits.ts';
import { defaultHoldingLimits, type HoldingLimits } from './holdingLimits.ts';
import { defaultSavingLimits, type SavingLimits } from './savingLimits.ts';

/**
 * What the relay bounds by choice. What the protocol bounds is in `irc/limits.ts`. Times are in milliseconds, sizes in
 * bytes of UTF-8, everything else is a count.
 */
export interface Limits extends AdmissionLimits, HoldingLimits, SavingLimits {
  /** Base64 of one answer in SASL. */
  readonly saslBytes: number;
  readonly nickBytes: number;
  readonly userBytes: number;
  readonly realNameBytes: number;
  readonly channelBytes: number;
  readonly topicBytes: number;
  /** An away message; what is longer is cut. */
  readonly awayBytes: number;
  /** The reason given with PART and QUIT; what is longer is cut. */
  readonly reasonBytes: number;
  /** Channels one person may be in. */
  readonly maxChannelsPerPerson: number;
  /** What JOIN has to bring where a channel has a key. */
  readonly channelKeyBytes: number;
  /** Entries of a channel's ban, exception and invitation exception lists together. */
  readonly maxListEntries: number;
  /** One entry of those lists. */
  readonly maskBytes: number;
  /** People whose keys make them operators of one channel. */
  readonly maxOperatorKeys: number;
  /** Modes with an argument in one MODE; those after them are passed over. */
  readonly maxModes: number;
  /** Masks, names and conditions in one LIST. */
  readonly maxListConditions: number;
  /** Receivers named in one PRIVMSG, NOTICE or TAGMSG. */
  readonly maxTargets: number;
  /** Nicks on one person's MONITOR list. */
  readonly monitorEntries: number;
  /** People that a WHO with a mask lists. */
  readonly whoMatches: number;
  /** Bytes that wait for a slow reader; past it for longer than `slowReadMs`, that one is dropped. */
  readonly maxQueuedBytes: number;
  /** Bytes that are said at once to one room, or to all connections of one account; one with more than 64 readers gets as much less. */
  readonly deliveryBurst: number;
  /** Bytes that are said to it in each further second. */
  readonly deliveryPerSecond: number;
  /** How much of either one address group may use. */
  readonly deliverySharePercent: number;
  /** The longest message that is said whatever the others do, out of what everybody has for themselves. */
  readonly deliveryOwnBytes: number;
  /** Bytes of it that everybody has for themselves. */
  readonly deliveryOwnBurst: number;
  /** Those in each further second. */
  readonly deliveryOwnPerSecond: number;
  /** A multiline message: the text of all lines and the line feeds between them. */
  readonly multilineBytes: number;
  /** A multiline message's lines. */
  readonly multilineLines: number;
  /** Multiline messages that are not said yet, all together, roughly; past it the largest of the address group with most is refused. */
  readonly openBatchBytesAll: number;
  /** How long a channel that is empty waits for those who lost their connection. */
  readonly emptyRoomMs: number;
  /** Things said and done in one channel that are kept; none switches history off for channels. */
  readonly historyMessages: number;
  /** What they may take of memory, roughly; the same for one private talk. */
  readonly historyBytes: number;
  /** What all history may take of memory, roughly. */
  readonly historyBytesAll: number;
  /** Messages of one private talk that are kept. */
  readonly privateTalkMessages: number;
  /** Messages in answer to one CHATHISTORY, and targets in answer to one CHATHISTORY TARGETS. */
  readonly chathistoryMessages: number;
  /** What they may take, roughly; the first one is sent in any case. */
  readonly chathistoryBytes: number;
  /** Messages that are played back to who comes into a channel and cannot ask for them; 0 for none. */
  readonly playbackMessages: number;
  /** What they may take, roughly. */
  readonly playbackBytes: number;
  /** Lines that are played back of one multiline message, to who knows no batches. */
  readonly playbackLines: number;
  /** How long people may take back what they said. */
  readonly redactWindowMs: number;
  /** Keys that one person, or one channel, has metadata for. */
  readonly metadataKeys: number;
  readonly metadataKeyBytes: number;
  readonly metadataValueBytes: number;
  /** Keys that one connection is told of. */
  readonly metadataSubscriptions: number;
  /** Metadata that is sent unasked for when somebody comes into a channel; past it the client has to ask. */
  readonly metadataOnJoin: number;
  /** Metadata in answer to one request. */
  readonly metadataAnswer: number;
  /** A file that is offered; 0 for no files at all. */
  readonly maxFileBytes: number;
  /** Requests of one key at once, and then as many again in each `fileRequestWindowMs`. */
  readonly fileRequests: number;
  readonly fileRequestWindowMs: number;
  /** The line of a request, its end not counted. */
  readonly fileRequestBytes: number;
  /** From the end of the handshake to the end of the request. */
  readonly fileRequestTimeoutMs: number;
  /** How long the sender of a file has to begin. */
  readonly filePullTimeoutMs: number;
  /** How long no byte of a file may move, or its receiver not confirm the last one, before it is given up. */
  readonly fileIdleMs: number;
  /** How often who offers a file is asked whether they are still there; silence as long again is a no. */
  readonly filePingMs: number;
  /** What waits for one slow receiver of a file, before its sender has to wait. */
  readonly fileBufferBytes: number;
  /** What waits for the receivers of all files together: half in equal parts for each of `maxFilePulls`, the rest as needed. */
  readonly fileBufferBytesAll: number;
  /** Bytes of files in all that are moved before chat has its turn again. */
  readonly fileBytesPerTurn: number;
  /** How long after a look at whether somebody may still have a file the next one follows, while it moves. */
  readonly fileRecheckMs: number;
}

export const defaultLimits: Limits = {
  ...defaultAdmissionLimits,
  ...defaultHoldingLimits,
  saslBytes: 1200,
  nickBytes: 30,
  userBytes: 16,
  realNameBytes: 100,
  channelBytes: 64,
  topicBytes: 300,
  awayBytes: 200,
  reasonBytes: 200,
  maxChannelsPerPerson: 50,
  channelKeyBytes: 32,
  maxListEntries: 100,
  maskBytes: 150,
  maxOperatorKeys: 50,
  maxModes: 12,
  maxListConditions: 10,
  maxTargets: 4,
  monitorEntries: 100,
  whoMatches: 500,
  maxQueuedBytes: 2 * 1024 * 1024,
  deliveryBurst: 256 * 1024,
  deliveryPerSecond: 128 * 1024,
  deliverySharePercent: 50,
  deliveryOwnBytes: 1024,
  deliveryOwnBurst: 8 * 1024,
  deliveryOwnPerSecond: 1536,
  multilineBytes: 65_536,
  multilineLines: 1000,
  openBatchBytesAll: 32 * 1024 * 1024,
  ...defaultSavingLimits,
  emptyRoomMs: 10 * 60 * 1000,
  historyMessages: 1000,
  historyBytes: 2 * 1024 * 1024,
  historyBytesAll: 64 * 1024 * 1024,
  privateTalkMessages: 300,
  chathistoryMessages: 200,
  chathistoryBytes: 256 * 1024,
  playbackMessages: 10,
  playbackBytes: 32 * 1024,
  playbackLines: 5,
  redactWindowMs: 24 * 60 * 60 * 1000,
  metadataKeys: 20,
  metadataKeyBytes: 50,
  metadataValueBytes: 240,
  metadataSubscriptions: 50,
  metadataOnJoin: 100,
  metadataAnswer: 1000,
  maxFileBytes: 2 * 1024 * 1024 * 1024,
  fileRequests: 120,
  fileRequestWindowMs: 60_000,
  fileRequestBytes: 300,
  fileRequestTimeoutMs: 10_000,
  filePullTimeoutMs: 20_000,
  fileIdleMs: 60_000,
  filePingMs: 30_000,
  fileBufferBytes: 256 * 1024,
  fileBufferBytesAll: 48 * 1024 * 1024,
  fileBytesPerTurn: 64 * 1024,
  fileRecheckMs: 250,
};
