// Takes the place of @vscode/spdlog in VS Code's server, whose native part is not compiled: without it every log and every
// output channel stays empty. Node's own modules only. What VS Code uses of it is in src/vs/platform/log/node/spdlogLog.ts.
const { appendFileSync, mkdirSync, renameSync, statSync } = require('node:fs');
const path = require('node:path');

const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  #file;
  #maxBytes;
  #bytes = 0;
  #level = 2;
  #hasFormat = true;

  constructor(_type, _name, file, maxBytes) {
    this.#file = file;
    this.#maxBytes = maxBytes;
    mkdirSync(path.dirname(file), { recursive: true });
    appendFileSync(file, '');
    this.#bytes = statSync(file).size;
  }

  trace(text) {
    this.#write(0, text);
  }

  debug(text) {
    this.#write(1, text);
  }

  info(text) {
    this.#write(2, text);
  }

  warn(text) {
    this.#write(3, text);
  }

  error(text) {
    this.#write(4, text);
  }

  critical(text) {
    this.#write(5, text);
  }

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  clearFormatters() {
    this.#hasFormat = false;
  }

  setPattern() {
    this.#hasFormat = true;
  }

  flush() {
    // Nothing waits.
  }

  drop() {
    this.#level = names.length;
  }

  #write(level, text) {
    if (level < this.#level) return;
    const line = this.#hasFormat ? `${timeNow()} [${names[level]}] ${text}\n` : text;
    this.#bytes += Buffer.byteLength(line);
    if (this.#maxBytes > 0 && this.#bytes > this.#maxBytes) {
      renameSync(this.#file, `${this.#file}.1`);
      this.#bytes = Buffer.byteLength(line);
    }
    appendFileSync(this.#file, line);
  }
}

/** As the native one writes it: local time with milliseconds. */
function timeNow() {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  return local.toISOString().replace('T', ' ').replace('Z', '');
}

const make = type => (name, file, maxBytes) => Promise.resolve(new Logger(type, name, file, maxBytes));

exports.version = 0;
exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.Logger = Logger;
exports.createRotatingLogger = make('rotating');
exports.createAsyncRotatingLogger = make('rotating_async');
