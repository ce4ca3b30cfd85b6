import { isUtf8 } from 'node:buffer';
import type { FuzzedDataProvider } from '@jazzer.js/core';
import { patterns } from './patterns.ts';
import { anything, clientNicks, pools, tagTexts } from './vocabulary.ts';

/** One thing that happens. `client` counts from 0; bytes hold their own line ends. */
export type Step =
  | { readonly type: 'send'; readonly client: number; readonly bytes: Buffer; readonly label?: string }
  | { readonly type: 'advance'; readonly ms: number }
  | { readonly type: 'hangUp'; readonly client: number; readonly how: 'end' | 'reset' }
  | { readonly type: 'freeze'; readonly client: number; readonly isFrozen: boolean };

/** A client as it begins. */
export interface Start {
  readonly nick: string;
  /** One bit for each capability on offer. */
  readonly capabilities: number;
  readonly joins: boolean;
}

export interface Script {
  readonly starts: readonly Start[];
  readonly steps: readonly Step[];
}

const maxSteps = 60;
/** Fixed, so that what is kept in the corpus goes on meaning the same when patterns are added. */
const maxPatterns = 159;
const clockSteps = [10, 1000, 10_000, 61_000, 3_600_000] as const;

/** Reads a script out of the fuzzer's bytes: every input is one. */
export function readScript(provider: FuzzedDataProvider): Script {
  const starts = clientNicks.map(nick => ({
    nick,
    capabilities: provider.consumeIntegral(4),
    joins: provider.consumeIntegralInRange(0, 7) > 0,
  }));
  const steps: Step[] = [];
  while (provider.remainingBytes > 0 && steps.length < maxSteps)
    steps.push(...readStep(provider, steps.length));
  return { starts, steps };
}

function readStep(provider: FuzzedDataProvider, number: number): Step[] {
  const client = provider.consumeIntegralInRange(0, clientNicks.length - 1);
  const kind = provider.consumeIntegralInRange(0, 31);
  switch (kind) {
    case 0:
      return [{ type: 'send', client, bytes: Buffer.from(provider.consumeBytes(40)) }];
    case 1:
      return [{ type: 'advance', ms: provider.pickValue([...clockSteps]) }];
    case 2:
      return [{ type: 'hangUp', client, how: provider.consumeBoolean() ? 'end' : 'reset' }];
    case 3:
      return [{ type: 'freeze', client, isFrozen: provider.consumeBoolean() }];
    case 4:
      return inTwo(readLines(provider, client, number), provider.consumeIntegralInRange(0, 255));
    default:
      return readLines(provider, client, number);
  }
}

type Sending = Extract<Step, { type: 'send' }>;

/** The first of some lines comes in two pieces. */
function inTwo([step, ...more]: readonly Sending[], at: number): Step[] {
  if (step === undefined) return [];
  const { client, bytes } = step;
  return [
    { ...step, bytes: bytes.subarray(0, at) },
    { type: 'send', client, bytes: bytes.subarray(at) },
    ...more,
  ];
}

/** One line, or a few that belong together. */
function readLines(provider: FuzzedDataProvider, client: number, number: number): Sending[] {
  const pattern = patterns[provider.consumeIntegralInRange(0, maxPatterns)];
  if (pattern === undefined)
    return [{ type: 'send', client, bytes: Buffer.from(`${provider.consumeString(80)}\r\n`) }];
  const tags = tagTexts[provider.consumeIntegralInRange(0, 31)] ?? '';
  const kept = 16 - Math.max(0, provider.consumeIntegralInRange(0, 15) - 12);
  const same = new Map<string, string>();
  return pattern.split('|').map((line, index) => {
    const isAlone = index === 0 && !line.startsWith('@');
    const words = line.split(' ').map(word => readWord(provider, word, same));
    const shown = kept < 16 ? words.slice(0, kept - 12) : words;
    const text = shown
      .map((word, at) => (at > 0 && at === shown.length - 1 ? lastParam(word) : ` ${word}`))
      .join('');
    const whole = ((isAlone ? tags : '') + text.trimStart()).replace('label=N', `label=L${number}`);
    const label = /^@[^ ]*\blabel=([^ ;]+)/.exec(whole)?.[1];
    const step: Sending = { type: 'send', client, bytes: Buffer.from(`${whole}\r\n`) };
    return label === undefined ? step : { ...step, label };
  });
}

function readWord(provider: FuzzedDataProvider, word: string, same: Map<string, string>): string {
  if (!/^[A-Za-z]$/.test(word)) return word;
  const letter = word.toLowerCase();
  if (word === letter) return readParam(provider, letter);
  const chosen = same.get(word) ?? readParam(provider, letter);
  same.set(word, chosen);
  return chosen;
}

function readParam(provider: FuzzedDataProvider, letter: string): string {
  const choice = provider.consumeIntegralInRange(0, 255);
  if (choice >= 250) return provider.consumeString(20).replace(/[\0\r\n ]/g, '');
  const pool = choice >= 230 ? anything : (pools[letter] ?? anything);
  return pool === anything ? provider.pickValue([...anything]) : (pool[choice % pool.length] ?? '');
}

function lastParam(param: string): string {
  return param === '' || param.startsWith(':') || param.includes(' ') ? ` :${param}` : ` ${param}`;
}

/** A script as a person can read it. */
export function describe({ starts, steps }: Script): string {
  const people = starts.map(
    ({ nick, capabilities, joins }) => `${nick} ${(capabilities >>> 0).toString(2)} ${joins ? 'joins' : ''}`,
  );
  const lines = steps.map(step => {
    if (step.type === 'advance') return `advance ${step.ms} ms`;
    const who = clientNicks[step.client] ?? '';
    if (step.type === 'hangUp') return `${who} ${step.how}`;
    if (step.type === 'freeze') return `${who} ${step.isFrozen ? 'freezes' : 'thaws'}`;
    return `${who} > ${JSON.stringify(step.bytes.toString(isUtf8(step.bytes) ? 'utf8' : 'latin1'))}`;
  });
  return [...people, ...lines].join('\n');
}
