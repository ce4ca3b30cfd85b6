import { describe, expect, it } from 'vitest';
import { maxLinkLength, maxSubmitLength, parseFromWebview } from '../../src/panel/protocol.ts';

describe('what the host takes from the page', () => {
  it('takes ready, and leaves out what does not belong to it', () => {
    expect(parseFromWebview({ type: 'ready', text: 'x' })).toEqual({ type: 'ready' });
  });

  it.each(['host', 'join', 'copyInvite', 'leave', 'retry'])('takes the action %s', action => {
    expect(parseFromWebview({ type: 'action', action })).toEqual({ type: 'action', action });
  });

  it.each(['', 'HOST', 'toString', '__proto__', 1, null, undefined, ['host']])(
    'refuses the action %j',
    action => {
      expect(parseFromWebview({ type: 'action', action })).toBeUndefined();
    },
  );

  it('takes a text of the greatest length and none longer', () => {
    const text = 'a'.repeat(maxSubmitLength);
    expect(parseFromWebview({ type: 'submit', text })).toEqual({ type: 'submit', text });
    expect(parseFromWebview({ type: 'submit', text: `${text}a` })).toBeUndefined();
  });

  it.each([undefined, null, 1, {}, ['a'], new String('a')])('refuses %j as a text', text => {
    expect(parseFromWebview({ type: 'submit', text })).toBeUndefined();
  });

  it('takes a link of the greatest length and none longer', () => {
    const start = 'https://example.org/';
    const href = start + 'a'.repeat(maxLinkLength - start.length);
    expect(parseFromWebview({ type: 'openLink', href })).toEqual({ type: 'openLink', href });
    expect(parseFromWebview({ type: 'openLink', href: `${href}a` })).toBeUndefined();
  });

  it.each(['http://a', 'HTTPS://EXAMPLE.ORG', 'mailto:ana@example.org'])('takes the link %s', href => {
    expect(parseFromWebview({ type: 'openLink', href })).toEqual({ type: 'openLink', href });
  });

  it.each([
    '',
    'https://',
    'javascript:alert(1)',
    'command:workbench.action.quit',
    'file:///etc/passwd',
    'vscode://a.b/c',
    'data:text/html,x',
    ' https://example.org',
    'https://example.org/a b',
    'https://example.org/\n',
    'x\nhttps://example.org',
    1,
    null,
    undefined,
    ['https://example.org'],
  ])('refuses the link %j', href => {
    expect(parseFromWebview({ type: 'openLink', href })).toBeUndefined();
  });

  it.each([undefined, null, 0, 'ready', [], {}, { type: 'snapshot' }, { type: 1 }, { Type: 'ready' }])(
    'refuses %j, which is no message of the contract',
    value => {
      expect(parseFromWebview(value)).toBeUndefined();
    },
  );
});
