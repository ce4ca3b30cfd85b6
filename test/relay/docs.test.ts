import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import * as numerics from '../../src/irc/numerics.ts';
import { offered } from '../../src/relay/core/capabilities.ts';
import { commands } from '../../src/relay/commandTable.ts';
import { defaultLimits } from '../../src/relay/core/limits.ts';

function read(name: string): string {
  return readFileSync(path.resolve(import.meta.dirname, '../../docs', name), 'utf8');
}

/** The limits that tables state, with their values. */
function statedIn(text: string): Readonly<Record<string, number>> {
  const stated = [...text.matchAll(/^\| `(\w+)` \| ([0-9 ]+)/gm)];
  return Object.fromEntries(
    stated.map(([, name = '', value = '']) => [name, Number(value.replaceAll(' ', ''))]),
  );
}

/** The rows of all tables between two headings, cell by cell. */
function rows(text: string, heading: string): string[][] {
  const [, rest = ''] = text.split(`\n## ${heading}\n`);
  const [section = ''] = rest.split('\n## ');
  const lines = section.split('\n').filter(line => line.startsWith('| '));
  return lines.slice(1).map(line => line.split(' | ').map(cell => cell.replace(/^\| | \|$/g, '')));
}

describe('docs/protocol.md', () => {
  const text = read('protocol.md');

  test('names every command, and no other', () => {
    const named = rows(text, 'Commands').flatMap(([names = '']) => names.split(', '));
    expect(named.toSorted()).toEqual([...commands.keys()].toSorted());
  });

  test('says for every command and capability what specifies it', () => {
    for (const [, specification] of [...rows(text, 'Commands'), ...rows(text, 'Capabilities')])
      expect(specification).toMatch(/\]\(https:\/\//);
  });

  test('names every capability, and no other', () => {
    const named = rows(text, 'Capabilities').map(([name = '']) => name.replaceAll('`', ''));
    expect(named).toEqual(offered(defaultLimits, 0));
  });

  test('names every numeric in use, and no other', () => {
    const [, section = ''] = text.split('\n## Numerics\n');
    const named = [...section.matchAll(/([0-9]{3})\s((?:RPL|ERR)_[A-Z0-9]+)/g)].map(([, number, name]) => [
      name,
      number,
    ]);
    expect(Object.fromEntries(named)).toEqual({ ...numerics });
  });
});

test('docs/limits.md has every limit with its value, and no other', () => {
  // What comes behind that heading bounds the client.
  const [text = '', ofWindows = ''] = read('limits.md').split('\n## What a server can make a window keep\n');
  expect(ofWindows).not.toBe('');
  expect(statedIn(text)).toEqual(defaultLimits);
});
