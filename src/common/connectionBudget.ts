/**
 * Bytes of memory, by `keptBytes`, that may be kept because of one server. The engine lets garbage grow to about four times
 * what is in use, and all together stays under 200 MiB; it is enough for some 65,000 short lines and 40,000 people in rooms.
 */
export const connectionBudget = {
  /** By its client, for as long as it needs them: open batches, held events. A server that needs more is left. */
  client: 8 * 1024 * 1024,
  /** By its client: the names of who is in the rooms. Further names are ignored. */
  names: 4 * 1024 * 1024,
  /** By the conversation: the lines of all tabs, with reactions, quotes, names and offers. Here the oldest goes. */
  conversation: 24 * 1024 * 1024,
} as const;
