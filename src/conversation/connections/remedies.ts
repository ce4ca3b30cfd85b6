import { type FailureCode, isConnectionFailure } from '../../chat/connection.ts';
import type { Translate } from '../../chat/translate.ts';
import { errorCode } from '../../common/errorCode.ts';
import type { PanelAction } from '../../panel/protocol.ts';

/** What a button beside the sentence of a failure does: the command `pychat.…` of this name. */
export type Remedy = Extract<
  PanelAction,
  'host' | 'pasteInvite' | 'enterAddress' | 'tryAgain' | 'hostSettings' | 'showLog'
>;

const forConnections: Readonly<Partial<Record<FailureCode, readonly Remedy[]>>> = {
  refused: ['tryAgain'],
  unreachable: ['tryAgain'],
  timedOut: ['tryAgain'],
  notFound: ['enterAddress'],
  plainText: ['enterAddress'],
  http: ['enterAddress'],
  wrongKey: ['pasteInvite'],
  full: ['tryAgain'],
  inviteNeeded: ['pasteInvite'],
  closedEarly: ['tryAgain', 'showLog'],
  failed: ['tryAgain', 'showLog'],
};

const forListening = new Map<string, readonly Remedy[]>([
  ['portsTaken', ['hostSettings']],
  ['notAllowed', ['hostSettings']],
  ['folderTaken', ['tryAgain']],
]);

/** What can be done about a connection that was not made or did not last. */
export function connectionRemedies(code: FailureCode): readonly Remedy[] {
  return forConnections[code] ?? [];
}

/** What the sentence of a failure that brings none of its own says can be done about it. */
export function remediesOf(error: unknown): readonly Remedy[] {
  if (isConnectionFailure(error)) return connectionRemedies(error.code);
  const name = error instanceof Error ? error.name : '';
  if (name === 'ListenError') return forListening.get(errorCode(error)) ?? ['showLog'];
  return name === 'RelayDied' ? ['host', 'showLog'] : ['showLog'];
}

/** The words on its button. */
export function remedyLabel(remedy: Remedy, t: Translate): string {
  switch (remedy) {
    case 'host':
      return t('Host Chat');
    case 'pasteInvite':
      return t('Paste Invite');
    case 'enterAddress':
      return t('Enter Address');
    case 'tryAgain':
      return t('Try Again');
    case 'hostSettings':
      return t('Open Settings');
    case 'showLog':
      return t('Show Log');
  }
}
