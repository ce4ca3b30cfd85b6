import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { maxNumberedMarks } from '../../src/chat/visible.ts';
import * as client from '../../src/client/limits.ts';
import * as code from '../../src/code/limits.ts';
import { connectionBudget } from '../../src/common/connectionBudget.ts';
import * as conversation from '../../src/conversation/limits.ts';
import { maxReactionPeople } from '../../src/conversation/tabs/reactions.ts';
import { maxSubmitLength, maxUnaskedMessages } from '../../src/panel/messageLimits.ts';
import { maxInviteText } from '../../src/trust/invite.ts';

test('docs/limits.md says of the limits of a window what they are', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/limits.md'), 'utf8');
  const [, section = ''] = text.split('\n## What a server can make a window keep\n');
  const rows = [...section.matchAll(/^\| `([\w.]+)` \| ([0-9 ]+)/gm)];
  expect(rows.length).toBeGreaterThan(20);
  const stated = rows.map(([, name = '', value = '']) => [name, Number(value.replaceAll(' ', ''))] as const);
  const all: Readonly<Record<string, unknown>> = {
    ...client,
    ...conversation,
    ...connectionBudget,
    ...code,
    maxNumberedMarks,
    maxReactionPeople,
    maxSubmitLength,
    maxUnaskedMessages,
    maxInviteText,
  };
  const valueOf = (name: string): unknown =>
    name
      .split('.')
      .reduce<unknown>((within, part) => (within as Record<string, unknown> | undefined)?.[part], all);
  expect(Object.fromEntries(stated)).toEqual(
    Object.fromEntries(stated.map(([name]) => [name, valueOf(name)])),
  );
});
