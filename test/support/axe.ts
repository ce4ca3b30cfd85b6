import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** axe itself, for a page to run. */
export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds in the page that this runs in: one sentence for each place, four of a kind at most. */
export const axeFaults = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations.flatMap(
  ({ id, nodes }) => nodes.slice(0, 4).map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' ' + failureSummary)))`;
