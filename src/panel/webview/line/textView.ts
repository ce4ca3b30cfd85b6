import { codeBlocks } from '../../../chat/codeBlocks.ts';
import type { MessageLine, NoteLine } from '../../../chat/line.ts';
import { cutLocations, type LocationPiece } from '../../../chat/locations.ts';
import { shownText } from '../../../chat/lineText.ts';
import { quoted } from '../../../chat/visible.ts';
import { codeView } from '../code/codeView.ts';
import { element } from '../element.ts';
import { cutLinks, type TextPiece } from './links.ts';
import { t } from '../words.ts';
import type { LineActions } from './lineActions.ts';
import { linkView } from './linkView.ts';
import { locationLink } from './locationLink.ts';

/** Links in one text, to pages and to code; what would be more of them is plain text. */
const maxLinksInText = 500;

/** What a line says, with the links and blocks of code of people; of a line that was taken back, who did that. */
export function textView(line: MessageLine | NoteLine, actions: LineActions): HTMLElement {
  const view = element('span', 'text', '', { dir: 'auto' });
  if (line.kind === 'message' && line.redacted) view.append(redactedText(line.redacted));
  else if (line.kind === 'message') appendMessage(view, line, actions);
  else if (line.hasLinks) appendText(view, line.text, actions);
  else view.append(line.text);
  return view;
}

function redactedText({ by, reason }: { by: string; reason: string }): string {
  return reason === ''
    ? t('Deleted by {nick}', { nick: by })
    : t('Deleted by {nick} ({reason})', { nick: by, reason: quoted(reason) });
}

function appendMessage(view: HTMLElement, line: MessageLine, actions: LineActions): void {
  let block = 0;
  for (const segment of codeBlocks(shownText(line))) {
    if (segment.kind === 'text') appendText(view, segment.text, actions);
    else {
      view.append(codeView(segment, { id: line.id, block, actions }));
      block += 1;
    }
  }
}

function appendText(view: HTMLElement, text: string, actions: LineActions): void {
  let links = view.querySelectorAll('[role="link"]').length;
  for (const piece of cutAll(text)) {
    const made = links < maxLinksInText ? linkOf(piece, actions) : undefined;
    if (made) links += 1;
    view.append(made ?? piece.text);
  }
}

function* cutAll(text: string): Generator<TextPiece & LocationPiece> {
  for (const piece of cutLinks(text)) {
    if (piece.href === undefined) yield* cutLocations(piece.text);
    else yield piece;
  }
}

function linkOf(
  { text, href, location }: TextPiece & LocationPiece,
  actions: LineActions,
): HTMLElement | undefined {
  if (location) return locationLink(text, location, actions);
  return href === undefined ? undefined : hrefView(text, href, actions);
}

function hrefView(text: string, href: string, actions: LineActions): HTMLElement {
  const view = linkView('link', text, () => actions.openLink(href));
  view.title = href;
  return view;
}
