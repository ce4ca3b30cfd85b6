import type { Delivery } from '../../../chat/event.ts';
import type { Line, MessageLine, Quote } from '../../../chat/line.ts';
import { shownText } from '../../../chat/lineText.ts';
import { visibleName } from '../../../chat/visible.ts';
import { button, element } from '../element.ts';
import { fileView } from '../files/fileView.ts';
import { nickColour } from '../look/colours.ts';
import { t } from '../words.ts';
import { headView } from './headView.ts';
import type { LineActions } from './lineActions.ts';
import { setReach } from './reach.ts';
import { reactionsView } from './reactionsView.ts';
import { textView } from './textView.ts';

/** The line that each view shows. */
const shown = new WeakMap<Element, Line>();

/** The line that `lineView` or `updateLineView` has last put into `view`. */
export function shownLine(view: Element): Line | undefined {
  return shown.get(view);
}

/**
 * Makes the element of one line: it has the class `line`, `data-id`, and can take the focus (`tabindex` -1). What can be
 * done with a line as a whole is offered by `LineMenu`, one for all of them.
 */
export function lineView(line: Line, actions: LineActions): HTMLElement {
  const view = element('div', 'line', '', { tabIndex: -1 });
  view.dataset.id = line.id;
  view.append(headView(line), ' ', textView(line, actions));
  shown.set(view, line);
  if (line.kind === 'note') {
    view.classList.add('note', line.voice ?? line.tone);
    if (line.invitation !== undefined) view.append(' ', invitationView(line.invitation, actions));
  } else showMessage(view, line, actions);
  setReach(view);
  return view;
}

/** Shows in the view of a line what has changed of it; what has not stays as it is, unfolded code and the focus too. */
export function updateLineView(view: HTMLElement, line: Line, actions: LineActions): void {
  const before = shown.get(view);
  shown.set(view, line);
  if (before && before.at !== line.at) view.querySelector(':scope > .head')?.replaceWith(headView(line));
  if (!before || textOf(before) !== textOf(line))
    view.querySelector(':scope > .text')?.replaceWith(textView(line, actions));
  if (line.kind === 'message')
    showMessage(view, line, actions, before?.kind === 'message' ? before : undefined);
  setReach(view);
}

/** What its text shows. */
function textOf(line: Line): string {
  if (line.kind === 'note') return line.text;
  return line.redacted ? `deleted ${JSON.stringify(line.redacted)}` : `said ${shownText(line)}`;
}

/** All of a message but its head and its text. @param before what stands there already */
function showMessage(view: HTMLElement, line: MessageLine, actions: LineActions, before?: MessageLine): void {
  view.classList.add('message', line.form);
  view.classList.toggle('own', line.own);
  view.classList.toggle('earlier', line.earlier === true);
  view.classList.toggle('mention', line.mention === true);
  view.classList.toggle('redacted', line.redacted !== undefined);
  view.classList.toggle('with-file', line.file !== undefined && line.redacted === undefined);
  if (line.delivery) view.dataset.delivery = line.delivery;
  const isGone = line.redacted !== undefined;
  const text = view.querySelector(':scope > .text');
  if (line.quote !== before?.quote)
    setPart(view, 'quote', quoteView(line.quote, actions), made => view.prepend(made));
  if (line.delivery !== before?.delivery || line.reason !== before?.reason)
    setPart(view, 'delivery', deliveryView(line), made => placeMark(view, made));
  if (line.file !== before?.file || isGone) {
    const made = isGone ? undefined : fileView(line, actions);
    setPart(view, 'file', made, file => (view.querySelector(':scope > .delivery') ?? text)?.after(file));
  }
  if (line.reactions !== before?.reactions || isGone) {
    const made = isGone ? undefined : reactionsView(line.id, line.reactions, actions);
    setPart(view, 'reactions', made, reactions => view.append(reactions));
  }
}

/** Behind the text; below a block of code it would stand alone, and go again. */
function placeMark(view: HTMLElement, mark: HTMLElement): void {
  const text = view.querySelector(':scope > .text');
  const endsInBlock = text?.lastChild instanceof HTMLElement && text.lastChild.matches('.code');
  (endsInBlock ? view.querySelector(':scope > .head') : text)?.after(mark);
}

/** Puts a part in the place of the one of that class; the button of it that has the focus keeps it. */
function setPart(
  view: HTMLElement,
  className: string,
  made: HTMLElement | undefined,
  place: (made: HTMLElement) => void,
): void {
  const old = view.querySelector<HTMLElement>(`:scope > .${className}`);
  const focused = old?.contains(document.activeElement) === true ? document.activeElement : null;
  if (old && made) old.replaceWith(made);
  else if (made) place(made);
  else old?.remove();
  if (!(focused instanceof HTMLElement)) return;
  const { part } = focused.dataset;
  const same = [...(made?.querySelectorAll<HTMLElement>('[data-part]') ?? [])].find(
    one => one.dataset.part === part,
  );
  (same ?? view).focus({ preventScroll: true });
}

/** The way into the room that somebody asks us into. */
function invitationView(room: string, actions: LineActions): HTMLElement {
  const view = button('action invitation', t('Join'), () => actions.joinRoom(room));
  view.ariaLabel = t('Join {room}', { room: visibleName(room) });
  return view;
}

/** The line that is answered, above the answer; it leads there while it is here. */
function quoteView(quote: Quote | undefined, actions: LineActions): HTMLElement | undefined {
  if (!quote) return undefined;
  const view = element('div', 'quote');
  view.append(quote.id === '' ? t('The original message is no longer here.') : jump(quote, actions));
  return view;
}

function jump({ id, nick, text }: Quote, actions: LineActions): HTMLElement {
  const view = button('quote-jump', '', () => actions.jumpTo(id));
  view.dataset.part = 'quote';
  view.title = t('Go to the original message');
  const words = element('bdi', 'quote-text', text);
  view.append(element('bdi', `nick nick-${nickColour(nick)}`, nick), ': ', words);
  return view;
}

/** How far an own message has come; undefined when that needs no mark: the relay has echoed it. */
function deliveryView({ delivery, reason = '' }: MessageLine): HTMLElement | undefined {
  if (delivery === undefined || delivery === 'relayed') return undefined;
  const [sign, meaning] = deliverySign(delivery);
  const words = reason === '' ? meaning : `${meaning}: ${reason}`;
  return element('span', `delivery ${delivery}`, sign, { title: words, role: 'img', ariaLabel: words });
}

/** What stands behind the text, and what it means. */
function deliverySign(delivery: Exclude<Delivery, 'relayed'>): readonly [string, string] {
  if (delivery === 'queued') return ['…', t('Waiting for the connection')];
  if (delivery === 'sent') return ['·', t('Sent, not yet in the room')];
  if (delivery === 'notConfirmed') return [`? ${t('Not confirmed')}`, t('Not confirmed')];
  return [`‼ ${t('Not delivered')}`, t('Not delivered')];
}
