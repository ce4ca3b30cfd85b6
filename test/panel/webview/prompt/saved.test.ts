import { describe, expect, it } from 'vitest';
import { maxKeptLength } from '../../../../src/panel/messageLimits.ts';
import type { Kept } from '../../../../src/panel/protocol.ts';
import { keptForHost, parseSaved } from '../../../../src/panel/webview/prompt/saved.ts';

const drafts: Kept['drafts'] = [
  ['#chat', 'half'],
  ['bruno', 'x'.repeat(maxKeptLength + 1)],
];

describe('what an earlier page has saved', () => {
  it('is taken as it was, however long its texts are', () => {
    const saved = { drafts, typed: [['server', ['', 'one']]], at: 5 };
    expect(parseSaved(saved)).toEqual(saved);
  });

  it('belongs to no server when an older version did not know it', () => {
    expect(parseSaved({ drafts, typed: ['one', 'two'], at: 5 })).toEqual({
      drafts,
      typed: [['', ['one', 'two']]],
      at: 5,
    });
  });

  it.each([
    undefined,
    null,
    1,
    'half',
    [],
    {},
    { drafts: 'half', typed: 'one', at: 5 },
    { drafts: [], typed: [1, null], at: 5 },
    { drafts: [['#chat', 1]], typed: ['one'], at: 5 },
    { drafts: [], typed: [['server', 'one']], at: 5 },
    { drafts, typed: [['server', ['one']]] },
  ])('is nothing when it is %j', value => {
    expect(parseSaved(value)).toEqual({ drafts: [], typed: [], at: 0 });
  });

  it('goes to the host as far as it takes it', () => {
    const most = 'x'.repeat(maxKeptLength);
    const typed: Kept['typed'] = [['server', ['one', `${most}x`, most]]];
    expect(keptForHost({ drafts, typed, at: 5 })).toEqual({
      drafts: drafts.slice(0, 1),
      typed: [['server', ['one', most]]],
      at: 5,
    });
  });
});
