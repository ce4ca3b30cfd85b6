/** Bytes of a line from the relay on a connection for a file. */
export const maxFileLineBytes = 512;

/** Milliseconds that the relay has for an answer; a sender has 20 seconds to begin, and that counts as well. */
export const fileAnswerMs = 40_000;

/** Milliseconds that no byte may move. */
export const fileStallMs = 45_000;

/** Milliseconds without a word after which the connection of an offer counts as broken: the relay speaks every 30 s. */
export const offerSilenceMs = 75_000;

/** Receivers that one offer is sent to at one time; who comes after them asks again later. */
export const maxSendings = 100;
