import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxReactionLength } from '../../src/chat/line.ts';
import { maxLocationPath } from '../../src/chat/locationPath.ts';
import * as limits from '../../src/panel/messageLimits.ts';
import { parseFromWebview } from '../../src/panel/parseFromWebview.ts';
import type { FromWebview } from '../../src/panel/protocol.ts';

const location = { path: 'src/a.ts', line: 10, endLine: 12, column: 3, commit: '1a2b3c4', text: 'let a;\n' };

/** One of every kind, with every field it may have. */
const samples: { [Type in FromWebview['type']]: Extract<FromWebview, { type: Type }> } = {
  ready: { type: 'ready' },
  submit: { type: 'submit', tab: 'room', text: 'Hi.', answers: 'line' },
  action: { type: 'action', action: 'host' },
  kept: {
    type: 'kept',
    kept: { drafts: [['room', 'half']], typed: [['', ['', 'one']]], unstored: ['one'], at: 0 },
  },
  openLink: { type: 'openLink', href: 'https://example.org/' },
  openTab: { type: 'openTab', tab: 'room' },
  closeTab: { type: 'closeTab', tab: 'room' },
  moveTab: { type: 'moveTab', tab: 'room', to: 2 },
  wantPlaces: { type: 'wantPlaces', tab: 'room' },
  joinRoom: { type: 'joinRoom', tab: 'room', room: '#dev' },
  openChat: { type: 'openChat', tab: 'room', nick: 'bruno' },
  mute: { type: 'mute', tab: 'room', nick: 'bruno', on: false },
  typing: { type: 'typing', tab: 'room', state: 'paused' },
  seen: { type: 'seen', tab: 'room', id: 'line' },
  reading: { type: 'reading', tab: 'room', line: 'l1' },
  older: { type: 'older', tab: 'room' },
  react: { type: 'react', tab: 'room', id: 'line', reaction: '👍' },
  redact: { type: 'redact', tab: 'room', id: 'line' },
  sendAgain: { type: 'sendAgain', tab: 'room', id: 'line' },
  openLocation: { type: 'openLocation', location },
  checkLocations: { type: 'checkLocations', locations: [location, { path: 'b', line: 1 }] },
  code: { type: 'code', tab: 'room', id: 'line', block: 0, action: 'insert' },
  file: { type: 'file', tab: 'room', id: 'line', action: 'save' },
  dropped: {
    type: 'dropped',
    tab: 'room',
    files: [{ file: 'f1', name: 'a.zip', size: 0 }],
    folders: 1,
    uris: ['file:///tmp/a%20b'],
  },
  fileBytes: { type: 'fileBytes', file: 'f1', offset: 0, bytes: new Uint8Array([1, 2]) },
};
const all = Object.values(samples);

/** Takes what `make` gives for `most`, and refuses what it gives for one more. */
function expectEdge(most: number, make: (size: number) => unknown): void {
  expect(parseFromWebview(make(most))).toEqual(make(most));
  expect(parseFromWebview(make(most + 1))).toBeUndefined();
}

const letters = (count: number): string => 'a'.repeat(count);
const copies = <T>(count: number, item: T): T[] => Array<T>(count).fill(item);

describe('what the host takes from the page', () => {
  it.each(all)('takes $type', message => {
    expect(parseFromWebview(message)).toEqual(message);
  });

  it.each(all)('leaves out of $type what does not belong to it', message => {
    expect(parseFromWebview({ ...message, more: 'x', toString: 1 })).toEqual(message);
  });

  it.each(all.flatMap(message => Object.keys(message).map(field => ({ message, field }))))(
    'needs $field for $message.type, unless it may be missing',
    ({ message, field }) => {
      const { [field]: taken, ...rest } = message as Record<string, unknown>;
      expect(taken).toBeDefined();
      expect(parseFromWebview(rest)).toEqual(field === 'answers' ? rest : undefined);
    },
  );

  it('takes a location of a path and a line alone', () => {
    const message = { type: 'openLocation', location: { path: 'a', line: 1 } };
    expect(parseFromWebview(message)).toEqual(message);
  });

  it('leaves out of a location and of a dropped file what does not belong to it', () => {
    const more = { type: 'openLocation', location: { ...location, more: 1 } };
    expect(parseFromWebview(more)).toEqual(samples.openLocation);
    const files = [{ file: 'f1', name: 'a.zip', size: 0, path: '/etc/passwd' }];
    expect(parseFromWebview({ ...samples.dropped, files })).toEqual(samples.dropped);
  });

  it('takes no field from a prototype', () => {
    const message: unknown = Object.create({ tab: 'room' }, { type: { value: 'older', enumerable: true } });
    expect(parseFromWebview(message)).toBeUndefined();
  });
});

