import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { flagKinds } from '../../../src/relay/program/cliFlags.ts';
import { helpText } from '../../../src/relay/program/cliHelp.ts';
import { parseConfig } from '../../../src/relay/program/configFile.ts';

const docs = readFileSync(new URL('../../../docs/relay.md', import.meta.url), 'utf8');
const flags = [...Object.keys(flagKinds), 'config', 'help', 'version'];

describe('the help', () => {
  test('fits a terminal of 80 columns and ends with a line end', () => {
    for (const line of helpText.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    expect(helpText).toMatch(/[^\n]\n$/);
    expect(helpText).not.toMatch(/[^\S\n]\n/);
  });

  test.each(flags)('tells of --%s once, and so do the docs', flag => {
    expect(helpText.match(new RegExp(`^  --${flag}(?: |$)`, 'gm'))).toHaveLength(1);
    expect(docs).toContain(`\`--${flag}`);
  });

  test('tells of no flag that is not there', () => {
    for (const [, flag] of helpText.matchAll(/^ +--([a-z-]+)/gm)) expect(flags).toContain(flag);
  });
});

describe('the docs', () => {
  test('show a file of settings that is one', () => {
    const [, example = ''] = /```ini\n(.*?)```/s.exec(docs) ?? [];
    const names = parseConfig(example, 'relay.conf').map(({ name }) => name);
    expect(names).toContain('password');
    expect(names).toContain('data');
  });

  test.each([2, 3, 4, 5, 130, 143])('tell of the exit code %i', code => {
    expect(docs).toMatch(new RegExp(`^\\| ${code} `, 'm'));
    expect(helpText).toMatch(new RegExp(`\\b${code}\\b`));
  });
});
