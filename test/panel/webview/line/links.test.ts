import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxLinkLength } from '../../../../src/panel/messageLimits.ts';
import { parseFromWebview } from '../../../../src/panel/parseFromWebview.ts';
import { cutLinks } from '../../../../src/panel/webview/line/links.ts';

const linksOf = (text: string): (string | undefined)[] =>
  cutLinks(text).flatMap(({ href }) => (href === undefined ? [] : [href]));

describe('links in a text', () => {
  it('leaves a text without any as it is', () => {
    expect(cutLinks('no links: http, www.example.org, mailto')).toEqual([
      { text: 'no links: http, www.example.org, mailto' },
    ]);
  });

  it('cuts the text around them', () => {
    expect(cutLinks('see https://example.org/a and mailto:ana@example.org now')).toEqual([
      { text: 'see ' },
      { text: 'https://example.org/a', href: 'https://example.org/a' },
      { text: ' and ' },
      { text: 'mailto:ana@example.org', href: 'mailto:ana@example.org' },
      { text: ' now' },
    ]);
  });

  it.each([
    ['(https://example.org/a)', 'https://example.org/a'],
    ['https://example.org/wiki/A_(b)', 'https://example.org/wiki/A_(b)'],
    ['(as in https://example.org/wiki/A_(b)).', 'https://example.org/wiki/A_(b)'],
    ['[x](https://example.org/)', 'https://example.org/'],
    ['<https://example.org/>', 'https://example.org/'],
    ['**https://example.org/**', 'https://example.org/'],
    ['«https://example.org/»', 'https://example.org/'],
    ['Is it http://example.org/?a=b&c=d?', 'http://example.org/?a=b&c=d'],
    ['http://[::1]:8080/', 'http://[::1]:8080/'],
    ['HTTPS://EXAMPLE.ORG', 'HTTPS://EXAMPLE.ORG'],
  ])('in %j finds %j', (text, link) => {
    expect(linksOf(text)).toEqual([link]);
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://',
    'https://.',
    'mailto:',
    'mailto:ana',
    'http://)',
  ])('finds none in %j', text => {
    expect(linksOf(text)).toEqual([]);
  });

  it('takes no longer link than the host does', () => {
    const longest = 'https://example.org/'.padEnd(maxLinkLength, 'a');
    expect(linksOf(longest)).toEqual([longest]);
    expect(linksOf(`${longest}a`)).toEqual([]);
  });

  it('finds the short ones among what looks like links of nothing but brackets', () => {
    const text = `https://a${')'.repeat(65_000)} ${`https://a${')'.repeat(2_000)} `.repeat(30)}`;
    expect(linksOf(text)).toHaveLength(30);
  });

  it('loses nothing of any text, and finds only what the host opens', () => {
    const piece = fc.constantFrom(
      'https://',
      'http://a.b',
      'mailto:',
      '@',
      ').',
      '(',
      ' ',
      '\n',
      '\u202e',
      '👍',
      'x',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), parts => {
        const text = parts.join('');
        expect(
          cutLinks(text)
            .map(part => part.text)
            .join(''),
        ).toBe(text);
        for (const href of linksOf(text)) expect(parseFromWebview({ type: 'openLink', href })).toBeDefined();
      }),
    );
  });
});
