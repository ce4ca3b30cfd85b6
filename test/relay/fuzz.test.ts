import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commands } from '../../src/relay/commandTable.ts';
import { TestRelay } from '../support/testRelay.ts';

const word = fc.constantFrom(
  '#chat',
  '#a',
  'ann',
  'bob',
  '+1',
  '-1',
  '0',
  '*',
  ',',
  'draft/multiline',
  'b',
  'é',
  'LS',
);
const tag = fc.constantFrom('', '@batch=1 ', '@label=x ', '@+a=b ', '@batch=1;draft/multiline-concat ');
const command = fc.constantFrom(...[...commands.keys()].filter(name => name !== 'QUIT'));
const line = fc
  .tuple(tag, command, fc.array(word, { maxLength: 4 }), fc.option(fc.string({ maxLength: 9 })))
  .map(([tags, name, params, last]) => {
    const text = last === null ? '' : ` :${last.replace(/[\0\r\n]/g, '')}`;
    return `${tags}${name} ${params.join(' ')}${text}`;
  });
const capabilities = 'batch draft/multiline echo-message labeled-response message-tags';

test('no lines of two people break the relay, and each line is well-formed that comes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.boolean(), line), { maxLength: 40 }), async script => {
      const bench = new TestRelay();
      const ann = await bench.join('ann', { capabilities });
      const bob = await bench.join('bob');
      for (const [isAnn, text] of script) {
        for (const answer of await (isAnn ? ann : bob).ask(text)) expect(answer).toMatch(/^(@\S+ )?:\S+ \S+/);
      }
      await bench.calm();
      expect(bench.log).toEqual([]);
      expect(bench.relay.people).toBe(2);
    }),
    { numRuns: 60 },
  );
});
