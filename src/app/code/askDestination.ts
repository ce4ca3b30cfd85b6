import { commands, ThemeIcon, window } from 'vscode';
import { unlinked } from '../../chat/visible.ts';
import type { TalkPlace } from '../../conversation/effect.ts';
import { peopleText, t } from '../words.ts';

/** Where something goes that is shared, and what is said before it. */
export interface Destination {
  readonly place: TalkPlace;
  /** '' for nothing. */
  readonly comment: string;
}

/**
 * Asks where something is to go and says so before it goes: a list when there is more than one place, then a comment.
 *
 * @param what names it in a few words
 * @returns undefined when the user cancelled, or was told that there is no place
 */
export async function askDestination(
  places: readonly TalkPlace[],
  what: string,
): Promise<Destination | undefined> {
  const place = await askPlace(places, what);
  if (place === undefined) return undefined;
  const comment = await askComment(t('Share {what} in {place}', { what, place: place.title }), place);
  return comment === undefined ? undefined : { place, comment: comment.trim() };
}

/** Enter confirms, and so does a button, for people who use only the mouse. @returns undefined when the user cancelled */
async function askComment(title: string, place: TalkPlace): Promise<string | undefined> {
  const box = window.createInputBox();
  Object.assign(box, { title, placeholder: t('Comment (optional)'), prompt: readersText(place) });
  box.buttons = [{ iconPath: new ThemeIcon('send'), tooltip: t('Share in Chat') }];
  try {
    return await new Promise(resolve => {
      box.onDidAccept(() => resolve(box.value));
      box.onDidTriggerButton(() => resolve(box.value));
      box.onDidHide(() => resolve(undefined));
      box.show();
    });
  } finally {
    box.dispose();
  }
}

/** The editor adds which keys confirm and cancel. */
function readersText({ kind, title }: TalkPlace): string {
  const place = unlinked(title);
  return kind === 'room'
    ? t('Everyone in {place} can read it.', { place })
    : t('Only {place} can read it.', { place });
}

async function askPlace(places: readonly TalkPlace[], what: string): Promise<TalkPlace | undefined> {
  if (places.length === 0) {
    await offerWays();
    return undefined;
  }
  if (places.length === 1) return places[0];
  const items = places.map(place => ({ ...placeItem(place), place }));
  const picked = await window.showQuickPick(items, { placeHolder: t('Share {what} where?', { what }) });
  return picked?.place;
}

/** A place as lists show it. */
export function placeItem({ kind, title, people }: TalkPlace): { label: string; description: string } {
  return {
    label: `$(${kind === 'room' ? 'comment-discussion' : 'account'}) ${unlinked(title)}`,
    description: kind === 'private' ? t('private') : peopleText(people),
  };
}

async function offerWays(): Promise<void> {
  const [host, join] = [t('Host Chat'), t('Join Chat')];
  const said = t('You are in no room: host or join one first.');
  const answer = await window.showWarningMessage(said, host, join);
  if (answer === host) await commands.executeCommand('pychat.host');
  if (answer === join) await commands.executeCommand('pychat.join');
}
