/** What the client bounds by choice: a server is a stranger until proven otherwise. */

/** Bytes of a line from a server, tags included: 8191 of tags (message-tags) and as much again for long lines. */
export const maxServerLineBytes = 16_384;

/** Bytes that may wait for a server that does not read; past it the connection counts as broken. */
export const maxQueuedBytes = 4 * 1024 * 1024;

/** UTF-16 units of one incoming message, as many as our relay lets through; the rest of a longer one is cut off. */
export const maxIncomingLength = 65_536;

/** UTF-16 units of an incoming topic, reason or line from the server. */
export const maxWordLength = 2_048;

/** UTF-16 units of an incoming nick or channel name. */
export const maxNameLength = 128;

/** UTF-16 units of `nick!user@host`; the rest of a longer one is cut off. */
export const maxSourceLength = 256;

/** Lines and events that are worked off before the event loop has its turn, and the milliseconds that they may take. */
export const maxTurnSteps = 200;
export const maxTurnMs = 8;

/** Messages, and UTF-16 units of their texts, of history that are told as one event. */
export const maxPieceMessages = 100;
export const maxPieceLength = 65_536;

/** Bytes that a server may send within so many milliseconds, and what a line costs besides its length. */
export const maxFloodBytes = 64 * 1024 * 1024;
export const floodWindowMs = 15_000;
export const lineCostBytes = 128;

/** Lines that go to the log about what one server sends: what cannot be read, and what shows faults of ours. */
export const maxLoggedLines = 100;

/** People remembered as being in the room. */
export const maxMembers = 10_000;

/** Batches of the server's that may be open at once; at one more it is left. */
export const maxOpenBatches = 32;

/** Messages of one piece of history that are kept until its end; what is more is ignored. */
export const maxPastMessages = 1_000;

/** Lines of one incoming multiline message, twice as many as our relay takes; the rest of a longer one is cut off. */
export const maxBatchLines = 2_000;

/** UTF-16 units of one piece of history; what is more is ignored. */
export const maxPastLength = 400_000;

/** Message ids remembered so that nothing is shown twice: two for each message of what a break can bring. */
export const maxSeenIds = 20_000;

/** Rooms that we are in or want to be in; those of a bouncer past it are ignored. */
export const maxRooms = 100;

/** Rooms asked for in one JOIN: with names of 50 bytes and some keys it keeps to a line. */
export const joinRooms = 5;

/** Bytes of a reason of ours, for leaving a room or being away. */
export const maxReasonBytes = 200;

/** Rooms and private chats whose last message is remembered; past it the one that was set longest ago is forgotten. */
export const maxPlaceMarks = 500;

/** Messages that one request for history asks for: on coming into a room, and when there is more to fetch. */
export const historyFirstMessages = 100;
export const historyPageMessages = 200;

/** Times in one answer at which something may be lost; past it the latest count. */
export const maxLosses = 32;

/** Requests for what came after the last message seen, for one room; what is then still missing is a gap. */
export const maxCatchUpPages = 10;

/** UTF-16 units that such answers may have together. */
export const maxCatchUpLength = 1_280_000;

/** UTF-16 units, and fifty for each line, below which an answer that is not full is known to be all there is. */
export const smallPageLength = 50_000;

/** Events of rooms, and their bytes, that are held until what was said before them has come; past it they are let out. */
export const maxHeldEvents = 2_000;
export const maxHeldBytes = 2 * 1024 * 1024;

/** Requests for one piece of older history that has to hold a message. */
export const maxOlderPages = 5;

/** Requests for history that may wait at one time; one more gets no answer. */
export const maxHistoryRequests = 300;

/**
 * Milliseconds after which an answer to such a request is late, and holds up nothing any more; half as many after each
 * that was late. And for how long after that it is still waited for.
 */
export const historyTimeoutMs = 15_000;
export const minHistoryTimeoutMs = 1_000;
export const historyPatienceMs = 120_000;

/** Private chats that are fetched after connecting: so many, of this many milliseconds at first. */
export const maxMissedChats = 20;
export const missedChatsMs = 24 * 60 * 60 * 1000;

/** Milliseconds before a break from which on private chats are looked for, since clocks differ. */
export const missedOverlapMs = 60_000;

/** Rooms in the answer to LIST that are kept, UTF-16 units of the topic of each, and milliseconds that it may take. */
export const maxListedRooms = 1_000;
export const maxListedTopic = 300;
export const listTimeoutMs = 10_000;

/** Milliseconds within which a JOIN has to be answered; then the room counts as one that does not let us in. */
export const joinAnswerMs = 60_000;

/** Milliseconds between two notices to one target that we type. https://ircv3.net/specs/client-tags/typing */
export const typingMs = 3_000;

/** Milliseconds after typing in which a refusal that names the target can be about that. */
export const typingRefusalMs = 10_000;

/** Targets for which it is remembered what they heard of our typing. */
export const maxTypingTargets = 50;

