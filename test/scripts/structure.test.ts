import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { structureFaults } from '../../scripts/structure.mjs';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pychat-structure-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text = ''): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

function fill(where: string, count: number): void {
  for (let file = 1; file <= count; file++) write(`${where}/file${file}.ts`);
}

test('takes 20 files in a folder, and any number below it', () => {
  fill('app', 20);
  fill('app/chat', 20);
  expect(structureFaults(folder)).toEqual([]);
});

test('refuses 21 files in a folder', () => {
  fill('app', 21);
  expect(structureFaults(folder)).toEqual(['src/app holds 21 files, more than 20']);
});

test('lets a list of equals be as long as it is', () => {
  fill('relay/handlers', 21);
  expect(structureFaults(folder)).toEqual([]);
});

test.each([
  ['a function and a type', 'export function room(): void {}', 'export type room = string;', 'room'],
  ['parts of what is taken apart', 'export const { a, b: room } = it;', 'export class room {}', 'room'],
  [
    'a name given on the way out',
    'const here = 1; export { here as room };',
    'export const room = 2;',
    'room',
  ],
])('refuses a name that two files export: %s', (_, one, other, name) => {
  write('one.ts', one);
  write('two.ts', other);
  expect(structureFaults(folder)).toEqual([`${name} is exported by src/one.ts, src/two.ts`]);
});

test('takes an export that is handed on for the same thing', () => {
  write('one.ts', 'export const room = 1;');
  write('two.ts', "export { room } from './one.ts';");
  write('three.ts', "import { room } from './one.ts'; export { room };");
  expect(structureFaults(folder)).toEqual([]);
});

test('takes overloads of one function', () => {
  write('one.ts', 'export function say(text: string): void; export function say(): void {}');
  expect(structureFaults(folder)).toEqual([]);
});

const port = 'export interface Port { send(): void }';
const socket =
  "import type { Port } from './port.ts'; export class Socket implements Port { send(): void {} }";

test('refuses an interface that only one class knows', () => {
  write('port.ts', port);
  write('socket.ts', socket);
  expect(structureFaults(folder)).toEqual(['src/port.ts: nothing but one class knows the interface Port']);
});

test.each([
  ['that something else asks for', 'export function use(port: Port): void {}'],
  ['that two classes implement', 'export class Pipe implements Port { send(): void {} }'],
  ['that another type is made of', 'export class Pipe implements Iterable<Port> {}'],
])('takes an interface %s', (_, text) => {
  write('port.ts', port);
  write('socket.ts', socket);
  write('use.ts', `import type { Port } from './port.ts'; ${text}`);
  expect(structureFaults(folder)).toEqual([]);
});
