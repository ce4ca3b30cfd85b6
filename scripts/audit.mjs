// Asks npm's registry for known weaknesses of the packages in package-lock.json. One in what is bundled fails; one in a
// tool is a warning. Nothing fails where no registry answers: an office may have one that does not know.
import { pathToFileURL } from 'node:url';
import { packagesInside } from './build.mjs';
import { root } from './paths.mjs';
import { run } from './processes.mjs';
import { continueOnOwnNode, ensurePackages, npm } from './setup.mjs';

const auditTimeoutMs = 60_000;

/** What `npm audit --json` prints, after its complaints; without `vulnerabilities` when nobody answered. */
function parse(output) {
  const start = output.indexOf('{');
  return start < 0 ? {} : JSON.parse(output.slice(start, output.lastIndexOf('}') + 1));
}

function textOf({ name, severity, via }) {
  const titles = via.map(one => (typeof one === 'string' ? `by ${one}` : `${one.title} (${one.url})`));
  return `${name}: ${severity}: ${titles.join(', ')}`;
}

/**
 * @param {readonly string[]} inside folders of the bundled packages, e.g. node_modules/diff
 * @returns {Promise<boolean>} whether nothing is known against those
 */
export async function audit(inside) {
  const args = ['audit', '--json', '--package-lock-only'];
  const options = { cwd: root, quiet: true, timeoutMs: auditTimeoutMs, ...npm.options };
  const { vulnerabilities } = parse((await run(npm.command, args, options)).output);
  if (vulnerabilities === undefined) {
    console.log('audit: no registry answered that knows about weaknesses');
    return true;
  }
  const isInside = ({ nodes }) => nodes.some(node => inside.includes(node));
  const all = Object.values(vulnerabilities);
  for (const one of all.filter(one => !isInside(one))) console.warn(`audit: in a tool: ${textOf(one)}`);
  for (const one of all.filter(isInside)) console.error(`audit: BUNDLED: ${textOf(one)}`);
  return !all.some(isInside);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensurePackages();
  await continueOnOwnNode(import.meta.url);
  process.exitCode = (await audit(packagesInside())) ? 0 : 1;
}
