import { commands, type Disposable, window } from 'vscode';
import { panelViewType, viewIds, type ViewPlace } from '../panel/panelViewType.ts';
import { chooseAction } from './actions.ts';
import { chooseTheme } from './chooseTheme.ts';
import { givenUris } from './code/givenUris.ts';
import { registerCode } from './code/registerCode.ts';
import { hasLeftOpen } from './connections/leftOpen.ts';
import type { Main } from './main.ts';
import { reportFailure } from './reportFailure.ts';
import type { Services } from './services.ts';

/** The main part, loaded when it is first needed: until then an editor with PyChat carries only the status bar item. */
export type LoadMain = () => Promise<Main>;

/** Registers a command of ours, with what it does. */
type RegisterCommand = (
  id: string,
  work: (main: Main, ...given: readonly unknown[]) => unknown,
) => Disposable;

/** Registers the palette's commands, links and the panel's revival, and comes back into rooms; returns what to dispose. */
export function registerCommands(services: Services, loadMain: LoadMain): Disposable[] {
  /** Nothing that goes wrong is left without a sentence. */
  const run = async (work: (main: Main) => unknown): Promise<void> => {
    try {
      await work(await loadMain());
    } catch (error) {
      reportFailure(error, services);
    }
  };
  const command: RegisterCommand = (id, work) =>
    commands.registerCommand(`pychat.${id}`, (...given: readonly unknown[]) =>
      run(main => work(main, ...given)),
    );
  if (hasLeftOpen(services.context)) void run(main => main.comeBack());
  return [
    ...comingAndGoing(command),
    ...sharingCommands(command),
    ...showingCommands(command),
    command('applyPatch', (main, given) => main.shell.code.applyPatch(given)),
    command('copyTranscript', main => main.copyTranscript()),
    ...settingCommands(command),
    command('actions', main => chooseAction(services.status.now, main.shell.conversation)),
    commands.registerCommand('pychat.showLog', () => services.log.show()),
    // Keys that the page has seen and the editor, which sees them next, is not to take as well.
    commands.registerCommand('pychat.keyOfPage', () => undefined),
    window.registerUriHandler({ handleUri: uri => run(main => main.openLink(uri)) }),
    window.registerWebviewPanelSerializer(panelViewType, {
      deserializeWebviewPanel: panel => run(main => main.shell.revive(panel)),
    }),
    ...(['panel', 'sideBar'] as const).map((place: ViewPlace) =>
      window.registerWebviewViewProvider(viewIds[place], {
        resolveWebviewView: view => run(main => main.shell.attach(place, view)),
      }),
    ),
    registerCode(services),
  ];
}

function comingAndGoing(command: RegisterCommand): Disposable[] {
  return [
    command('host', main => main.host()),
    command('join', main => main.join()),
    command('back', main => main.back()),
    command('pasteInvite', main => main.pasteInvite()),
    command('enterAddress', main => main.enterAddress()),
    command('tryAgain', main => main.tryAgain()),
    command('hostSettings', () => commands.executeCommand('workbench.action.openSettings', 'pychat.host')),
    command('copyInvite', main => main.copyInvite()),
    command('renewInvite', main => main.renewInvite()),
    command('forgetRoom', main => main.forgetRoom()),
    command('leave', (main, reason) => main.leave(typeof reason === 'string' ? reason : '')),
  ];
}

/** How the chat looks, and whether it notifies. */
function settingCommands(command: RegisterCommand): Disposable[] {
  const setQuiet = (main: Main, on: boolean): void =>
    main.shell.conversation.take({ type: 'doNotDisturb', on });
  return [
    command('theme', () => chooseTheme()),
    command('settings', () => commands.executeCommand('workbench.action.openSettings', '@ext:pychat.pychat')),
    command('doNotDisturb', main => setQuiet(main, true)),
    command('endDoNotDisturb', main => setQuiet(main, false)),
  ];
}

/** What is sent from the editor's own places. */
function sharingCommands(command: RegisterCommand): Disposable[] {
  return [
    command('shareSelection', main => main.shell.sharing.shareSelection()),
    command('shareProblem', (main, given) => main.shell.sharing.shareProblem(given)),
    command('shareDiff', (main, ...given) => main.shell.sharing.shareDiff(givenUris(given))),
    command('shareStaged', (main, ...given) => main.shell.sharing.shareStaged(givenUris(given))),
    command('shareCommand', (main, given) => main.shell.sharing.shareCommand(given)),
    command('sendInChat', (main, ...given) => main.shell.sharing.sendFiles(givenUris(given))),
    command('sendFile', main => main.shell.sharing.sendFiles([])),
  ];
}

/** What shows the chat, here or there. */
function showingCommands(command: RegisterCommand): Disposable[] {
  return [
    command('show', main => main.shell.open()),
    command('showUnread', main => main.shell.conversation.take({ type: 'showUnread' })),
    command('showInEditor', main => main.shell.bringTo('editor')),
    command('showInPanel', main => main.shell.bringTo('panel')),
    command('showInSideBar', main => main.shell.bringTo('sideBar')),
  ];
}
