import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeBlocks,
  type CodeParts,
  composeCode,
  maxBlocksInMessage,
  maxLanguageLength,
} from '../../src/chat/codeBlocks.ts';

const text = (one: string) => ({ kind: 'text', text: one });
const code = (one: string, language = '') => ({ kind: 'code', language, text: one });

describe('the blocks of a message', () => {
  it.each([
    ['no code', [text('no code')]],
    ['', []],
    ['a `b` and ```c```', [text('a `b` and ```c```')]],
    ['```js\nx\n```', [code('x', 'js')]],
    ['before\n```\nx\n```\nafter', [text('before'), code('x'), text('after')]],
    ['before\n\n```\nx\n```\n\nafter', [text('before\n'), code('x'), text('\nafter')]],
    ['``` js \nx\ny\n', [code('x\ny\n', 'js')]],
    ['```js title="a"\nx\n```', [code('x', 'js')]],
    ['````\n```\nx\n```\n````', [code('```\nx\n```')]],
    ['```\nx\n`````', [code('x')]],
    ['```\n```\n```js\n```', [code(''), code('', 'js')]],
    ['```js', [text('```js')]],
    [' ```js\nx', [text(' ```js\nx')]],
    ['```a`b\nx\n```', [text('```a`b\nx\n```')]],
  ])('of %j', (message, segments) => {
    expect(codeBlocks(message)).toEqual(segments);
  });

  it('have the location that the line above tells', () => {
    expect(codeBlocks('see\nsrc/a.ts:10-12@1a2b3c4\n```ts\nx\n```')).toEqual([
      text('see'),
      {
        ...code('x', 'ts'),
        location: { path: 'src/a.ts', line: 10, endLine: 12, commit: '1a2b3c4', text: 'x' },
        header: 'src/a.ts:10-12@1a2b3c4',
      },
    ]);
    expect(codeBlocks('see src/a.ts:10\n```ts\nx\n```')[1]).toEqual(code('x', 'ts'));
    expect(codeBlocks('src/a.ts\n```ts\nx\n```')[1]).toEqual(code('x', 'ts'));
  });

  it('of a patch are for a whole file', () => {
    expect(codeBlocks('src/a.ts@1a2b3c4\n```diff\n+x\n```')).toEqual([
      {
        ...code('+x', 'diff'),
        location: { path: 'src/a.ts', line: 1, commit: '1a2b3c4' },
        header: 'src/a.ts@1a2b3c4',
      },
    ]);
  });

  it('do not take a fence for the line above', () => {
    expect(codeBlocks('```\na.ts:1\n```\n```\nx\n```')).toEqual([code('a.ts:1'), code('x')]);
  });

  it('have bounds', () => {
    const most = '```\nx\n```\n'.repeat(maxBlocksInMessage);
    expect(codeBlocks(most)).toHaveLength(maxBlocksInMessage);
    expect(codeBlocks(`${most}\`\`\`\nx\n\`\`\``).at(-1)).toEqual(text('```\nx\n```'));
    const longest = 'x'.repeat(maxLanguageLength);
    expect(codeBlocks(`\`\`\`${longest}\n1`)).toEqual([code('1', longest)]);
    expect(codeBlocks(`\`\`\`${longest}y\n1`)).toEqual([code('1')]);
  });

  it.each([
    '`'.repeat(65_536),
    '```\n'.repeat(16_000),
    '````\n```\n'.repeat(8_000),
    `\`\`\`${' '.repeat(65_000)}\`\n`,
    'a.ts:1\n```\n'.repeat(6_000),
    `${'`'.repeat(30_000)}\n${'`'.repeat(29_999)}\n`,
  ])('are found in time that grows with the text alone (%#)', hostile => {
    const started = performance.now();
    codeBlocks(hostile);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('code that is shared', () => {
  const parts: fc.Arbitrary<CodeParts> = fc.record(
    {
      language: fc.constantFrom('', 'ts', 'c++', 'objective-c', 'diff'),
      text: fc
        .array(fc.oneof(fc.constantFrom('', '```', '`````js', ' x', 'a.ts:1'), fc.string()))
        .map(rows => rows.join('\n')),
      location: fc.constantFrom(
        { path: 'src/a.ts', line: 3 },
        { path: 'my dir/a:b.ts', line: 1, endLine: 9, commit: '1a2b3c4' },
        { path: 'LICENSE', line: 1 },
      ),
      sentence: fc.constantFrom('error ts(2322): Type', 'two\nrows', '🎉'),
    },
    { requiredKeys: ['language', 'text'] },
  );

  it('reads as it was', () => {
    fc.assert(
      fc.property(parts, one => {
        const segments = codeBlocks(composeCode(one));
        const block = segments.at(-1);
        expect(segments.slice(0, -1)).toEqual(one.sentence === undefined ? [] : [text(one.sentence)]);
        expect(block).toMatchObject(code(one.text, one.language));
        expect(block?.kind === 'code' ? block.location : undefined).toEqual(
          one.location && (one.language === 'diff' ? one.location : { ...one.location, text: one.text }),
        );
      }),
    );
  });

  it('is text that anybody can read', () => {
    const location = { path: 'src/a.ts', line: 3, commit: '1a2b3c4' };
    expect(composeCode({ language: 'ts', text: 'a\r\nb', location, sentence: 'look' })).toBe(
      'look\nsrc/a.ts:3@1a2b3c4\n```ts\na\nb\n```',
    );
    expect(composeCode({ language: 'diff', text: '+a', location: { ...location, line: 1 } })).toBe(
      'src/a.ts@1a2b3c4\n```diff\n+a\n```',
    );
  });

  it('stays one block whatever the sentence holds', () => {
    const message = composeCode({ language: 'ts', text: 'x', sentence: 'see\n```js' });
    expect(codeBlocks(message)).toEqual([text('see\n ```js'), code('x', 'ts')]);
  });

  it.each(['a b', 'a`', 'a\nb', 'x'.repeat(maxLanguageLength + 1)])('has no language %j', language => {
    expect(() => composeCode({ language, text: 'x' })).toThrow(RangeError);
  });
});
