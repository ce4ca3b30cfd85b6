import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { attacks } from '../attacks.ts';
import { runAttack } from './oneAttack.ts';
import { makePlace, type Neighbourhood } from './place.ts';
import { buildPrograms } from './programs.ts';
import { type Form } from './relayForms.ts';
import { describe, faultsOf, head, type Row, type RunName } from './row.ts';

interface SuiteOptions {
  /** Names of attacks, or `calm` or `all`; none for everything. */
  readonly names: readonly string[];
  readonly forms: readonly Form[];
  readonly seconds: number;
  readonly behind: Neighbourhood;
  /** The checkout whose relay is attacked. */
  readonly tree: string;
  /** Where rows are kept: those that are there are not run again. */
  readonly file?: string;
  readonly log: (text: string) => void;
}

const calm = 'calm';
const known = [calm, ...attacks.map(({ name }) => name), 'all'];

/** Runs attacks one after another. @returns how many failed */
export async function runSuite(options: SuiteOptions): Promise<number> {
  const { names, forms, log } = options;
  const unknown = names.find(name => !known.includes(name));
  if (unknown !== undefined) throw new Error(`no attack ${unknown}; there are ${known.join(', ')}`);
  // Without a calm relay there is nothing to compare with.
  const chosen = names.length === 0 ? known : [calm, ...names.filter(name => name !== calm)];
  await buildPrograms(options.tree);
  using place = makePlace(options.behind);
  log(`${options.seconds} s each, from ${place.about}`);
  log(head);
  const rows = new Rows(options.file);
  let failed = 0;
  for (const form of forms)
    for (const attack of chosen) {
      const name = { attack, form, seconds: options.seconds, behind: options.behind };
      const row = rows.find(name) ?? rows.add(await runAttack(name, place));
      const faults = faultsOf(row, rows.find({ ...name, attack: calm }));
      log(describe(row, faults));
      if (faults.length > 0) failed++;
    }
  return failed;
}

/** The rows so far, also those of runs before this one. */
class Rows {
  readonly #file: string | undefined;
  readonly #rows: Row[];

  constructor(file: string | undefined) {
    this.#file = file;
    const isThere = file !== undefined && existsSync(file);
    this.#rows = isThere ? (JSON.parse(readFileSync(file, 'utf8')) as Row[]) : [];
  }

  find({ attack, form, seconds, behind }: RunName): Row | undefined {
    return this.#rows.find(
      row => row.attack === attack && row.form === form && row.seconds === seconds && row.behind === behind,
    );
  }

  add(row: Row): Row {
    this.#rows.push(row);
    if (this.#file !== undefined) writeFileSync(this.#file, `${JSON.stringify(this.#rows, undefined, 1)}\n`);
    return row;
  }
}
