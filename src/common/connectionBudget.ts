/**
 * Bytes of memory, by `keptBytes`, that may be kept because of one server. With what the engine needs to move it about, three
 * times as much, it stays under 200 MiB; it is also enough for 100,000 short lines and the people of 100 busy rooms.
 */
export const connectionBudget = {
  /** By its client, for as long as it needs them: open batches, held events, the names of who is in the rooms. */
  client: 16 * 1024 * 1024,
  /** By the conversation: the lines of all tabs, with reactions, quotes, names and offers. Here the oldest goes. */
  conversation: 48 * 1024 * 1024,
} as const;
