import { inspircd, ngircd } from './debian.ts';
import { extensionHost } from './editor.ts';
import { floorEachTurn, floorQuietTurn, pychatRelay, relayThread } from './ours.ts';
import type { Contestant } from './server.ts';

export { inspircd, pychatRelay };

/** Servers in C that others run. */
export const debianServers: readonly Contestant[] = [inspircd, ngircd];

export const floors: readonly Contestant[] = [floorEachTurn, floorQuietTurn];

const thread = relayThread();

/** The relay in a thread: of a process that stands for the extension host, and of a real one. */
export const threads: readonly Contestant[] = [thread, extensionHost];

/** In the order in which they are measured. @param inEditor a real editor as well, which takes its time to open */
export function contestants(inEditor: boolean): readonly [Contestant, ...Contestant[]] {
  return [pychatRelay, ...debianServers, ...floors, thread, ...(inEditor ? [extensionHost] : [])];
}
