import { visibleWord } from '../chat/visible.ts';
import { maxWorkspacePathLength } from './limits.ts';

/** Names that Windows keeps for its devices, with whatever ending. */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\.|$)/i;

/**
 * A path that somebody gives, as one below a workspace folder: `./` goes, nothing leads out of the folder.
 *
 * @param path with `/` between its parts
 * @returns undefined when it is absolute, has `..` in it, holds something that cannot be seen, or could not be a file's
 *   on every system
 */
export function workspacePath(path: string): string | undefined {
  if (path === '' || path.length > maxWorkspacePathLength || path.startsWith('/') || !path.isWellFormed())
    return undefined;
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  return parts.length > 0 && parts.every(isFit) ? parts.join('/') : undefined;
}

function isFit(part: string): boolean {
  // A colon is a stream of a file on Windows, and a backslash a folder.
  const isPlain = visibleWord(part) === part && !/[\\:*?"<>|]/.test(part);
  return part !== '..' && isPlain && !/[. ]$/.test(part) && !device.test(part);
}

/**
 * A part of a path as the file systems read it that fold the most: compatible characters are one, what cannot be seen
 * and marks are left out, a stream's name and dots and blanks at the end go, case does not count.
 */
export function foldedPart(part: string): string {
  return part
    .normalize('NFKD')
    .replace(/[\p{DI}\p{Cf}\p{M}]/gu, '')
    .replace(/:.*$/s, '')
    .replace(/[. ]+$/, '')
    .toLowerCase();
}

/** Whether a path leads to `.git`, or into it, by whatever name a file system takes for it: nobody else may touch that. */
export function isGitsOwn(path: string): boolean {
  // `git~1` is the short name that Windows makes of `.git`.
  return path.split(/[/\\]/).some(part => /^(?:\.git|git~\d+)$/.test(foldedPart(part)));
}
