import { describe, expect, it } from 'vitest';
import { maxKeptLength, maxKeptTexts } from '../../../src/panel/messageLimits.ts';
import { keptForHost, parseSaved } from '../../../src/panel/webview/saved.ts';

describe('what an earlier page kept', () => {
  it('is taken as it was', () => {
    const saved = {
      drafts: [
        ['#chat', 'half'],
        ['bruno', 'other half'],
      ],
      typed: ['one', 'two'],
      at: 5,
    };
    expect(parseSaved(saved)).toEqual(saved);
  });

  it.each([undefined, null, 1, 'half', [], {}, { drafts: 'half', typed: 'one' }, { typed: [1, null, {}] }])(
    'is nothing when it is %j',
    value => {
      expect(parseSaved(value)).toEqual({ drafts: [], typed: [], at: 0 });
    },
  );

  it('loses only what is not a text', () => {
    const drafts = [['#chat', 'half'], ['#code', 1], ['#code'], 'x', null, ['a', 'b', 'c']];
    expect(parseSaved({ drafts, typed: ['one', 2, 'three'], more: 1 })).toEqual({
      drafts: [['#chat', 'half']],
      typed: ['one', 'three'],
      at: 0,
    });
  });

  it('goes to the host as far as it takes it, the newest rather than the oldest', () => {
    const long = 'x'.repeat(maxKeptLength + 1);
    const typed = Array.from({ length: maxKeptTexts + 1 }, (_, number) => `${number}`);
    const drafts = typed.map(tab => [tab, 'half'] as const);
    const kept = keptForHost({ drafts: [...drafts, ['#long', long]], typed: [long, ...typed], at: 5 });
    expect(kept).toEqual({ drafts: drafts.slice(1), typed: typed.slice(1), at: 5 });
    const most = { drafts: [['#chat', long.slice(1)]], typed: [long.slice(1)], at: 5 } as const;
    expect(keptForHost(most)).toEqual(most);
  });
});
