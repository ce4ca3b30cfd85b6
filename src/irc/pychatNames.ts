/** The tag by which a PyChat relay says why it closes a connection, on ERROR and 263, to clients with `message-tags`. */
export const codeTag = 'pychat.invalid/code';

/** The values of that tag. A server that is no PyChat relay has none. */
export const closeCodes = ['banned', 'full', 'newcomers', 'inviteNeeded', 'ghosted', 'closing'] as const;
export type CloseCode = (typeof closeCodes)[number];
