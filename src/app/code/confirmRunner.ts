import { stat } from 'node:fs/promises';
import { window } from 'vscode';
import { changesPackage, type Runner, runnerOf } from '../../code/selfRunning.ts';
import { t } from '../words.ts';
import type { WorkspaceFile } from './workspaceFiles.ts';

/** Asks a second time before a patch changes what runs by itself. @returns false when the user does not want it */
export async function confirmChange(file: WorkspaceFile, before: string, after: string): Promise<boolean> {
  const runner = runnerOf(file.path) ?? (changesPackage(file.path, before, after) ? 'packages' : undefined);
  if (runner !== undefined) return confirmRunner(file.path, runner, t('Apply Anyway'));
  if (!(await hasOtherNames(file))) return true;
  const danger = t(
    '{file} has another name, perhaps elsewhere on this disk: what is changed here is changed there.',
    { file: file.path },
  );
  return ask(file.path, danger, t('Apply Anyway'));
}

/** Says in a sentence what runs a file by itself. @returns whether the user wants it written nevertheless */
export function confirmRunner(file: string, runner: Runner, yes: string): Promise<boolean> {
  return ask(file, dangerSentence(file, runner), yes);
}

/** The first button has the focus and is safe: pressing Enter without reading writes nothing. */
async function ask(file: string, danger: string, yes: string): Promise<boolean> {
  const warning = t('Somebody else wrote it. Continue only if you have read it and know what it does.');
  const options = { modal: true, detail: `${danger}\n\n${warning}` };
  const question = t('Do you want to write {file}?', { file });
  return (await window.showWarningMessage(question, options, t('Go Back'), yes)) === yes;
}

/** A second name of a file that is no link, and may lie anywhere on the disk. */
async function hasOtherNames({ uri }: WorkspaceFile): Promise<boolean> {
  if (uri.scheme !== 'file') return false;
  return stat(uri.fsPath).then(
    ({ nlink }) => nlink > 1,
    () => false,
  );
}

function dangerSentence(file: string, runner: Runner): string {
  switch (runner) {
    case 'editor':
      return t('{file} tells editors what to run: it can start programs on this computer.', { file });
    case 'git':
      return t('Git runs {file} or obeys it, for example with the next commit.', { file });
    case 'shell':
      return t('Shells and tools run {file} when they start or enter its folder.', { file });
    case 'packages':
      return t('{file} decides what is fetched and run when packages are installed or scripts started.', {
        file,
      });
    case 'build':
      return t('{file} is run when the project is built, tested or checked.', { file });
    case 'server':
      return t('{file} is run by a build server, which has secrets and may publish.', { file });
    case 'pychat':
      return t('{file} is where PyChat keeps the last lines: it can be made to show what nobody said.', {
        file,
      });
    case 'settings':
      return t('{file} is a file of settings: the program it belongs to may run what is in it.', { file });
    case 'shortName':
      return t('{file} may be another name of a file that runs by itself: Windows makes such short names.', {
        file,
      });
  }
}
