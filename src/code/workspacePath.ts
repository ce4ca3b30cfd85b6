import { maxWorkspacePathLength } from './limits.ts';

/** Names that Windows keeps for its devices, with whatever ending. */
const device = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/** What no part of a path may hold: control characters, what Windows cannot have or reads otherwise, bidirectional controls. */
// eslint-disable-next-line no-control-regex -- finding control characters is its purpose
const unfit = /[\x00-\x1f\x7f-\x9f\\:*?"<>|\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;

/**
 * A path that somebody gives, as one below a workspace folder: `./` goes, nothing leads out of the folder.
 *
 * @param path with `/` between its parts
 * @returns undefined when it is absolute, has `..` in it, or could not be a file's on every system
 */
export function workspacePath(path: string): string | undefined {
  if (path === '' || path.length > maxWorkspacePathLength || path.startsWith('/') || !path.isWellFormed())
    return undefined;
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  return parts.length > 0 && parts.every(isFit) ? parts.join('/') : undefined;
}

function isFit(part: string): boolean {
  return part !== '..' && !unfit.test(part) && !/[. ]$/.test(part) && !device.test(part);
}

/** Whether a path leads into a folder in which git keeps what it runs and obeys: no patch may touch that. */
export function isGitsOwn(path: string): boolean {
  // `git~1` is the short name that Windows makes of `.git`; HFS+ ignores the invisible characters.
  return path
    .split('/')
    .some(part => /^(?:\.git|git~\d+)$/i.test(part.replace(/[\u200b-\u200f\ufeff]/g, '')));
}