describe('the bounds of what the page may say', () => {
  it('bound texts, links and names', () => {
    const link = 'https://example.org/';
    expectEdge(limits.maxSubmitLength, size => ({ type: 'submit', tab: 'a', text: letters(size) }));
    expectEdge(limits.maxLinkLength, size => ({ type: 'openLink', href: link.padEnd(size, 'a') }));
    expectEdge(limits.maxIdLength, size => ({ type: 'openTab', tab: letters(size) }));
    expectEdge(limits.maxIdLength, size => ({ type: 'redact', tab: 'a', id: letters(size) }));
    expectEdge(limits.maxIdLength, size => ({ ...samples.submit, answers: letters(size) }));
    expectEdge(limits.maxIdLength, size => ({ ...samples.fileBytes, file: letters(size) }));
    expectEdge(limits.maxPlaceNameLength, size => ({ ...samples.joinRoom, room: letters(size) }));
    expectEdge(limits.maxPlaceNameLength, size => ({ ...samples.openChat, nick: letters(size) }));
    expectEdge(limits.maxPlaceNameLength, size => ({ ...samples.mute, nick: letters(size) }));
    expectEdge(maxReactionLength, size => ({ ...samples.react, reaction: letters(size) }));
  });

  it('bound tabs and code blocks, counted from 0', () => {
    expectEdge(limits.maxTabPlaces - 1, to => ({ type: 'moveTab', tab: 'a', to }));
    expectEdge(limits.maxCodeBlocks - 1, block => ({ ...samples.code, block }));
  });

  it('bound locations, one and all together', () => {
    const at = (more: object): object => ({ type: 'openLocation', location: { ...location, ...more } });
    expectEdge(maxLocationPath, size => at({ path: letters(size) }));
    expectEdge(limits.maxLineNumber, line => at({ line, endLine: line }));
    expectEdge(limits.maxLineNumber, column => at({ column }));
    expectEdge(limits.maxLocationText, size => at({ text: letters(size) }));
    expectEdge(40, size => at({ commit: letters(size) }));
    const check = (locations: object[]): object => ({ type: 'checkLocations', locations });
    expectEdge(limits.maxLocations, size => check(copies(size, { path: 'a', line: 1 })));
    const half = limits.maxLocationText / 2;
    expectEdge(limits.maxLocationTexts, size =>
      check([
        ...copies(limits.maxLocationTexts / half - 1, { path: 'a', line: 1, text: letters(half) }),
        { path: 'a', line: 1, text: letters(size - limits.maxLocationTexts + half) },
      ]),
    );
  });

  it('bound what the page leaves with the host', () => {
    const keep = (more: object): object => ({ type: 'kept', kept: { ...samples.kept.kept, ...more } });
    expectEdge(limits.maxKeptTexts, size => keep({ drafts: copies(size, ['room', 'half']) }));
    expectEdge(limits.maxKeptTexts, size => keep({ typed: [['', copies(size, 'one')]] }));
    expectEdge(limits.maxTypedServers, size => keep({ typed: copies(size, ['server', ['one']]) }));
    expectEdge(limits.maxIdLength, size => keep({ typed: [[letters(size), ['one']]] }));
    expectEdge(limits.maxKeptLength, size => keep({ drafts: [['room', letters(size)]] }));
    expectEdge(limits.maxKeptLength, size => keep({ typed: [['', [letters(size)]]] }));
    expectEdge(limits.maxIdLength, size => keep({ drafts: [[letters(size), 'half']] }));
    expect(parseFromWebview(keep({ drafts: [['room']] }))).toBeUndefined();
  });

  it('bound what is let fall, and the pieces of it', () => {
    const drop = (more: object): object => ({ ...samples.dropped, ...more });
    const one = { file: 'f', name: 'n', size: 1 };
    expectEdge(limits.maxDroppedFiles, size => drop({ files: copies(size, one) }));
    expectEdge(limits.maxDroppedFiles, size => drop({ uris: copies(size, 'file:///a') }));
    expectEdge(limits.maxFileNameLength, size => drop({ files: [{ ...one, name: letters(size) }] }));
    expectEdge(Number.MAX_SAFE_INTEGER, size => drop({ files: [{ ...one, size }] }));
    expectEdge(limits.maxUriLength, size => drop({ uris: ['file:///'.padEnd(size, 'a')] }));
    expectEdge(limits.maxFilePieceBytes, size => ({ ...samples.fileBytes, bytes: new Uint8Array(size) }));
    expectEdge(Number.MAX_SAFE_INTEGER, offset => ({ ...samples.fileBytes, offset }));
  });
});

