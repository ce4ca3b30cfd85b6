import path from 'node:path';
import type { ExtensionContext } from 'vscode';
import { SaidFailure } from '../../conversation/connections/failureText.ts';
import type { DataNotice, HostedData } from '../../relay/workerProtocol.ts';
import type { Secrets } from '../secrets.ts';
import type { Settings } from '../settings.ts';
import { t } from '../words.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Where a hosted room keeps what is said, one folder for each identity of a relay.
 *
 * @param relayKey the fingerprint of the key that the relay shows
 * @returns undefined where there is no key to keep it with
 */
export async function hostedData(
  { globalStorageUri }: Pick<ExtensionContext, 'globalStorageUri'>,
  secrets: Secrets,
  { keepDays, relayKey }: Pick<Settings, 'keepDays'> & { readonly relayKey: string },
): Promise<HostedData | undefined> {
  const folder = path.join(globalStorageUri.fsPath, 'rooms', relayKey);
  if (keepDays === 0) return { folder, key: new Uint8Array(0), keepMs: 0 };
  const key = await secrets.storeKey();
  return key && { folder, key, keepMs: keepDays * dayMs };
}

/** What the host should know about what is kept, with what to do about it. */
export function dataFailure(notice: DataNotice): SaidFailure {
  if (notice === 'emptied') {
    return new SaidFailure(
      t(
        'What your room kept cannot be read: its key is no longer in the secret storage. The room begins empty.',
      ),
    );
  }
  const notKept = t(
    'What is said in your room is not kept: it cannot be written on this computer. The log says why.',
  );
  return new SaidFailure(notKept, { remedies: ['showLog'] });
}
