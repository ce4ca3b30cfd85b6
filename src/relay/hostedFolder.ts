import { systemClock } from '../common/clock.ts';
import { defaultLimits } from './core/limits.ts';
import { DataError } from './data/dataError.ts';
import { type DataFolder, openDataFolder, removeDataFolder } from './data/dataFolder.ts';
import { ListenError } from './binding.ts';
import type { DataNotice, HostOptions } from './workerProtocol.ts';

/** The data folder of a hosted room, and what the host should know about it. */
export interface HostedFolder {
  readonly folder?: DataFolder | undefined;
  readonly notice?: DataNotice;
}

/**
 * Opens the data folder of a hosted room. A folder that cannot be used costs what would be kept, not the room.
 *
 * @throws {ListenError} `folderTaken` when another relay has it
 */
export async function openHostedFolder(
  { kept, limits }: Pick<HostOptions, 'kept' | 'limits'>,
  log: (text: string) => void,
): Promise<HostedFolder> {
  if (kept === undefined) return {};
  try {
    if (kept.keepMs === 0) {
      await removeDataFolder(kept.folder);
      return {};
    }
    const folder = await openDataFolder(kept.folder, {
      limits: { ...defaultLimits, ...limits },
      clock: systemClock,
      log,
      keepMs: kept.keepMs,
      key: kept.key,
      mayPutAside: true,
    });
    if (folder.isEmptied) return { folder, notice: 'emptied' };
    return { folder, ...(folder.store?.isKeeping === false && { notice: 'notKept' }) };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    if (error.code === 'inUse') throw new ListenError('folderTaken', error.message);
    log(error.message);
    return { notice: 'notKept' };
  }
}
