// Loaded by `node --import` into an extension host and its threads: writes down whom they try to reach.
import { appendFileSync } from 'node:fs';
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

const file = process.env.PYCHAT_CONNECTIONS;
const isExtensionHost = process.argv.includes('--type=extensionHost');

function write(line) {
  if (file && isExtensionHost) appendFileSync(file, `${line}\n`);
}

/** @param describe gives the line for a call's arguments, or undefined for none */
function watch(owner, name, describe) {
  const original = owner[name];
  owner[name] = function (...args) {
    const line = describe(args);
    if (line !== undefined) write(line);
    return original.apply(this, args);
  };
}

function tcpTarget([first]) {
  const options = Array.isArray(first) ? first[0] : first;
  if (typeof options !== 'object') return `tcp ${options}`;
  return options.path ? undefined : `tcp ${options.host ?? 'localhost'}:${options.port}`;
}

watch(net.Socket.prototype, 'connect', tcpTarget);
for (const name of ['bind', 'connect', 'send']) watch(dgram.Socket.prototype, name, () => 'udp');
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveSrv', 'resolveTxt']) {
  watch(dns, name, ([host]) => (net.isIP(host) ? undefined : `dns ${host}`));
  watch(dns.promises, name, ([host]) => (net.isIP(host) ? undefined : `dns ${host}`));
}
syncBuiltinESMExports();
write('host started');
