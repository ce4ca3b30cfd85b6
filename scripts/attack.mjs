// Attacks a relay, in its thread and alone, while honest people talk in it, and says what they noticed: docs/attacks.md.
//   npm run attack [-- [--seconds N] [--form thread|alone] [--behind own|ipv4|ipv6] [--tree FOLDER] [--json FILE] [NAME…]]
// NAME: an attack of test/attack/attacks.ts, `calm` for none, `all` for all of them at once; without one, each in turn.
// `client [PART]`, `editor [PART]`: a hostile server attacks a client instead, by itself or in a real editor, in all ways
// or in those with PART in their name.
// --json keeps the rows of one checkout: those in it already are not run again. --tree attacks the relay of another one.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { numberOf } from './options.mjs';
import { root } from './paths.mjs';
import { whenAskedToEnd } from './processes.mjs';
import { runScript } from './setup.mjs';

const options = {
  seconds: { type: 'string', default: '60' },
  form: { type: 'string' },
  behind: { type: 'string', default: 'own' },
  tree: { type: 'string', default: root },
  json: { type: 'string' },
};

/** One of the words that an option takes. */
function wordOf(word, name, words) {
  if (!words.includes(word)) throw new Error(`--${name} takes ${words.join(' or ')}, not ${word}`);
  return word;
}

/** @returns how many attacks failed */
async function attackRelay(names, values) {
  const { forms } = await import('../test/attack/run/relayForms.ts');
  const { neighbourhoods } = await import('../test/attack/run/place.ts');
  const { runSuite } = await import('../test/attack/run/suite.ts');
  return runSuite({
    names,
    forms: values.form === undefined ? forms : [wordOf(values.form, 'form', forms)],
    seconds: numberOf(values.seconds, 'seconds'),
    behind: wordOf(values.behind, 'behind', neighbourhoods),
    tree: path.resolve(values.tree),
    ...(values.json !== undefined && { file: values.json }),
    log: text => console.log(text),
  });
}

/** @returns how many scenarios failed */
async function attackClient(values, only) {
  const { isAllowed, run } = await import('../test/attack/client/attackClient.ts');
  const outcomes = await run(numberOf(values.seconds, 'seconds'), only);
  return outcomes.filter(outcome => !isAllowed(outcome)).length;
}

/** @returns how many scenarios failed */
async function attackEditor(values, only) {
  const { makePackage } = await import('./package.mjs');
  await makePackage();
  const { run } = await import('../test/attack/editor/editorAttack.ts');
  return run(numberOf(values.seconds, 'seconds'), only);
}

/** What is attacked other than a relay. */
const others = { client: attackClient, editor: attackEditor };

async function main() {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [first = '', only = ''] = positionals;
  const other = others[first];
  const failed = other ? await other(values, only) : await attackRelay(positionals, values);
  console.log(failed === 0 ? 'Nobody lost anything.' : `${failed} failed.`);
  return failed === 0;
}

// Ends what was started, and removes the namespaces: see processes.mjs and place.ts.
whenAskedToEnd(() => process.exit(1));
await runScript(import.meta.url, main);
