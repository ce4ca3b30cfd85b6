import {
  CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Disposable,
  languages,
  TabInputTextDiff,
  type TextDocument,
  window,
} from 'vscode';
import { t } from '../words.ts';
import { patchScheme } from './patchScheme.ts';

/** What code needs before there is a chat: loads nothing. */
export function registerCode({
  status,
}: {
  readonly status: { readonly isConnected: boolean };
}): Disposable[] {
  closeOldReviews();
  const provider = {
    provideCodeActions: (
      document: TextDocument,
      _: unknown,
      { diagnostics }: { diagnostics: readonly Diagnostic[] },
    ) => (status.isConnected ? diagnostics.map(diagnostic => shareAction(document, diagnostic)) : []),
  };
  return [
    languages.registerCodeActionsProvider('*', provider, {
      providedCodeActionKinds: [CodeActionKind.QuickFix],
    }),
  ];
}

function shareAction({ uri }: TextDocument, diagnostic: Diagnostic): CodeAction {
  const title = t('Share in Chat');
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.command = { command: 'pychat.shareProblem', title, arguments: [{ uri, diagnostic }] };
  return action;
}

/** The window brings the tabs of reviews back, but not the patches. */
function closeOldReviews(): void {
  const old = window.tabGroups.all
    .flatMap(group => group.tabs)
    .filter(({ input }) => input instanceof TabInputTextDiff && input.modified.scheme === patchScheme);
  if (old.length > 0) void window.tabGroups.close(old, true);
}
