import type { FileState, Line, MessageLine } from '../../src/chat/line.ts';
import type { Screen, TabState } from '../../src/panel/protocol.ts';
import { banner, message, note, tab } from './chatPage.ts';

const code = `Can somebody look at this?
src/relay/limits.ts:10-16@1a2b3c4
\`\`\`typescript
/** Bytes of a nick. */
@sealed
export const maxNickBytes: number = 30;
export function fits(nick: string): boolean {
  // "ç" has two
  return new TextEncoder().encode(nick).length <= maxNickBytes && /^[a-z]+$/i.test(nick);
}
\`\`\``;

const diff = `So?
src/relay/limits.ts@1a2b3c4
\`\`\`diff
--- a/src/relay/limits.ts
+++ b/src/relay/limits.ts
@@ -10,3 +10,3 @@
 /** Bytes of a nick. */
-export const maxNickBytes = 30;
+export const maxNickBytes = 64;
\`\`\``;

const problem = `error ts(2322): Type 'string' is not assignable to type 'number'.
src/app/main.ts:7:9
\`\`\`typescript
const port: number = '6697';
\`\`\``;

const file = (state: FileState): MessageLine =>
  message(`[file] notes-${state}.zip (12.3 MB, sha256 ab12cd34…)`, {
    file: { name: `notes-${state}.zip`, size: 12_900_000, moved: 4_500_000, state, note: '' },
  });

const files: readonly FileState[] = ['offered', 'moving', 'paused', 'done', 'failed', 'gone'];

/** A conversation as people have it. */
export const talk: readonly Line[] = [
  message('bom dia! a aula já começou?', { nick: 'carla', earlier: true }),
  message('ainda não', { nick: 'davi', earlier: true }),
  note('You are in #chat.', 'good'),
  note('Topic: redes, às 14 h: ç ã õ — “bring cables”'),
  message('hi ana, the invite worked: https://example.org/notes'),
  message('ótimo!', { nick: 'ana', own: true, delivery: 'relayed' }),
  message(code, { nick: 'elisa' }),
  message('ana: line 14 of src/relay/limits.ts:14 is the one', {
    mention: true,
    reactions: [
      { reaction: '👍', count: 3, own: true, nicks: ['ana', 'carla', 'davi'] },
      { reaction: '+1', count: 1, own: false, nicks: ['bruno'] },
    ],
  }),
  message(diff, { nick: 'davi', quote: { id: '', nick: 'elisa', text: 'Can somebody look at this?' } }),
  message('waves', { nick: 'carla', form: 'action' }),
];

/** All other kinds of lines, with a nick of each colour. */
const rare: readonly Line[] = [
  message(problem),
  message('maintenance at six', { nick: 'relay', form: 'notice' }),
  message('psst', { privateWith: 'bruno' }),
  message('only you', { nick: 'ana', own: true, privateWith: 'bruno', delivery: 'queued' }),
  message('did this arrive?', { nick: 'ana', own: true, delivery: 'failed' }),
  message('or this?', { nick: 'ana', own: true, delivery: 'notConfirmed', reason: 'It may have arrived.' }),
  message('just now', { nick: 'ana', own: true, delivery: 'sent' }),
  message('', { nick: 'davi', redacted: { by: 'davi', reason: 'wrong window' } }),
  message('ana: https://example.org/ and src/app/main.ts:7 in a mention', { mention: true }),
  message('שלום לכולם', { nick: 'דנה' }),
  message('word '.repeat(60) + 'x'.repeat(200), { nick: 'n'.repeat(30) }),
  ...files.map(file),
  ...Array.from({ length: 40 }, (_, index) => message('x', { nick: `guest${index}` })),
  ...(['info', 'answer', 'good', 'warning', 'error'] as const).map(tone => note(`This is ${tone}.`, tone)),
];

/** Every kind of line there is, and the most of what can be around them. */
export const everyKind: Partial<Screen> = {
  banner,
  lines: [...talk, ...rare],
  hasOlder: true,
  firstNew: talk[7]?.id ?? '',
  typing: ['bruno', 'carla'],
  prompt: {
    path: 'C:\\PYCHAT\\CHAT\\ANA>',
    hint: 'Enter sends',
    actions: [{ id: 'joinAgain', label: 'Join Again' }],
  },
};

export const everyTab: readonly TabState[] = [
  tab('PyChat', { kind: 'start', closable: false }),
  tab('#chat', { unread: 0 }),
  tab('#redes', { unread: 12, mentions: 2 }),
  tab('bruno', { unread: 1 }),
  tab('#quiet', { muted: true, unread: 40 }),
  tab('#gone', { out: true }),
];
