import { cutForColours } from './cutForColours.ts';
import type { highlight } from './syntax.ts';

/** Blocks that wait for their colours; the oldest stay plain. */
const maxJobs = 100;
/** Milliseconds after which a piece was slow, and how many slow ones are too many: the language gets no more colours on this page. */
const slowMs = 50;
const maxSlow = 3;
/** Milliseconds after which the colours come even to a page that is never idle. */
const idleWithin = 2_000;

interface Job {
  readonly place: HTMLElement;
  readonly language: string;
  readonly pieces: readonly string[];
  /** What of it has colours. */
  readonly done: (Node | string)[];
}

type Highlight = typeof highlight;

let jobs: Job[] = [];
let syntax: { readonly highlight: Highlight } | 'wanted' | 'missing' | undefined;
let isScheduled = false;
const slow = new Map<string, number>();
const isTooSlow = (language: string): boolean => (slow.get(language) ?? 0) >= maxSlow;

/**
 * Gives the code in `place`, whose text is `text`, the colours of its language when the page is idle, a piece at a time.
 * It stays as it is when the language is unknown or when `cutForColours` leaves it out.
 */
export function wantColours(place: HTMLElement, text: string, language: string): void {
  if (language === '' || isTooSlow(language) || syntax === 'missing') return;
  const pieces = cutForColours(text);
  if (pieces.length === 0) return;
  jobs.push({ place, language, pieces, done: [] });
  if (jobs.length > maxJobs) jobs.shift();
  if (syntax === undefined) void load();
  else schedule();
}

async function load(): Promise<void> {
  syntax = 'wanted';
  syntax = await import('./syntax.ts').catch(() => 'missing' as const);
  if (syntax === 'missing') jobs = [];
  else schedule();
}

function schedule(): void {
  if (isScheduled || typeof syntax !== 'object' || jobs.length === 0) return;
  isScheduled = true;
  const { highlight: colour } = syntax;
  requestIdleCallback(
    () => {
      isScheduled = false;
      step(colour);
      schedule();
    },
    { timeout: idleWithin },
  );
}

/** One piece of the block that has waited longest. What is no longer on the page needs none. */
function step(colour: Highlight): void {
  const [block] = jobs;
  if (!block) return;
  const { place, language, pieces, done } = block;
  const piece = pieces[done.length];
  const started = performance.now();
  const made = piece === undefined || !place.isConnected ? undefined : colour(language, piece);
  if (performance.now() - started > slowMs) slow.set(language, (slow.get(language) ?? 0) + 1);
  if (made) done.push(made);
  if (made && done.length === pieces.length) place.replaceChildren(...done);
  if (!made || done.length === pieces.length || isTooSlow(language)) jobs.shift();
}
