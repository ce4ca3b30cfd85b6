import { afterEach, describe, expect, it } from 'vitest';
import { t, useWords } from '../../../src/panel/webview/words.ts';

describe('the words of the page', () => {
  afterEach(() => useWords({}));

  it('are the user’s where the table has them, else English', () => {
    useWords({ Message: 'Mensagem' });
    expect(t('Message')).toBe('Mensagem');
    expect(t('Not delivered')).toBe('Not delivered');
  });

  it('have their places filled, and what fills them is not looked at again', () => {
    useWords({ '{count} of {all}': '{all}: {count}' });
    expect(t('{count} of {all}', { count: 3, all: '{count}' })).toBe('{count}: 3');
    expect(t('{toString}')).toBe('{toString}');
  });

  it('take nothing from what every object has', () => {
    expect(t('constructor')).toBe('constructor');
  });
});
