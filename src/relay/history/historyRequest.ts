import type { IrcError } from '../core/ircError.ts';
import { FailError } from '../core/ircError.ts';
import type { Query, Selector } from './selection.ts';

const names = new Set(['BEFORE', 'AFTER', 'LATEST', 'AROUND', 'BETWEEN', 'TARGETS']);
const timestampPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What one CHATHISTORY says. */
export interface ChathistoryRequest {
  /** In upper case. */
  readonly subcommand: string;
  readonly target: string;
  readonly query: Query;
  /** At least 1. */
  readonly limit: number;
}

/** What one CHATHISTORY TARGETS says. Times are milliseconds since 1970. */
export interface TargetsRequest {
  readonly from: number;
  readonly to: number;
  /** At least 1. */
  readonly limit: number;
}

/** The subcommand in upper case. @throws {IrcError} when there is no such */
export function readSubcommand(word: string): string {
  const subcommand = word.toUpperCase();
  if (!names.has(subcommand)) throw fail('INVALID_PARAMS', 'Unknown command', [word]);
  return subcommand;
}

/**
 * Reads any CHATHISTORY but TARGETS. https://ircv3.net/specs/extensions/chathistory#subcommands
 *
 * @throws {IrcError} for what the specification does not know
 */
export function readRequest(params: readonly string[]): ChathistoryRequest {
  const [word = '', target = '', first = '', second = ''] = params;
  const subcommand = readSubcommand(word);
  const isBetween = subcommand === 'BETWEEN';
  checkCount(subcommand, params, isBetween ? 5 : 4);
  const about = [subcommand, target];
  const selector = (text: string): Selector => readSelector(about, text);
  const limit = readLimit(subcommand, params.at(-1) ?? '');
  return { subcommand, target, limit, query: queryOf(subcommand, { first, second, selector }) };
}

function queryOf(
  subcommand: string,
  { first, second, selector }: { first: string; second: string; selector: (text: string) => Selector },
): Query {
  switch (subcommand) {
    case 'BETWEEN':
      return { type: 'between', from: selector(first), to: selector(second) };
    case 'LATEST':
      return { type: 'latest', from: first === '*' ? undefined : selector(first) };
    case 'BEFORE':
      return { type: 'before', from: selector(first) };
    case 'AFTER':
      return { type: 'after', from: selector(first) };
    default:
      return { type: 'around', from: selector(first) };
  }
}

/** Reads a CHATHISTORY TARGETS. @throws {IrcError} for what the specification does not know */
export function readTargetsRequest(params: readonly string[]): TargetsRequest {
  const [, first = '', second = '', limit = ''] = params;
  checkCount('TARGETS', params, 4);
  return {
    from: readTime(['TARGETS'], first),
    to: readTime(['TARGETS'], second),
    limit: readLimit('TARGETS', limit),
  };
}

function checkCount(subcommand: string, params: readonly string[], wanted: number): void {
  if (params.length < wanted) throw fail('INVALID_PARAMS', 'Insufficient parameters', [subcommand]);
  if (params.length > wanted) throw fail('INVALID_PARAMS', 'Too many parameters', [subcommand]);
}

function readSelector(about: readonly string[], text: string): Selector {
  const [type, value = ''] = /^([^=]*)=(.*)$/s.exec(text)?.slice(1) ?? [];
  if (type === 'timestamp') return { time: readTime(about, text) };
  if (type === 'msgid' && value !== '') return { msgid: value };
  if (type === undefined || type === 'msgid')
    throw fail('INVALID_PARAMS', 'Invalid message reference', about);
  throw fail('INVALID_MSGREFTYPE', 'Only msgid= and timestamp= are known here', about);
}

function readTime(about: readonly string[], text: string): number {
  const time = readTimestamp(text);
  if (time === undefined) throw fail('INVALID_PARAMS', 'Invalid timestamp', [...about, text]);
  return time;
}

/**
 * Reads `timestamp=YYYY-MM-DDThh:mm:ss.sssZ`. https://ircv3.net/specs/extensions/server-time
 *
 * @returns milliseconds since 1970; undefined for anything else
 */
export function readTimestamp(text: string): number | undefined {
  const stamp = text.startsWith('timestamp=') ? text.slice('timestamp='.length) : '';
  const time = timestampPattern.test(stamp) ? Date.parse(stamp) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

function readLimit(subcommand: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw fail('INVALID_PARAMS', 'Invalid limit', [subcommand, text]);
  return Number(text);
}

/** A refusal of CHATHISTORY. https://ircv3.net/specs/extensions/chathistory#errors-and-warnings */
export function fail(code: string, text: string, context: readonly string[]): IrcError {
  return new FailError(text, { command: 'CHATHISTORY', code, context });
}
