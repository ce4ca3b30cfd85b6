import { type Pixels, readPng, writePng } from './png.ts';

const most = 256;

/** The same picture in at most 256 colours: a third of the bytes, and no eye sees it in text. */
export function inFewColours(png: Buffer): Buffer {
  const pixels = readPng(png);
  const counts = countColours(pixels);
  const palette = [...counts].sort(([, one], [, other]) => other - one).map(([colour]) => colour);
  const kept = palette.length <= most ? palette : spread(palette);
  const nearest = new Map(kept.map((colour, index) => [colour, index]));
  const indices = new Uint8Array(pixels.width * pixels.height);
  for (let at = 0; at < indices.length; at++) {
    const colour = colourAt(pixels, at);
    let index = nearest.get(colour);
    if (index === undefined) nearest.set(colour, (index = nearestOf(colour, kept)));
    indices[at] = index;
  }
  return writePng(pixels, indices, Uint8Array.from(kept.flatMap(channelsOf)));
}

function countColours(pixels: Pixels): Map<number, number> {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.width * pixels.height; at++) {
    const colour = colourAt(pixels, at);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return counts;
}

/** The commonest colours, none of them near to one before it; nearer ones until there are enough. */
function spread(commonest: readonly number[]): number[] {
  const kept: number[] = [];
  for (const apart of [24, 12, 6, 0]) {
    for (const colour of commonest) {
      if (kept.length === most) return kept;
      if (kept.every(other => distance(colour, other) > apart * apart)) kept.push(colour);
    }
  }
  return kept;
}

function nearestOf(colour: number, palette: readonly number[]): number {
  let best = 0;
  let least = Infinity;
  palette.forEach((other, index) => {
    const far = distance(colour, other);
    if (far < least) [best, least] = [index, far];
  });
  return best;
}

function distance(one: number, other: number): number {
  const [a, b] = [channelsOf(one), channelsOf(other)];
  return a.reduce((sum, channel, index) => sum + (channel - (b[index] ?? 0)) ** 2, 0);
}

function channelsOf(colour: number): number[] {
  return [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
}

function colourAt({ rgb }: Pixels, at: number): number {
  const [red = 0, green = 0, blue = 0] = rgb.subarray(at * 3, at * 3 + 3);
  return (red << 16) | (green << 8) | blue;
}