describe('what the host refuses of the page', () => {
  it.each(['', 'HOST', 'toString', '__proto__', 1, null, undefined, ['host']])('the action %j', action => {
    expect(parseFromWebview({ type: 'action', action })).toBeUndefined();
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
    ['https://example.org'],
  ])('the link %j', href => {
    expect(parseFromWebview({ type: 'openLink', href })).toBeUndefined();
  });

  it.each([
    { path: '' },
    { line: 0 },
    { line: 1.5 },
    { line: '10' },
    { line: NaN },
    { endLine: 9 },
    { column: 0 },
    { commit: '1a2b3c' },
    { commit: '1A2B3C4' },
    { commit: 'HEAD~10' },
    { commit: '1a2b3c4\n' },
    { text: null },
  ])('a location with %j', more => {
    const wrong = { ...location, ...more };
    expect(parseFromWebview({ type: 'openLocation', location: wrong })).toBeUndefined();
    expect(parseFromWebview({ type: 'checkLocations', locations: [wrong] })).toBeUndefined();
  });

  it.each([[], [1, 2], '', new ArrayBuffer(2), new Uint16Array(2), { 0: 1, length: 1 }, null])(
    'the bytes %j',
    bytes => {
      expect(parseFromWebview({ ...samples.fileBytes, bytes })).toBeUndefined();
    },
  );

  it.each(['', 'a', '/etc/passwd', 'file:', 'file:///a b', 'file:///a\n', '1:a', 7])(
    'the address %j',
    uri => {
      expect(parseFromWebview({ ...samples.dropped, uris: [uri] })).toBeUndefined();
    },
  );

  it.each([undefined, null, 0, 'ready', [], {}, { type: 'snapshot' }, { type: 1 }, { Type: 'ready' }])(
    '%j, which is no message of the contract',
    value => {
      expect(parseFromWebview(value)).toBeUndefined();
    },
  );

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('a message called %s', type => {
    expect(parseFromWebview({ type })).toBeUndefined();
  });
});

/** The fields of a sample, whether they are those of the contract, told without the guard's own means. */
function isOfContract(message: Record<string, unknown>, like: Record<string, unknown>): boolean {
  return Object.entries(message).every(([field, value]) => isLike(value, like[field]));
}

function isLike(value: unknown, like: unknown): boolean {
  if (like instanceof Uint8Array) return value instanceof Uint8Array && value.byteLength <= 262_144;
  if (Array.isArray(like)) {
    const isItem = (item: unknown, at: number): boolean => isLike(item, like[Math.min(at, like.length - 1)]);
    return Array.isArray(value) && value.length <= 256 && value.every(isItem);
  }
  if (typeof like === 'object') return isOfContract(value as never, like as never);
  if (typeof like === 'boolean') return typeof value === 'boolean';
  if (typeof like === 'number') return Number.isSafeInteger(value) && (value as number) >= 0;
  return typeof like === 'string' && typeof value === 'string' && value.length <= 262_144;
}

const anyValue = fc.anything({ withTypedArray: true, withNullPrototype: true, withSparseArray: true });
/** A message in which some fields were replaced, or which has some more. */
const spoiled = fc
  .tuple(fc.constantFrom(...all), fc.dictionary(fc.constantFrom(...all.flatMap(Object.keys)), anyValue))
  .map(([message, changes]) => ({ ...message, ...changes, type: message.type }));

describe('any value', () => {
  it('throws nothing and gets nothing unchecked past the guard', () => {
    fc.assert(
      fc.property(fc.oneof(spoiled, anyValue), value => {
        const message = parseFromWebview(value);
        if (message === undefined) return;
        expect(isOfContract({ ...message }, { ...samples[message.type] })).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('reads the same once it was read', () => {
    fc.assert(
      fc.property(spoiled, value => {
        const message = parseFromWebview(value);
        expect(parseFromWebview(message)).toEqual(message);
      }),
    );
  });
});
