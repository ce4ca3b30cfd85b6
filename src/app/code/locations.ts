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
import { chooseFile, filesAt, filesEnding, type WorkspaceFile } from './workspaceFiles.ts';

/** Locations that one request is answered for; of the rest nothing is said. */
const maxChecked = 256;
/** Of these, how many make git look for their text: each is a process. */
const maxAskedOfGit = 8;

/** Of these, how many paths on somebody's disk are looked for: each has many endings that may be ours. */
const maxAskedOfDisk = 32;

/** Opens the file that a location means, its lines selected; says so when they are others or it is not there. */
export async function openLocation(
  location: Location,
  editors: LastEditor,
  take: (input: Input) => void,
): Promise<void> {
  const files = await filesOf(location);
  const uri = (await chooseFile(await likeliest(location, files)))?.uri;
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
  const name = { path: unlinked(visibleWord(location.path)) };
  if (state === 'changed')
    void window.showInformationMessage(t('Your copy of {path} is different there.', name));
  if (state === 'unsure')
    void window.showInformationMessage(
      t('These lines appear several times in your copy of {path}. This is the nearest place.', name),
    );
}

/** The files that a location may mean: those of its path, or of a path on somebody's disk those that its end names. */
function filesOf({ path, root }: Location): Promise<WorkspaceFile[]> {
  return root === undefined ? filesAt(path) : filesEnding(path);
}

/** How well lines are found, best first. */
const byLikeness = ['same', 'moved', 'unsure', 'changed'] as const;

/** Those of several folders' files in which the lines are found best; all of them where they are found in none. */
async function likeliest(
  location: Location,
  files: readonly WorkspaceFile[],
): Promise<readonly WorkspaceFile[]> {
  if (files.length <= 1) return files;
  const reading = files.map(async file => ({
    file,
    state: await stateIn(file.uri, await withText(location, file.uri), new Map()),
  }));
  const states = await Promise.all(reading);
  const best = byLikeness.find(state => states.some(one => one.state === state));
  return states.filter(({ state }) => state === best).map(({ file }) => file);
}

/** How each location stands in our own copy, by `locationKey`. */
export async function checkLocations(locations: readonly Location[]): Promise<Record<string, LocationState>> {
  const texts: Texts = new Map();
  const files = new FoundFiles();
  const states: Record<string, LocationState> = {};
  let askedOfGit = 0;
  for (const location of locations.slice(0, maxChecked)) {
    const found: LocationState[] = [];
    const ours = await files.of(location);
    if (ours === undefined) continue;
    for (const { uri } of ours) {
      const needsGit = location.text === undefined && location.commit !== undefined;
      if (needsGit) askedOfGit += 1;
      const whole = needsGit && askedOfGit <= maxAskedOfGit ? await withText(location, uri) : location;
      found.push(await stateIn(uri, whole, texts));
    }
    states[locationKey(location)] = byLikeness.find(state => found.includes(state)) ?? 'missing';
  }
  return states;
}

/** What was looked for already for one request: many places are in few files. */
class FoundFiles {
  readonly #found = new Map<string, Promise<readonly WorkspaceFile[]>>();
  #askedOfDisk = 0;

  /** @returns undefined when too many paths on somebody's disk were looked for */
  of(location: Location): Promise<readonly WorkspaceFile[]> | undefined {
    const isOnDisk = location.root !== undefined;
    const key = `${isOnDisk ? '/' : ''}${location.path}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    if (isOnDisk && ++this.#askedOfDisk > maxAskedOfDisk) return undefined;
    const found = filesOf(location);
    this.#found.set(key, found);
    return found;
  }
}

/** Rows of files that were read already, by address. */
type Texts = Map<string, Promise<readonly string[] | undefined>>;

/** A file that cannot be read as text is there, and that is all that is known of it. */
async function stateIn(uri: Uri, location: Location, texts: Texts): Promise<LocationState> {
  const key = uri.toString();
  const read =
    texts.get(key) ?? currentText(uri).then(text => (text === undefined ? undefined : splitRows(text)));
  texts.set(key, read);
  const rows = await read;
  return rows === undefined ? 'same' : matchLocation(rows, location).state;
}

/** A location with what its lines were at its commit, where it does not tell and git knows. */
async function withText(location: Location, uri: Uri): Promise<Location> {
  if (location.text !== undefined || location.commit === undefined) return location;
  const text = await (await gitFileOf(uri))?.textAt(location.commit);
  const lines = text === undefined ? undefined : linesAt(text, location);
  return lines === undefined ? location : { ...location, text: lines };
}
