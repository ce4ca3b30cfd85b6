import { screenLine } from '../../../chat/lineText.ts';
import type { DrawnBlocks } from './drawnBlocks.ts';
import type { LineStore, LinePlace } from './lineStore.ts';
import { t } from '../words.ts';

/** Where a selection begins or ends: in a line, or before or after all of them. */
type End = LinePlace | 'outside';

/** Puts what is selected on the clipboard when the browser would leave out what is not drawn. */
export function copyLines(event: ClipboardEvent, store: LineStore, drawn: DrawnBlocks): void {
  const selection = document.getSelection();
  const text = selection ? copiedText(selection, store, drawn) : undefined;
  if (text === undefined) return;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
}

/**
 * The text of a selection that reaches over lines which are not drawn, those included; undefined when the browser
 * copies well by itself, as all that is selected is drawn.
 */
function copiedText(selection: Selection, store: LineStore, drawn: DrawnBlocks): string | undefined {
  if (selection.isCollapsed || selection.rangeCount === 0) return undefined;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(drawn.view)) return undefined;
  const ends = endsOf(range, drawn);
  const [start, end] = ends;
  const first = start === 'outside' ? store.blocks[0]?.order : start.block.order;
  const last = end === 'outside' ? store.blocks.at(-1)?.order : end.block.order;
  if (first === undefined || last === undefined || isAllDrawn(first, last, store, drawn)) return undefined;
  return [...texts(range, ends, store, drawn)].join('\n');
}

function endsOf(range: Range, drawn: DrawnBlocks): readonly [End, End] {
  const touched = drawn.blocks.flatMap(({ block, lines }) =>
    lines.flatMap((line, index) => (range.intersectsNode(line) ? [{ block, index }] : [])),
  );
  const has = (offset: number): boolean => range.comparePoint(drawn.view, offset) === 0;
  const start = has(0) ? undefined : touched[0];
  const end = has(drawn.view.childNodes.length) ? undefined : touched.at(-1);
  return [start ?? 'outside', end ?? 'outside'];
}

function isAllDrawn(first: number, last: number, store: LineStore, drawn: DrawnBlocks): boolean {
  for (let order = first; order <= last; order += 1) {
    const block = store.blockAt(order);
    if (block && !drawn.has(block)) return false;
  }
  return true;
}

function* texts(
  range: Range,
  [start, end]: readonly [End, End],
  store: LineStore,
  drawn: DrawnBlocks,
): Generator<string> {
  const cut = cutter(range, drawn);
  let isWithin = start === 'outside';
  for (const block of store.blocks) {
    for (const [index, line] of block.lines.entries()) {
      const isAt = (place: End): place is LinePlace =>
        place !== 'outside' && place.block === block && place.index === index;
      if (isAt(start)) yield cut(start);
      else if (isAt(end)) yield cut(end);
      else if (isWithin) yield screenLine(line, t);
      if (isAt(start)) isWithin = true;
      if (isAt(end)) return;
    }
  }
}

/** Gives the part of a drawn line that is in the range, without what cannot be selected. */
function cutter(range: Range, drawn: DrawnBlocks): (place: LinePlace) => string {
  return place => {
    const view = drawn.lineAt(place);
    if (!view) return '';
    let text = '';
    const nodes = document.createTreeWalker(view, NodeFilter.SHOW_TEXT);
    for (let node = nodes.nextNode() as Text | null; node; node = nodes.nextNode() as Text | null) {
      const isUnselectable = node.parentElement && getComputedStyle(node.parentElement).userSelect === 'none';
      if (isUnselectable || !range.intersectsNode(node)) continue;
      const from = node === range.startContainer ? range.startOffset : 0;
      text += node.data.slice(from, node === range.endContainer ? range.endOffset : undefined);
    }
    return text;
  };
}
