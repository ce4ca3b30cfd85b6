import { describe, expect, it } from 'vitest';
import { parseSaved } from '../../../src/panel/webview/saved.ts';

describe('what an earlier page kept', () => {
  it('is taken as it was', () => {
    expect(parseSaved({ draft: 'half', typed: ['one', 'two'] })).toEqual({
      draft: 'half',
      typed: ['one', 'two'],
    });
  });

  it.each([undefined, null, 1, 'half', [], {}, { draft: 1, typed: 'one' }, { typed: [1, null, {}] }])(
    'is nothing when it is %j',
    value => {
      expect(parseSaved(value)).toEqual({ draft: '', typed: [] });
    },
  );

  it('loses only what is not a text', () => {
    expect(parseSaved({ draft: 'half', typed: ['one', 2, 'three'], more: 1 })).toEqual({
      draft: 'half',
      typed: ['one', 'three'],
    });
  });
});
