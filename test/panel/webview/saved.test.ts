import { describe, expect, it } from 'vitest';
import { parseSaved } from '../../../src/panel/webview/saved.ts';

describe('what an earlier page kept', () => {
  it('is taken as it was', () => {
    const saved = {
      drafts: [
        ['#chat', 'half'],
        ['bruno', 'other half'],
      ],
      typed: ['one', 'two'],
    };
    expect(parseSaved(saved)).toEqual(saved);
  });

  it.each([undefined, null, 1, 'half', [], {}, { drafts: 'half', typed: 'one' }, { typed: [1, null, {}] }])(
    'is nothing when it is %j',
    value => {
      expect(parseSaved(value)).toEqual({ drafts: [], typed: [] });
    },
  );

  it('loses only what is not a text', () => {
    const drafts = [['#chat', 'half'], ['#code', 1], ['#code'], 'x', null, ['a', 'b', 'c']];
    expect(parseSaved({ drafts, typed: ['one', 2, 'three'], more: 1 })).toEqual({
      drafts: [['#chat', 'half']],
      typed: ['one', 'three'],
    });
  });
});
