import { fstatSync } from 'node:fs';
import path from 'node:path';
import { flagKinds, type FlagName, type Setting, UsageError } from './cliFlags.ts';
import { readTextFile } from './readTextFile.ts';

/** Bytes of a file of settings. */
const maxConfigBytes = 65_536;

/** What a file of settings says. */
export interface Config {
  readonly settings: readonly Setting[];
  /** Whether it holds a password or a token and anybody on the machine can read it. */
  readonly isExposed: boolean;
}

/**
 * Reads a file of settings.
 *
 * @throws {UsageError} naming the file and the line; {FileError} when it cannot be read
 */
export function readConfig(file: string): Config {
  let mode = 0;
  const text = readTextFile(file, maxConfigBytes, descriptor => {
    mode = fstatSync(descriptor).mode;
  });
  const settings = parseConfig(text, file);
  const secrets = new Set<FlagName>(['password', 'token', 'oper']);
  // Windows keeps who may read a file elsewhere.
  const isOpenToAll = process.platform !== 'win32' && (mode & 0o004) !== 0;
  return { settings, isExposed: isOpenToAll && settings.some(({ name }) => secrets.has(name)) };
}

/**
 * Reads settings, one a line: `name = value`. Blank lines and lines that begin with `#` say nothing. White space around
 * the value is taken away, and then one pair of double quotes around it.
 *
 * @param file how the file is named to a person; what the settings name is relative to its folder
 * @throws {UsageError}
 */
export function parseConfig(text: string, file: string): Setting[] {
  const folder = path.dirname(file);
  const settings: Setting[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (/^\s*(?:#|$)/.test(line)) return;
    const place = `${file} line ${index + 1}`;
    const { name, value } = parseLine(line, place);
    const isRepeated = settings.some(setting => setting.name === name);
    if (isRepeated && flagKinds[name] !== 'list')
      throw new UsageError(`${place}: ${name} is set for a second time`);
    settings.push({ name, text: value, where: `${place}: ${name}`, folder });
  });
  return settings;
}

function parseLine(line: string, place: string): { name: FlagName; value: string } {
  const [, name = '', raw = ''] = /^\s*([^\s=]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
  if (name === '') throw new UsageError(`${place}: takes "name = value"`);
  if (!isFlag(name)) throw new UsageError(`${place}: there is no setting ${JSON.stringify(name)}`);
  const value = /^"(.*)"$/.exec(raw)?.[1] ?? raw;
  if (flagKinds[name] === 'switch' && value !== 'yes' && value !== 'no')
    throw new UsageError(`${place}: ${name} takes yes or no`);
  return { name, value };
}

function isFlag(name: string): name is FlagName {
  return Object.hasOwn(flagKinds, name);
}
