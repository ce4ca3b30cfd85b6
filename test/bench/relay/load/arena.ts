// One piece of memory for all sockets of this process: Node reads into it and hands it over at once, so one is enough.

/** Bytes before what was read, for the beginning of a line that came with an earlier read. */
export const headroom = 16_384;

/** Bytes of one read. */
const readBytes = 65_536;

/** `headroom`, then what was read last. */
export const arena = Buffer.alloc(headroom + readBytes);

/** The same memory, for reading several bytes at a time. */
export const view = new DataView(arena.buffer, arena.byteOffset, arena.length);

/** What a socket reads into. */
export const readArea = arena.subarray(headroom);
