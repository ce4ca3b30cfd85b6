import type { CodeSegment } from '../../../chat/codeBlocks.ts';
import { BoundedMap } from '../../../common/boundedMap.ts';
import type { CodeAction } from '../../protocol.ts';
import { button, element } from '../element.ts';
import type { LineActions } from '../line/lineActions.ts';
import { locationLink } from '../line/locationLink.ts';
import { t } from '../words.ts';
import { wantColours } from './colouring.ts';

/** Rows of code that are shown at first. */
const foldedRows = 20;
/** Blocks of which the page remembers that they were unfolded. */
const maxUnfolded = 1_000;

/** Blocks that were unfolded, by line and number: they stay so when they are drawn again. */
const unfolded = new BoundedMap<string, true>(maxUnfolded);

/** Where a block is, and who does what its buttons ask. */
interface CodePlace {
  /** The id of the line. */
  readonly id: string;
  /** Counts the blocks of the line from 0. */
  readonly block: number;
  readonly actions: LineActions;
}

/** A block of code: what it is and what can be done with it, the code with numbers before its rows, long code folded. */
export function codeView(segment: CodeSegment, place: CodePlace): HTMLElement {
  const { language } = segment;
  const ariaLabel = language === '' ? t('Code') : t('Code in {language}', { language });
  const view = element('div', 'code', '', { role: 'group', ariaLabel, dir: 'ltr' });
  view.append(headView(segment, place));
  const rows = segment.text.split('\n');
  if (rows.length <= foldedRows) view.append(bodyView(segment, rows.length));
  else view.append(...foldable(segment, rows, `${place.block} ${place.id}`));
  return view;
}

function headView(segment: CodeSegment, place: CodePlace): HTMLElement {
  const head = element('div', 'code-head');
  const { location, header, language } = segment;
  if (location) head.append(locationLink(header ?? location.path, location, place.actions), ' ');
  if (language !== '') head.append(element('bdi', 'code-language', language), ' ');
  const row = element('span', 'code-actions');
  const act = (action: CodeAction): void => place.actions.code(place.id, place.block, action);
  for (const action of actionsFor(segment))
    row.append(button('action', actionLabel(action), () => act(action)));
  head.append(row);
  return head;
}

function isPatch({ language }: CodeSegment): boolean {
  return language === 'diff' || language === 'patch';
}

function actionsFor(segment: CodeSegment): readonly CodeAction[] {
  const more: CodeAction[] = isPatch(segment) ? ['review'] : ['insert'];
  return segment.location ? ['copy', ...more, 'open'] : ['copy', ...more];
}

function actionLabel(action: CodeAction): string {
  const labels: Readonly<Record<CodeAction, string>> = {
    copy: t('Copy'),
    insert: t('Insert at Cursor'),
    open: t('Open'),
    review: t('Review'),
  };
  return labels[action];
}

function foldable(segment: CodeSegment, rows: readonly string[], key: string): HTMLElement[] {
  let body: HTMLElement = element('div', 'code-body');
  const more = button('action code-more', '', () => show(!unfolded.has(key)));
  const show = (isWhole: boolean): void => {
    if (isWhole) unfolded.set(key, true);
    else unfolded.delete(key);
    const text = isWhole ? segment.text : rows.slice(0, foldedRows).join('\n');
    const made = bodyView({ ...segment, text }, isWhole ? rows.length : foldedRows);
    body.replaceWith(made);
    body = made;
    more.ariaExpanded = String(isWhole);
    more.textContent = isWhole ? t('Show fewer lines') : t('Show all {count} lines', { count: rows.length });
  };
  const holder = document.createDocumentFragment();
  holder.append(body);
  show(unfolded.has(key));
  return [body, more];
}

/** Scrolls sideways by itself, also by keyboard; only the code is selected and copied. */
function bodyView(segment: CodeSegment, rows: number): HTMLElement {
  const body = element('div', 'code-body', '', { tabIndex: 0, role: 'group', ariaLabel: t('Code') });
  const code = element('code', 'code-text', segment.text);
  if (isPatch(segment)) code.replaceChildren(...diffPieces(segment.text));
  else {
    body.append(numbersView(segment.location?.line ?? 1, rows));
    wantColours(code, segment.text, segment.language);
  }
  body.append(code);
  return body;
}

/** The numbers are drawn by the style sheet, so that no selection takes them along. */
function numbersView(first: number, count: number): HTMLElement {
  const view = element('span', 'code-numbers', '', { ariaHidden: 'true' });
  view.dataset.numbers = Array.from({ length: count }, (_, index) => first + index).join('\n');
  return view;
}

/** Rows of a patch that get a colour; those after them stay plain. */
const maxDiffRows = 5_000;

const classes: readonly (readonly [pattern: RegExp, className: string])[] = [
  [/^(?:\+\+\+|---|diff |index |Index: )/, 'diff-file'],
  [/^@@/, 'diff-place'],
  [/^\+/, 'diff-added'],
  [/^-/, 'diff-removed'],
];

/** Cuts a unified diff into runs of rows of one sort, each with its colour; joined they are the text again. */
function diffPieces(text: string): readonly (HTMLElement | string)[] {
  const pieces: (HTMLElement | string)[] = [];
  const rows = text.split('\n');
  let run: string[] = [];
  let runClass = '';
  const end = (isLast: boolean): void => {
    if (run.length === 0) return;
    const joined = run.join('\n') + (isLast ? '' : '\n');
    pieces.push(runClass === '' ? joined : element('span', runClass, joined));
    run = [];
  };
  rows.forEach((row, index) => {
    const className = index < maxDiffRows ? classOf(row) : '';
    if (className !== runClass) end(false);
    runClass = className;
    run.push(row);
  });
  end(true);
  return pieces;
}

function classOf(row: string): string {
  return classes.find(([pattern]) => pattern.test(row))?.[1] ?? '';
}
