import { type ExtensionContext, version, window } from 'vscode';
import { registerCommands } from './app/commands.ts';
import type { Main } from './app/main.ts';
import { type Services, versionOf } from './app/services.ts';
import { showStatusBar } from './app/statusBar.ts';
import { Status } from './app/status.ts';

let main: Promise<Main> | undefined;

/** Shows the status bar item and registers the commands; everything else is loaded when one of them first runs. */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('PyChat', { log: true });
  log.info(`PyChat ${versionOf(context)} in VS Code ${version} on ${process.platform}`);
  const services: Services = { context, log, status: new Status() };
  const loadMain = (): Promise<Main> => {
    main ??= import('./app/main.ts').then(module => new module.Main(services));
    return main;
  };
  context.subscriptions.push(log, ...showStatusBar(services.status), ...registerCommands(services, loadMain));
}

/** Tells the others, frees the port and writes the last lines; the editor waits for it, a few seconds at most. */
export async function deactivate(): Promise<void> {
  await (await main)?.end();
}
