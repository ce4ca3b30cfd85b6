import { writeFileSync } from 'node:fs';
import { inspect } from 'node:util';

interface Test {
  readonly name: string;
  readonly body: () => Promise<void> | void;
}

const tests: Test[] = [];

/** A test that has not ended by then has failed. */
const timeoutMs = 60_000;

/** Adds a test; they run in the order in which they were added. */
export function test(name: string, body: Test['body']): void {
  tests.push({ name, body });
}

interface Report {
  passed: number;
  failed: number;
  readonly lines: string[];
}

/** Runs all tests and writes how each went to the file that PYCHAT_SUITE_REPORT names. Throws when one failed. */
export async function runAll(): Promise<void> {
  const report: Report = { passed: 0, failed: 0, lines: [] };
  for (const one of tests) await runOne(one, report);
  const file = process.env.PYCHAT_SUITE_REPORT;
  if (file) writeFileSync(file, JSON.stringify(report));
  if (report.failed > 0) throw new Error(`${report.failed} failed`);
}

async function runOne({ name, body }: Test, report: Report): Promise<void> {
  try {
    await withinTime(Promise.resolve(body()));
    report.passed += 1;
    report.lines.push(`  ok     ${name}`);
  } catch (error) {
    report.failed += 1;
    report.lines.push(`  FAILED ${name}`, inspect(error));
  }
}

async function withinTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`Not done after ${timeoutMs / 1000} s.`));
    }, timeoutMs);
  });
  await Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
}
