import { describe, expect, it } from 'vitest';
import { maxKeptTexts } from '../../../../src/panel/messageLimits.ts';
import { Drafts, maxDraftCharacters } from '../../../../src/panel/webview/prompt/drafts.ts';

describe('what is half typed', () => {
  it('is kept for each tab', () => {
    const drafts = new Drafts([['#chat', 'one']]);
    drafts.set('bruno', 'two');
    expect(drafts.get('#chat')).toBe('one');
    expect(drafts.get('bruno')).toBe('two');
    expect(drafts.get('#code')).toBe('');
  });

  it('is not kept when it is nothing', () => {
    const drafts = new Drafts([['#chat', 'one']]);
    drafts.set('#chat', '');
    expect(drafts.state).toEqual([]);
  });

  it('is kept for so many tabs and no more: those changed last', () => {
    const all = Array.from({ length: maxKeptTexts }, (_, index) => [`#${index}`, 'x'] as const);
    const drafts = new Drafts(all);
    expect(drafts.state).toHaveLength(maxKeptTexts);
    drafts.set('#0', 'y');
    drafts.set('new', 'z');
    expect(drafts.state).toHaveLength(maxKeptTexts);
    expect(drafts.get('#0')).toBe('y');
    expect(drafts.get('#1')).toBe('');
    expect(new Drafts([...all, ['new', 'z']]).get('#0')).toBe('');
  });

  it('is kept up to so many characters and no more, but always the one changed last', () => {
    const half = 'a'.repeat(maxDraftCharacters / 2);
    const drafts = new Drafts([['one', half]]);
    drafts.set('two', half);
    expect(drafts.state).toHaveLength(2);
    drafts.set('two', `${half}b`);
    expect(drafts.state).toEqual([['two', `${half}b`]]);
    drafts.set('three', 'c'.repeat(maxDraftCharacters + 1));
    expect(drafts.state.map(([tab]) => tab)).toEqual(['three']);
  });
});
