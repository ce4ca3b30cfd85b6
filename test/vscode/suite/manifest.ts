import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { test } from './runner.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category?: string;
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope?: string }>> };
  };
}

const commands = ['host', 'join', 'show', 'copyInvite', 'leave', 'actions', 'showLog'].map(
  name => `pychat.${name}`,
);

function pychat(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('pychat.pychat');
  assert.ok(extension, 'the extension is not there');
  return extension;
}

const contributes = (): Manifest['contributes'] => (pychat().packageJSON as Manifest).contributes;

test('activates', async () => {
  await pychat().activate();
  assert.ok(pychat().isActive);
});

test('registers every command that it contributes', async () => {
  const registered = await vscode.commands.getCommands(true);
  const contributed = contributes().commands.map(({ command }) => command);
  assert.deepEqual(
    [...commands, ...contributed].filter(command => !registered.includes(command)),
    [],
  );
});

test('names its two main commands as people look for them', () => {
  const titles = new Map(contributes().commands.map(entry => [entry.command, entry]));
  assert.deepEqual(
    ['pychat.host', 'pychat.join'].map(id => [titles.get(id)?.category, titles.get(id)?.title]),
    [
      ['PyChat', 'Host Chat'],
      ['PyChat', 'Join Chat'],
    ],
  );
});

test('leaves no word of the manifest untranslated', () => {
  const text = JSON.stringify(pychat().packageJSON);
  assert.deepEqual(text.match(/"%[\w.]+%"/g), null);
});

test('has no setting by which a workspace could make anyone host or join', () => {
  const open = Object.entries(contributes().configuration.properties)
    .filter(([, { scope }]) => scope !== 'application' && scope !== 'machine')
    .map(([name]) => name);
  assert.deepEqual(open, ['pychat.history.lines']);
});
