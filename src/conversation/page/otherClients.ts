import type { Translate } from '../../chat/translate.ts';
import type { RoomFacts } from './banner.ts';

/** What `/irc` prints: how any IRC client joins, then what can be pasted into the two best known, line by line. */
export function otherClientsText(facts: RoomFacts, t: Translate): string {
  const { password, room, certificate, key, port } = facts;
  return [
    t('Other IRC clients join with:'),
    t('  server       {address}, port {port}, TLS', { address: addressOf(facts), port }),
    ...(password === '' ? [] : [t('  password     {password}', { password })]),
    t('  channel      {room}', { room }),
    t('  certificate  SHA-256 {fingerprint}', { fingerprint: certificate }),
    t('  public key   SHA-256 {fingerprint}', { fingerprint: key }),
    t('In irssi, type or paste:'),
    ...irssiCommands(facts),
    t('In WeeChat, type or paste:'),
    ...weechatCommands(facts),
  ].join('\n');
}

function irssiCommands(facts: RoomFacts): string[] {
  const { certificate, port, password, room } = facts;
  const where = `${addressOf(facts)} ${port}${password === '' ? '' : ` ${password}`}`;
  return [`/connect -tls -tls_pinned_cert ${certificate} ${where}`, `/join ${room}`];
}

/**
 * WeeChat 4 calls `tls` what older ones call `ssl`, and each passes over the other's name without a word. With one name
 * alone the password would leave the wrong version in the clear; so both are given.
 */
function weechatCommands(facts: RoomFacts): string[] {
  const fingerprint = facts.certificate.replaceAll(':', '').toLowerCase();
  const options = [
    '-tls',
    '-ssl',
    `-tls_fingerprint=${fingerprint}`,
    `-ssl_fingerprint=${fingerprint}`,
    ...(facts.password === '' ? [] : [`-password=${facts.password}`]),
    `-autojoin=${facts.room}`,
  ];
  return [`/server add pychat ${addressOf(facts)}/${facts.port} ${options.join(' ')}`, '/connect pychat'];
}

const addressOf = ({ addresses }: RoomFacts): string => addresses[0] ?? '';
