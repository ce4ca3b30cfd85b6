import type { SavedEvent } from '../data/relayStore.ts';
import { type Entry, isMultiline, needsOf } from './entry.ts';

/** An entry as plain data. @param target what the history it is part of is kept under */
export function toSaved(target: string, entry: Entry): SavedEvent {
  const { time, msgid = '', source = '*', account, clientTags } = entry;
  return {
    target,
    time,
    msgid,
    source,
    ...(isMultiline(entry)
      ? { command: 'PRIVMSG', params: [entry.target], lines: entry.parts }
      : { command: entry.command, params: entry.params }),
    ...(account !== undefined && { account }),
    ...(clientTags !== undefined && clientTags.size > 0 && { clientTags: Object.fromEntries(clientTags) }),
  };
}

/** All entries of some histories as plain data, what was taken back as its place alone. */
export function* savedEvents(
  histories: Iterable<{ readonly name: string; readonly entries: readonly Entry[] }>,
): Generator<SavedEvent> {
  for (const { name, entries } of histories) for (const entry of entries) yield toSaved(name, entry);
}

/** What `toSaved` made plain. @param reference names the batch of a multiline message */
export function fromSaved(saved: SavedEvent, reference: string): Entry {
  const { time, msgid, source, account, command, params, clientTags, lines } = saved;
  const common = {
    time,
    msgid,
    source,
    ...(account !== undefined && { account }),
    ...(clientTags !== undefined && { clientTags: new Map(Object.entries(clientTags)) }),
  };
  if (lines === undefined) return { ...common, command, params, needs: needsOf(command) };
  return { ...common, target: params[0] ?? '', parts: lines, reference };
}
