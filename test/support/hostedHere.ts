/** What a relay needs to be hosted on a free port of this machine, but for its identity. */
export const hostedHere = {
  host: '127.0.0.1',
  port: 0,
  portsToTry: 1,
  serverName: 'relay.test',
  room: '#chat',
  version: 'test',
  token: '',
  motd: [],
};
