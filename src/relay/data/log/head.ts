import { DataError } from '../dataError.ts';

/** The first record of a file: what it is, and by which version of the format. Later versions may add fields. */
export interface Head {
  readonly file: string;
  readonly version: number;
  /** The boot of the machine on which the log was begun; `unknownBoot` where the system does not tell. */
  readonly boot?: unknown;
  /** Names what is kept, from start to start as long as nothing may be missing; see `idsToken`. */
  readonly run?: unknown;
  /** Milliseconds since 1970: what was said up to then may be missing. */
  readonly lostUntil?: unknown;
  /** Such times before that one, ascending. */
  readonly earlierLosses?: unknown;
  /** Of an encrypted log: what its key is made from; see `seal.ts`. */
  readonly seal?: unknown;
}

/** What a head says besides what every file's does. */
export type NewHead = Pick<Head, 'boot' | 'run' | 'lostUntil' | 'earlierLosses'>;

/** What the log calls itself. */
export const logName = 'relay';

/** The version of the format that is written, and the newest that is read. */
export const formatVersion = 3;

/**
 * Checks a file's first record.
 *
 * @param where how the file is named to a person
 * @returns undefined for what is no head, or that of another file
 * @throws {DataError} for that of a newer version: nothing may be changed then
 */
export function asHead(value: unknown, file: string, where: string): Head | undefined {
  const head: Partial<Head> = typeof value === 'object' && value !== null ? value : {};
  const { version } = head;
  if (head.file !== file || !Number.isSafeInteger(version) || version === undefined || version < 1)
    return undefined;
  if (version > formatVersion)
    throw new DataError(`${where} was written by a newer pychat-relay (format ${version})`);
  return { ...head, file, version };
}
