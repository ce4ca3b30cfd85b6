import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Status } from './status.ts';

/** What every part of one window shares. */
export interface Services {
  readonly context: ExtensionContext;
  readonly log: LogOutputChannel;
  readonly status: Status;
}

/** The product's version, as the manifest gives it. */
export function versionOf(context: ExtensionContext): string {
  const { version } = context.extension.packageJSON as { version?: unknown };
  return typeof version === 'string' ? version : '';
}
