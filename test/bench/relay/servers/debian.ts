import { getDiffieHellman } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findCommand } from '../../../../scripts/processes.mjs';
import { freePort } from '../../../vscode/freePort.ts';
import { type Contestant, ServerProcess, type Surroundings, untilListening } from './server.ts';

/** TLS 1.3 with the same cipher as the relay's first, in the words of GnuTLS. */
const priority = 'NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+AES-128-GCM:+CHACHA20-POLY1305:+AES-256-GCM';

interface Place extends Surroundings {
  /** For this one start. */
  readonly own: string;
  readonly port: number;
}

const inspircdConfiguration = ({ own, certificate, key, port }: Place): string => `
<path configdir="${own}" datadir="${own}" logdir="${own}" runtimedir="${own}">
<pid file="${own}/inspircd.pid">
<server name="inspircd.bench" description="bench" network="bench" id="1BN">
<admin name="bench" nick="bench" email="bench@bench.invalid">
<module name="ssl_gnutls">
<sslprofile name="clients" provider="gnutls" certfile="${certificate}" keyfile="${key}" priority="${priority}">
<bind address="127.0.0.1" port="${port}" type="clients" sslprofile="clients">
<connect name="all" allow="*" timeout="60" pingfreq="10m" hardsendq="100000000" softsendq="100000000"
  recvq="1000000" threshold="1000000" commandrate="100000000" fakelag="no" localmax="10000" globalmax="10000"
  maxconnwarn="no" resolvehostnames="no" useident="no" limit="10000">
<options defaultmodes="n">
<performance somaxconn="1024" softlimit="10000" clonesonconnect="no" quietbursts="yes">
<security maxtargets="20">
<log method="file" type="*" level="sparse" target="${own}/inspircd.log">
`;

const ngircdConfiguration = ({ own, certificate, key, port }: Place): string => `
[Global]
Name = ngircd.bench
Info = bench
AdminEMail = bench@bench.invalid
Listen = 127.0.0.1
Ports =
PidFile = ${own}/ngircd.pid
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxPenaltyTime = 0
PingTimeout = 600
[Options]
DNS = no
Ident = no
PAM = no
[SSL]
CertFile = ${certificate}
KeyFile = ${key}
CipherList = ${priority}
DHFile = ${own}/dh.pem
Ports = ${port}
`;

/** A group of RFC 3526: without a file ngIRCd looks for one of its own when it starts, which takes seconds. */
function diffieHellmanGroup(): string {
  const hex = `308201080282010100${getDiffieHellman('modp14').getPrime('hex')}020102`;
  const lines = Buffer.from(hex, 'hex').toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN DH PARAMETERS-----\n${lines}\n-----END DH PARAMETERS-----\n`;
}

interface DebianServer {
  readonly name: string;
  readonly configuration: (place: Place) => string;
  readonly flags: (file: string) => readonly string[];
}

/** Writes the configuration and starts the program in the foreground, which is how it stays ours to end. */
function debianServer({ name, configuration, flags }: DebianServer): Contestant {
  // Both are where only root looks by itself.
  const command = findCommand(name) ?? findCommand(path.join('..', 'sbin', name));
  return {
    name,
    missing: command === undefined ? `${name} is not installed` : '',
    async start(surroundings) {
      const own = mkdtempSync(path.join(surroundings.folder, `${name}-`));
      const port = await freePort();
      const file = path.join(own, `${name}.conf`);
      writeFileSync(file, configuration({ ...surroundings, own, port }));
      writeFileSync(path.join(own, 'dh.pem'), diffieHellmanGroup());
      const server = new ServerProcess(command ?? name, flags(file), { cwd: own });
      const running = server.running(name, port);
      try {
        await untilListening(server, port);
      } catch (error) {
        await running.stop();
        throw error;
      }
      return running;
    },
  };
}

/** https://docs.inspircd.org/3/configuration/ */
export const inspircd = debianServer({
  name: 'inspircd',
  configuration: inspircdConfiguration,
  flags: file => [
    '--nofork',
    '--nopid',
    ...(process.getuid?.() === 0 ? ['--runasroot'] : []),
    '--config',
    file,
  ],
});

/** https://ngircd.barton.de/man/ngircd.conf.5.html */
export const ngircd = debianServer({
  name: 'ngircd',
  configuration: ngircdConfiguration,
  flags: file => ['--nodaemon', '--config', file],
});
