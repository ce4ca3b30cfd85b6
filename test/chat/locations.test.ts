import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Location } from '../../src/chat/location.ts';
import { maxLocationPath } from '../../src/chat/locationPath.ts';
import {
  cutLocations,
  locationKey,
  maxLocationLine,
  parseFileLocation,
  parseLocation,
  serializeFileLocation,
  serializeLocation,
} from '../../src/chat/locations.ts';

/** What a text has for links: how each is written and what it means. */
const found = (text: string): [string, Location][] =>
  cutLocations(text).flatMap(({ text: piece, location }) => (location ? [[piece, location]] : []));

const onDisk = (path: string, line: number, column?: number): Location => ({
  path,
  root: 'disk',
  line,
  ...(column !== undefined && { column }),
});

describe('places in a text', () => {
  it('are cut out of it', () => {
    expect(cutLocations('see src/a.ts:10 and (b.py:3:5).')).toEqual([
      { text: 'see ' },
      { text: 'src/a.ts:10', location: { path: 'src/a.ts', line: 10 } },
      { text: ' and (' },
      { text: 'b.py:3:5', location: { path: 'b.py', line: 3, column: 5 } },
      { text: ').' },
    ]);
  });

  it.each<[string, string, Location]>([
    ['src/a.ts:10-20', 'src/a.ts:10-20', { path: 'src/a.ts', line: 10, endLine: 20 }],
    ['a.ts:10@1a2b3c4', 'a.ts:10@1a2b3c4', { path: 'a.ts', line: 10, commit: '1a2b3c4' }],
    [
      'a.ts:10-12@1a2b3c4d',
      'a.ts:10-12@1a2b3c4d',
      { path: 'a.ts', line: 10, endLine: 12, commit: '1a2b3c4d' },
    ],
    ['a.ts:1:2@1a2b3c4.', 'a.ts:1:2@1a2b3c4', { path: 'a.ts', line: 1, column: 2, commit: '1a2b3c4' }],
    ['src\\app\\a.ts:3', 'src\\app\\a.ts:3', { path: 'src/app/a.ts', line: 3 }],
    ['./src/a.ts:3', './src/a.ts:3', { path: 'src/a.ts', line: 3 }],
    ['./LICENSE:3', './LICENSE:3', { path: 'LICENSE', line: 3 }],
    ['Makefile:3', 'Makefile:3', { path: 'Makefile', line: 3 }],
    ['.gitignore:1', '.gitignore:1', { path: '.gitignore', line: 1 }],
    ['@types/node/fs.d.ts:7', '@types/node/fs.d.ts:7', { path: '@types/node/fs.d.ts', line: 7 }],
    ['app/[id]/(x)/page.tsx:7', 'app/[id]/(x)/page.tsx:7', { path: 'app/[id]/(x)/page.tsx', line: 7 }],
    ['at f (src/a.ts:7:1)', 'src/a.ts:7:1', { path: 'src/a.ts', line: 7, column: 1 }],
    ['f(src/a.ts:7)', 'src/a.ts:7', { path: 'src/a.ts', line: 7 }],
    ['**src/a.ts:7**', 'src/a.ts:7', { path: 'src/a.ts', line: 7 }],
    ['"src/a.ts:7"', 'src/a.ts:7', { path: 'src/a.ts', line: 7 }],
    ['src/a.ts:7: error', 'src/a.ts:7', { path: 'src/a.ts', line: 7 }],
    ['a%20b.ts:7', 'a%20b.ts:7', { path: 'a b.ts', line: 7 }],
    ['100%.ts:7', '100%.ts:7', { path: '100%.ts', line: 7 }],
    ['ação/ñ.py:7', 'ação/ñ.py:7', { path: 'ação/ñ.py', line: 7 }],
    ['a.ts:10@main', 'a.ts:10', { path: 'a.ts', line: 10 }],
    ['src/app.ts(12,5): error TS2322', 'src/app.ts(12,5)', { path: 'src/app.ts', line: 12, column: 5 }],
    ['(src/app.ts(12,5))', 'src/app.ts(12,5)', { path: 'src/app.ts', line: 12, column: 5 }],
    ['Program.cs(12): warning', 'Program.cs(12)', { path: 'Program.cs', line: 12 }],
    ['lib\\a.vb(3,5,3,9)', 'lib\\a.vb(3,5,3,9)', { path: 'lib/a.vb', line: 3, column: 5 }],
    ['app/(group)/page.tsx(7)', 'app/(group)/page.tsx(7)', { path: 'app/(group)/page.tsx', line: 7 }],
    ['File "x.py", line 12, in f', 'x.py", line 12', { path: 'x.py', line: 12 }],
    ['File "my app/x.py", line 12', 'my app/x.py", line 12', { path: 'my app/x.py', line: 12 }],
    [
      'File "a.ml", line 3, characters 4-10:',
      'a.ml", line 3, characters 4',
      { path: 'a.ml', line: 3, column: 4 },
    ],
    ['Error in src/a.php on line 12', 'src/a.php on line 12', { path: 'src/a.php', line: 12 }],
    ['died at a.pl line 12.', 'a.pl line 12', { path: 'a.pl', line: 12 }],
    ['in src\\A.cs:line 12', 'src\\A.cs:line 12', { path: 'src/A.cs', line: 12 }],
    ['em src\\A.cs:linha 12', 'src\\A.cs:linha 12', { path: 'src/A.cs', line: 12 }],
    ['e: src/A.kt: (12, 5): x', 'src/A.kt: (12, 5)', { path: 'src/A.kt', line: 12, column: 5 }],
    ['--> src/main.rs:12:5', 'src/main.rs:12:5', { path: 'src/main.rs', line: 12, column: 5 }],
    ['\tx_test.go:12: got 1', 'x_test.go:12', { path: 'x_test.go', line: 12 }],
    ["a.rb:12:in `f'", 'a.rb:12', { path: 'a.rb', line: 12 }],
    ['at A.f(A.java:12)', 'A.java:12', { path: 'A.java', line: 12 }],
    ['a.ts#L12', 'a.ts#L12', { path: 'a.ts', line: 12 }],
    ['a.ts#L12-L15', 'a.ts#L12-L15', { path: 'a.ts', line: 12, endLine: 15 }],
    ['a.ts#L12-15.', 'a.ts#L12-15', { path: 'a.ts', line: 12, endLine: 15 }],
    ['a.ts#L12C3-L15C4', 'a.ts#L12C3-L15C4', { path: 'a.ts', line: 12, endLine: 15 }],
    ['a.ts#L12C3', 'a.ts#L12C3', { path: 'a.ts', line: 12, column: 3 }],
    ['"my file.ts:12"', 'my file.ts:12', { path: 'my file.ts', line: 12 }],
    ['"my file.ts":12:3', 'my file.ts":12:3', { path: 'my file.ts', line: 12, column: 3 }],
    ["'src/my file.ts(12,5)'", 'src/my file.ts(12,5)', { path: 'src/my file.ts', line: 12, column: 5 }],
    ['`a b/c d.ts:1`', 'a b/c d.ts:1', { path: 'a b/c d.ts', line: 1 }],
    ['\u201cmy file.ts:12\u201d', 'my file.ts:12', { path: 'my file.ts', line: 12 }],
    ['at f (/home/ana/p/src/a.ts:12:5)', '/home/ana/p/src/a.ts:12:5', onDisk('home/ana/p/src/a.ts', 12, 5)],
    ['at file:///home/ana/p/a.ts:12:5', 'file:///home/ana/p/a.ts:12:5', onDisk('home/ana/p/a.ts', 12, 5)],
    ['~/p/a.py:3', '~/p/a.py:3', onDisk('p/a.py', 3)],
    ['File "/home/ana m/p/x.py", line 3', '/home/ana m/p/x.py", line 3', onDisk('home/ana m/p/x.py', 3)],
    ['in C:\\p\\src\\A.cs:line 7', 'C:\\p\\src\\A.cs:line 7', onDisk('p/src/A.cs', 7)],
    ['(c:/p/src/a.cpp(3,5))', 'c:/p/src/a.cpp(3,5)', onDisk('p/src/a.cpp', 3, 5)],
    ['"C:\\my p\\a b.ts:3"', 'C:\\my p\\a b.ts:3', onDisk('my p/a b.ts', 3)],
    ['file:///C:/p/src/a.ts:3', 'C:/p/src/a.ts:3', onDisk('p/src/a.ts', 3)],
    ['\\\\server\\share\\a.ts:3', '\\\\server\\share\\a.ts:3', onDisk('server/share/a.ts', 3)],
    ['\t/home/ana/go/x/main.go:12 +0x1d', '/home/ana/go/x/main.go:12', onDisk('home/ana/go/x/main.go', 12)],
    ["don't open my file.ts:12 'now'", 'file.ts:12', { path: 'file.ts', line: 12 }],
  ])('in %j are %j', (text, written, location) => {
    expect(found(text)).toEqual([[written, location]]);
  });

  it.each([
    'at 12:48, or 12:48:05',
    'http://host:80/ and http://host:80/a/b.ts:3 and file:/a.ts:3 and s3:/a/b.ts:3',
    'localhost:3000, example.com:443, mail.example.org:25, 192.168.0.10:6697, [::1]:80, fe80::1:80',
    'ana@example.org:25 git@github.com:3',
    'console.log(12) arr.map(3) Math.max(1,2) f.g(1)(2) x(3): (4) a.b(5)x',
    'see line 12, at line 3 and #L12; room#L1 x.com#L3 a.ts#L a.ts#Lx a.ts#12',
    '"a: b.ts:x" https line 3',
    '/a.ts:3 ~/a.ts:3 C:\\a.ts:3 x:/a/../b.ts:3 /etc/passwd:3x',
    '../a.ts:3 src/../../a.ts:3 src/./a.ts:3 src//a.ts:3 a%2f%2e%2e%2fb.ts:3 %2e%2e/a.ts:3 %5cx/a.ts:3',
    'a%00b.ts:3 a%0ab.ts:3 a%e2%80%aeb.ts:3 a%ff.ts:3',
    '1/2:3 node:22 ratio 3:4 e.g.:1 :1 a.ts: a.ts a.ts:x a.ts:10abc a.ts:1.5',
    `a.ts:0 a.ts:${maxLocationLine + 1} a.ts:1:0 a.ts:20-10 a.ts:123456789`,
  ])('there are none in %j', text => {
    expect(found(text)).toEqual([]);
  });

  it('have bounds', () => {
    const longest = `${'a'.repeat(maxLocationPath - 3)}.ts`;
    expect(found(`${longest}:${maxLocationLine}`)).toHaveLength(1);
    expect(found(`a${longest}:1`)).toEqual([]);
  });

  it('lose nothing of any text', () => {
    const piece = fc.constantFrom(
      'src/',
      'a.ts',
      ':1',
      '-2',
      '@1a2b3c4',
      '..',
      '%2e',
      '(',
      ')',
      ' ',
      '\\',
      '🎉',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), parts => {
        const text = parts.join('');
        const pieces = cutLocations(text);
        expect(pieces.map(part => part.text).join('')).toBe(text);
        for (const { location } of pieces) {
          if (location && location.root === undefined)
            expect(parseLocation(serializeLocation(location))).toEqual(location);
        }
      }),
    );
  });

  it.each([
    'a'.repeat(65_536),
    'a:1'.repeat(22_000),
    '.ts:1'.repeat(13_000),
    '('.repeat(65_530) + ':1',
    `${'a/'.repeat(500)}:1 `.repeat(60),
    `${'%'.repeat(9_000)}.ts:1 `.repeat(7),
    `a.ts:1@${'a'.repeat(65_000)}`,
    `${'a.'.repeat(500)}(:1 `.repeat(60),
    `"${' a.ts:1'.repeat(3_000)}`,
    'a.ts('.repeat(13_000),
    'a/b(1'.repeat(13_000),
    `${'a/b(1,2)('.repeat(900)} `.repeat(2),
  ])('are found in time that grows with the text alone (%#)', text => {
    const started = performance.now();
    cutLocations(text);
    // A few milliseconds here; what takes the square of the length takes minutes.
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

const part = fc.oneof(
  fc.constantFrom('src', 'a b', '[id]', '(x', 'a%20', 'x:1', 'ñ', '🎉', "it's"),
  fc.string(),
);
const location: fc.Arbitrary<Location> = fc
  .record(
    {
      path: fc.array(part, { minLength: 1, maxLength: 4 }).map(parts => parts.join('/')),
      line: fc.integer({ min: 1, max: maxLocationLine }),
      column: fc.integer({ min: 1, max: maxLocationLine }),
      commit: fc.stringMatching(/^[0-9a-f]{7,40}$/),
    },
    { requiredKeys: ['path', 'line'] },
  )
  .filter(({ path }) => path.split('/').every(one => !['', '.', '..', '~'].includes(one)))
  // eslint-disable-next-line no-control-regex -- what no path may hold
  .filter(({ path }) => path.isWellFormed() && !/[\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]/.test(path));

describe('a place that is written', () => {
  it('reads as it was', () => {
    fc.assert(
      fc.property(location, one => {
        expect(parseLocation(serializeLocation(one))).toEqual(one);
      }),
    );
  });

  it('is one word, and a link in the middle of a sentence', () => {
    fc.assert(
      fc.property(location, one => {
        const word = serializeLocation(one);
        expect(found(`see ${word}, please`)).toEqual([[word, one]]);
      }),
    );
  });

  it.each<Location>([
    { path: '', line: 1 },
    { path: '/etc/passwd', line: 1 },
    { path: '../a.ts', line: 1 },
    { path: 'a\\b.ts', line: 1 },
    { path: 'a\nb.ts', line: 1 },
    { path: 'a\ud800.ts', line: 1 },
    { path: './a.ts', line: 1 },
    { path: 'a.ts', line: 0 },
    { path: 'a.ts', line: 1.5 },
    { path: 'a.ts', line: 9, endLine: 3 },
    { path: 'a.ts', line: 1, endLine: 3, column: 2 },
    { path: 'a.ts', line: 1, commit: 'main' },
    { path: `${'a'.repeat(maxLocationPath)}.ts`, line: 1 },
    { path: 'home/ana/a.ts', root: 'disk', line: 1 },
  ])('is refused when the grammar cannot say it: %j', one => {
    expect(() => serializeLocation(one)).toThrow(RangeError);
  });

  it('may be the file alone', () => {
    const whole = { path: 'src/a b.ts', line: 1, commit: '1a2b3c4' };
    expect(serializeFileLocation(whole)).toBe('src/a%20b.ts@1a2b3c4');
    expect(parseFileLocation('src/a%20b.ts@1a2b3c4')).toEqual(whole);
    expect(parseFileLocation('src/a.ts')).toEqual({ path: 'src/a.ts', line: 1 });
    expect(parseFileLocation('see src/a.ts')).toBeUndefined();
    expect(parseFileLocation('(src/a.ts')).toBeUndefined();
    expect(() => serializeFileLocation({ ...whole, line: 2 })).toThrow(RangeError);
  });
});

describe('a key', () => {
  it('tells places apart by all they say', () => {
    const base: Location = { path: 'a.ts', line: 1 };
    const all: Location[] = [
      base,
      { ...base, line: 2 },
      { ...base, column: 1 },
      { ...base, endLine: 1 },
      { ...base, commit: '1a2b3c4' },
      { ...base, text: '' },
      { ...base, text: 'a' },
      { ...base, text: 'b' },
      { ...base, path: 'b.ts' },
      { ...base, root: 'disk' },
    ];
    expect(new Set(all.map(locationKey)).size).toBe(all.length);
    expect(locationKey({ line: 1, path: 'a.ts' })).toBe(locationKey(base));
  });
});
