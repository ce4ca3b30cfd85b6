/** The tag by which a PyChat relay says why it closes a connection, on ERROR and 263, to clients with `message-tags`. */
export const codeTag = 'pychat.invalid/code';

/** The values of that tag. A server that is no PyChat relay has none. */
export const closeCodes = ['banned', 'full', 'newcomers', 'inviteNeeded', 'ghosted', 'closing'] as const;
export type CloseCode = (typeof closeCodes)[number];

/**
 * The tag by which a PyChat relay says, on the line that opens a batch of history, since when nothing is missing: the
 * time, as in `server-time`, of the newest message of this target that it no longer has. 1970 where it has them all.
 */
export const keptSinceTag = 'pychat.invalid/kept-since';

/**
 * The tag by which it says, beside that, between which of the messages that are here others may be missing: times as in
 * `server-time`, ascending, with commas. Before the first message after each of them something may be; nothing that was
 * said to the one who asks while they were there counts. Absent where that is the one time of `keptSinceTag`.
 */
export const lossesTag = 'pychat.invalid/losses';

/**
 * The tag by which it says, on the same line, that there is more of what was asked for than is in the batch: the caller
 * asks again from its end. Without it that is all.
 */
export const moreTag = 'pychat.invalid/more';

/**
 * The client-only tag with the id that a client gives a line of its own, at least 128 random bits: by it a PyChat relay
 * knows a line that is sent again after a break.
 */
export const lineIdTag = '+pychat/id';

/**
 * The token of 005 by which a relay says that it knows such a line, and since when nothing is missing. Its value names the
 * run of its histories: when it began, in milliseconds since 1970 by the relay's clock, a hyphen, and what no other run
 * has. All that is said in it is later than that. Of the end of the run before something may be missing, and its times may
 * have been later than that: a clock can be set back.
 */
export const idsToken = 'PYCHATIDS';

/** The token of 005 by which a relay says for how many seconds it keeps on its disk what is said; without it, it does not. */
export const keepsToken = 'PYCHATKEEPS';
