import { maxMarkedPlaces } from './limits.ts';

/** The names by which `media/log.css` knows what was found. */
const all = 'found';
const current = 'found-now';

/**
 * Marks each match of `pattern` in these lines, those of the line found last otherwise. No element is made for it, so
 * that what is selected stays selected. A browser that cannot do so marks nothing.
 */
export function showMarks(
  pattern: RegExp,
  lines: Iterable<HTMLElement>,
  found: HTMLElement | undefined,
): void {
  if (!('highlights' in CSS)) return;
  const [marks, foundMarks] = [new Highlight(), new Highlight()];
  let room = maxMarkedPlaces;
  for (const line of lines) {
    const ranges = rangesIn(line, pattern, room);
    room -= ranges.length;
    for (const range of ranges) (line === found ? foundMarks : marks).add(range);
  }
  foundMarks.priority = 1;
  CSS.highlights.set(all, marks);
  CSS.highlights.set(current, foundMarks);
}

export function clearMarks(): void {
  if (!('highlights' in CSS)) return;
  CSS.highlights.delete(all);
  CSS.highlights.delete(current);
}

/** The first places in `line` that match, over the borders of elements too; at most `max`. */
function rangesIn(line: HTMLElement, pattern: RegExp, max: number): AbstractRange[] {
  const nodes = textNodes(line);
  const text = nodes.map(({ data }) => data).join('');
  const ranges: AbstractRange[] = [];
  const places = placesIn(nodes);
  for (const match of text.matchAll(pattern)) {
    if (ranges.length >= max) break;
    const [start, end] = [places(match.index), places(match.index + match[0].length - 1)];
    if (!start || !end) continue;
    ranges.push(
      new StaticRange({
        startContainer: start.node,
        startOffset: start.offset,
        endContainer: end.node,
        endOffset: end.offset + 1,
      }),
    );
  }
  return ranges;
}

function textNodes(line: HTMLElement): Text[] {
  const nodes: Text[] = [];
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement?.closest('time, button') === null) nodes.push(node as Text);
  }
  return nodes;
}

/** Gives the node and the place in it for a place in the text of them all; asked for later and later places. */
function placesIn(nodes: readonly Text[]): (at: number) => { node: Text; offset: number } | undefined {
  let index = 0;
  let start = 0;
  return at => {
    for (let node = nodes[index]; node; node = nodes[index]) {
      if (at < start + node.length) return { node, offset: at - start };
      start += node.length;
      index += 1;
    }
    return undefined;
  };
}
