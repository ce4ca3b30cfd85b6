import { homedir, userInfo } from 'node:os';
import path from 'node:path';
import { window } from 'vscode';
import type { SecretKind } from '../../code/secretPatterns.ts';
import { findSecrets, type Secret, withoutSecrets } from '../../code/secrets.ts';
import { t } from '../words.ts';

/** Secrets that are listed; of the rest only the number is shown. */
const maxListed = 10;

/**
 * Looks for what should not leave by mistake, and asks what to do with it.
 *
 * @param lineOf gives the line to tell the user for a line of the text, both from 1
 * @returns what may be sent, undefined when the user cancelled
 */
export async function confirmSecrets(
  text: string,
  lineOf: (line: number) => number = line => line,
): Promise<string | undefined> {
  const secrets = findSecrets(text, ownNames());
  if (secrets.length === 0) return text;
  const replace = t('Replace and Send');
  const asItIs = t('Send as It Is');
  const question = t('This may not be meant for others. Send it?');
  const options = { modal: true, detail: listOf(secrets, lineOf) };
  const answer = await window.showWarningMessage(question, options, replace, asItIs);
  if (answer === replace) return withoutSecrets(text, secrets);
  return answer === asItIs ? text : undefined;
}

function listOf(secrets: readonly Secret[], lineOf: (line: number) => number): string {
  const rows = secrets
    .slice(0, maxListed)
    .map(({ kind, line, masked }) =>
      t('Line {line}: {what} {masked}', { line: lineOf(line), what: wordOf(kind), masked }),
    );
  const more = secrets.length - rows.length;
  return [...rows, ...(more > 0 ? [t('and {count} more', { count: more })] : [])].join('\n');
}

function wordOf(kind: SecretKind): string {
  const words: Readonly<Record<SecretKind, string>> = {
    token: t('token'),
    key: t('private key'),
    password: t('password'),
    home: t('home folder'),
    user: t('your user name'),
  };
  return words[kind];
}

function ownNames(): string[] {
  const names = [path.basename(homedir())];
  try {
    names.push(userInfo().username);
  } catch {
    // An account without a name, as in some containers.
  }
  return [...new Set(names)];
}
