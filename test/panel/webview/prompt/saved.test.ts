import { describe, expect, it } from 'vitest';
import { maxKeptLength } from '../../../../src/panel/messageLimits.ts';
import type { Kept } from '../../../../src/panel/protocol.ts';
import { keptForHost, keptForStorage, parseSaved } from '../../../../src/panel/webview/prompt/saved.ts';

const drafts: Kept['drafts'] = [
  ['#chat', 'half'],
  ['bruno', 'x'.repeat(maxKeptLength + 1)],
];
const nothing: Kept = { drafts: [], typed: [], unstored: [], at: 0 };

describe('what an earlier page has saved', () => {
  it('is taken as it was, however long its texts are', () => {
    const saved = { drafts, typed: [['server', ['', 'one']]], unstored: ['one'], at: 5 };
    expect(parseSaved(saved)).toEqual(saved);
  });

  it.each([
    ['0.1.0', ['one', '/msg NickServ IDENTIFY hunter2']],
    ['0.2.0', [['server', ['one', '/join #x KEY']]]],
  ])('loses what was typed in version %s, which kept passwords and private words, too', (_, typed) => {
    expect(parseSaved({ drafts, typed, at: 5 })).toEqual({ ...nothing, drafts, at: 5 });
  });

  it.each([
    undefined,
    null,
    1,
    'half',
    [],
    {},
    { drafts: 'half', typed: 'one', at: 5 },
    { drafts: [['#chat', 1]], typed: ['one'], at: 5 },
    { drafts, typed: [['server', ['one']]] },
  ])('is nothing when it is %j', value => {
    expect(parseSaved(value)).toEqual(nothing);
  });

  it('goes to the host as far as it takes it', () => {
    const most = 'x'.repeat(maxKeptLength);
    const typed: Kept['typed'] = [['server', ['one', `${most}x`, most]]];
    expect(keptForHost({ drafts, typed, unstored: [`${most}x`, most], at: 5 })).toEqual({
      drafts: drafts.slice(0, 1),
      typed: [['server', ['one', most]]],
      unstored: [most],
      at: 5,
    });
  });

  it('goes to the disk without what is private and what holds a secret', () => {
    const kept: Kept = {
      drafts: [
        ['#chat', 'half'],
        ['bruno', 'between us'],
        ['#dev', '/msg NickServ IDENTIFY hunter2'],
      ],
      typed: [['server', ['one', 'between us', 'two']]],
      unstored: ['between us'],
      at: 5,
    };
    expect(keptForStorage(kept, tab => tab === 'bruno')).toEqual({
      drafts: [['#chat', 'half']],
      typed: [['server', ['one', 'two']]],
      unstored: [],
      at: 5,
    });
  });
});