/** Milliseconds over which what was read is gathered before the server is told. */
export const markReadMs = 2_000;

/** Rooms and private chats of which it is remembered how far they were read. */
export const maxReadMarkers = 500;

/** Tokens remembered of what a server says of itself in 005, and UTF-16 units of each value. */
export const maxIsupportTokens = 200;
export const maxIsupportLength = 512;

/** Capabilities remembered of those a server offers, and UTF-16 units of each with its value. */
export const maxOfferedCapabilities = 200;
export const maxCapabilityLength = 512;

/** Lines of the server's message of the day that are shown, on the first connection only. */
export const maxMotdLines = 40;

/** Messages of ours that wait for a connection or for their echo; one more is refused. */
export const maxOutboxMessages = 500;

/** Bytes of those messages together. */
export const maxOutboxBytes = 2 * 1024 * 1024;

/** Messages of ours, or pieces of them, that are under way at one time: what else is asked of the server waits for no more. */
export const maxFlights = 10;

/** Milliseconds after a message goes out to a server that sends none back until it is asked whether it has come so far. */
export const confirmMs = 1_000;

/** Bytes of one message of ours. */
export const maxSayBytes = 262_144;

/** Bytes of a nick that is allowed where a server does not say. https://modern.ircdocs.horse/#nicklen-parameter */
export const defaultNickBytes = 30;

/** Bytes of a topic that are allowed where a server does not say. */
export const defaultTopicBytes = 300;

/** Bytes of text on a line where there is no server yet. */
export const defaultTextBytes = 350;

/** The most that is believed of what a server allows: both have to fit on a line with the rest. */
export const maxServerNickBytes = 64;
export const maxServerTopicBytes = 390;

/** Bytes of text on a line that there always are, however long a server says our address is. */
export const minTextBytes = 100;

/** Milliseconds to reach an address, and after which the next one is tried beside it (RFC 8305 section 5). */
export const connectTimeoutMs = 10_000;
export const attemptDelayMs = 250;

/** Milliseconds for the TLS handshake. */
export const handshakeTimeoutMs = 8_000;

/** Milliseconds to find out what a port speaks that does not speak TLS. */
export const probeTimeoutMs = 2_000;

/** Milliseconds after which a connection on which nothing was said yet is replaced by a new one. */
export const staleMs = 10_000;

/** Milliseconds without a line from the server before we are let in, and in all (a server may look up our name). */
export const registrationSilenceMs = 20_000;
export const registrationTimeoutMs = 60_000;

/** Milliseconds that a server has for a login; if it then says anything else, we go on without. */
export const loginTimeoutMs = 10_000;

/** How long a server may be silent, in milliseconds. */
export interface Patience {
  /** Without a line before it is asked. */
  readonly idleMs: number;
  /** What it has for an answer before the connection counts as lost. */
  readonly pongTimeoutMs: number;
  /** The same when this machine has slept or its addresses have changed. */
  readonly checkTimeoutMs: number;
}

export const patience: Patience = { idleMs: 30_000, pongTimeoutMs: 20_000, checkTimeoutMs: 4_000 };

/** With a PyChat relay, which is near, and to which coming back costs next to nothing. */
export const relayPatience: Patience = { idleMs: 10_000, pongTimeoutMs: 10_000, checkTimeoutMs: 1_000 };

/** Milliseconds without a line before a server is asked that has something to answer. */
export const awaitedMs = 5_000;

/** How often, in milliseconds, it is looked at whether this machine has slept and what is due. */
export const keepaliveTickMs = 1_000;

/** Milliseconds of silence after which a server that was asked counts as not answering. */
export const silentMs = 10_000;

/** Milliseconds a look comes late when this machine has slept. */
export const sleptMs = 10_000;

/** Milliseconds between attempts to take one's nick back. */
export const keepNickMs = 15_000;

/** Milliseconds before the first reconnect at most, and before any. */
export const backoffMs = { first: 1_000, max: 60_000 };

/** The same to a PyChat relay: at most `max` for a while, then `later`. And milliseconds for each attempt to reach it. */
export const soonMs = { max: 3_000, during: 30 * 60_000, later: 30_000 };
export const soonConnectTimeoutMs = 4_000;

/** Milliseconds before the next attempt where a relay lets in new people one a minute: by chance between these. */
export const newcomersRetryMs = { min: 45_000, max: 75_000 };

/** Milliseconds after which a connection counts as good, and a break as the first one. */
export const steadyMs = 10_000;

/** Nicks that are tried in place of one's own, after a break, when that is taken. */
export const maxNickTries = 3;

/** Milliseconds that leaving may take. */
export const leaveTimeoutMs = 2_000;

/** Lines that go out at once, and milliseconds for each after them, where a server may close for flooding. RFC 1459 8.10 */
export const paceBurstLines = 5;
export const paceLineMs = 2_000;
