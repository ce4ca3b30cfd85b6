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
    ['https://x.example/?v=abc_', 'https://x.example/?v=abc_'],
    ['https://x.example/~ana~', 'https://x.example/~ana~'],
    ['_https://x.example/a_', 'https://x.example/a'],
    ["https://x.example/King_Arthur's_Court", "https://x.example/King_Arthur's_Court"],
    ["fetch('https://x.example/a')", 'https://x.example/a'],
    ["'https://x.example/a', and", 'https://x.example/a'],
    ['https://bank.example。次の行', 'https://bank.example'],
    ['見て：https://x.example/a、次', 'https://x.example/a'],
    ['（https://x.example/a）です', 'https://x.example/a'],
    ['「https://x.example/a」', 'https://x.example/a'],
    ['https://bank.exampleで見て', 'https://bank.example'],
    ['https://bank.example:8443で見て', 'https://bank.example:8443'],
    ['https://例え.jp/パス', 'https://例え.jp/パス'],
    ['https://ja.wikipedia.org/wiki/日本語', 'https://ja.wikipedia.org/wiki/日本語'],
    ['https://x.example/佐々木', 'https://x.example/佐々木'],
    ['انظر https://x.example/a، ثم', 'https://x.example/a'],
    ['„https://x.example/a“', 'https://x.example/a'],
    ['| https://x.example/a|b |', 'https://x.example/a|b'],
    ['|https://x.example/a|b|', 'https://x.example/a'],
  ])('in %j finds %j', (text, link) => {
    expect(linksOf(text)).toEqual([link]);
  });

  it.each([
    ['https://a.example、https://b.example', ['https://a.example', 'https://b.example']],
    ['[https://a.example](https://b.example)', ['https://a.example', 'https://b.example']],
    ['https://a.example“https://b.example”', ['https://a.example', 'https://b.example']],
  ])('in %j finds all', (text, links) => {
    expect(linksOf(text)).toEqual(links);
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
    expect(linksOf(`${longest}ahttps://b.example、https://c.example`)).toEqual(['https://c.example']);
  });

  it('finds the short ones among what looks like links of nothing but brackets', () => {
    const text = `https://a${')'.repeat(65_000)} ${`https://a${')'.repeat(2_000)} `.repeat(30)}`;
    expect(linksOf(text)).toHaveLength(30);
    const started = performance.now();
    linksOf(`https://a${':1漢'.repeat(60_000)}`);
    linksOf(`https://a${'.bb漢'.repeat(60_000)} `.repeat(3));
    for (const one of ['http://a、', 'http://a](', "'http://a'", 'http://a.bb漢'])
      linksOf(one.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(2_000);
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
