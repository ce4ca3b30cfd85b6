import { commands, Range, type Uri, window } from 'vscode';
import type { Location } from '../../chat/location.ts';
import { locationKey } from '../../chat/locations.ts';
import { unlinked, visibleWord } from '../../chat/visible.ts';
import { splitRows } from '../../code/findLines.ts';
import { linesAt, matchLocation } from '../../code/locationMatch.ts';
import type { Input } from '../../conversation/input.ts';
import type { LocationState } from '../../panel/protocol.ts';
import { t } from '../words.ts';
import { currentText } from './currentText.ts';
import { gitFileOf } from './git.ts';
import type { LastEditor } from './lastEditor.ts';
import { chooseFile, filesAt } from './workspaceFiles.ts';

/** Locations that one request is answered for; of the rest nothing is said. */
const maxChecked = 256;
/** Of these, how many make git look for their text: each is a process. */
const maxAskedOfGit = 8;

/** Opens the file that a location means, its lines selected; says so when they are others or it is not there. */
export async function openLocation(
  location: Location,
  editors: LastEditor,
  take: (input: Input) => void,
): Promise<void> {
  const files = await filesAt(location.path);
  const uri = (await chooseFile(files))?.uri;
  if (uri === undefined) {
    const text = t('{path} is not in this workspace.', { path: location.path });
    if (files.length === 0) take({ type: 'note', text, tone: 'warning' });
    return;
  }
  const text = await currentText(uri);
  const options = { preview: true, viewColumn: editors.column };
  if (text === undefined) {
    // The editor itself knows what to do with pictures and with what is too large.
    await commands.executeCommand('vscode.open', uri, options);
    return;
  }
  const rows = splitRows(text);
  const { state, first, last } = matchLocation(rows, await withText(location, uri));
  const end = rows[last]?.length ?? 0;
  const cursor = Math.min((location.column ?? 1) - 1, rows[first]?.length ?? 0);
  const selection =
    location.column === undefined ? new Range(first, 0, last, end) : new Range(first, cursor, first, cursor);
  await window.showTextDocument(uri, { ...options, selection });
  if (state === 'changed')
    void window.showInformationMessage(
      t('Your copy of {path} is different there.', { path: unlinked(visibleWord(location.path)) }),
    );
}

/** How each location stands in our own copy, by `locationKey`. */
export async function checkLocations(locations: readonly Location[]): Promise<Record<string, LocationState>> {
  const rows = new Map<string, Promise<readonly string[] | undefined>>();
  const states: Record<string, LocationState> = {};
  let askedOfGit = 0;
  for (const location of locations.slice(0, maxChecked)) {
    const uri = (await filesAt(location.path))[0]?.uri;
    const key = locationKey(location);
    if (uri === undefined) {
      states[key] = 'missing';
      continue;
    }
    const file = uri.toString();
    const read =
      rows.get(file) ?? currentText(uri).then(text => (text === undefined ? undefined : splitRows(text)));
    rows.set(file, read);
    const needsGit = location.text === undefined && location.commit !== undefined;
    if (needsGit) askedOfGit += 1;
    const whole = needsGit && askedOfGit <= maxAskedOfGit ? await withText(location, uri) : location;
    // A file that cannot be read as text is there, and that is all that is known of it.
    const present = await read;
    states[key] = present === undefined ? 'same' : matchLocation(present, whole).state;
  }
  return states;
}

/** A location with what its lines were at its commit, where it does not tell and git knows. */
async function withText(location: Location, uri: Uri): Promise<Location> {
  if (location.text !== undefined || location.commit === undefined) return location;
  const text = await (await gitFileOf(uri))?.textAt(location.commit);
  const lines = text === undefined ? undefined : linesAt(text, location);
  return lines === undefined ? location : { ...location, text: lines };
}
