import { isPlaceholder, type SecretPattern } from './secretPatterns.ts';

/** A word on a command line, in quotes or bare. */
const value = String.raw`(?:"([^"\n]{1,200})"|'([^'\n]{1,200})'|(\S{1,200}))`;
/** The same behind a user's name. */
const login = String.raw`(?:"[^\s:"]{1,100}:([^"\n]{1,200})"|'[^\s:']{1,100}:([^'\n]{1,200})'|[^\s:"']{1,100}:(\S{1,200}))`;
/** Other words of the same command. */
const words = String.raw`\b[^\n|]{0,200}?[ \t]`;

/** An option for a password. */
const option = String.raw`[ \t]--?(?!no-)(?:[a-z]{1,20}-){0,3}(?:password|passwd|passphrase|pwd|token|secret|api-?key)`;

const isOddWord = (found: string): boolean =>
  /[\d!@#%^&*+~]/.test(found) && !isPlaceholder(found) && !found.startsWith('-');

const password = (shape: string, flags = 'g'): SecretPattern => ({
  kind: 'password',
  pattern: new RegExp(shape, flags),
  isMeant: found => !isPlaceholder(found) && !found.startsWith('-'),
});

/** Passwords as programs are given them: on their command line, in files of logins, in XML and SQL. */
export const loginPatterns: readonly SecretPattern[] = [
  password(String.raw`\bcurl${words}(?:-[a-zA-Z]{0,8}[uU]|--(?:proxy-)?user)[ =]{0,3}${login}`),
  password(String.raw`\b(?:mysql|mariadb)[\w-]{0,20}${words}-p${value}`),
  password(
    String.raw`\b(?:sshpass|(?:docker|podman|oc|az)[ ]login|mongo(?:sh|dump|restore|export|import)?)${words}-p[ =]${value}`,
  ),
  password(String.raw`\bredis-cli${words}(?:-a|--pass)[ =]${value}`),
  password(String.raw`\bldap[a-z]{2,10}${words}-w[ =]?${value}`),
  password(String.raw`\bhtpasswd${words}-[a-zA-Z]{0,8}b[a-zA-Z]{0,8}[ ]\S{1,200}[ ]\S{1,100}[ ]${value}`),
  password(String.raw`\b(?:smbclient|rpcclient)${words}-U[ ]?["']?[^\s%"']{1,100}%(\S{1,200})`),
  password(String.raw`${option}(?:=${value}|[ ]"([^"\n]{1,200})"|[ ]'([^'\n]{1,200})')`),
  // Bare behind a blank, a plain word may as well go on with a sentence.
  { ...password(String.raw`${option}[ ](?!["'])(\S{1,200})`), isMeant: isOddWord },
  password(String.raw`${option}[ ](?!["'])(\S{4,200})(?=[ \t]{0,9}(?:$|[-|&;>\\]))`, 'gm'),
  password(
    String.raw`\b(?:machine\s{1,9}\S{1,200}|default)\s{1,9}login\s{1,9}\S{1,200}(?:\s{1,9}account\s{1,9}\S{1,200})?\s{1,9}password\s{1,9}(\S{1,200})`,
  ),
  password(String.raw`^[\w.*-]{1,100}:(?:\d{4,5}|\*):[^\s:]{1,63}:[^\s:]{1,63}:(\S{1,200})$`, 'gm'),
  password(
    String.raw`<(?:\w{1,20}:)?\w{0,40}(?:password|passwd|pwd|passphrase|secret|token|senha)>([^<\n]{4,200})<\/`,
    'gi',
  ),
  password(
    String.raw`\b(?:key|name)=["'][\w.:-]{0,60}(?:password|passwd|pwd|secret|token|senha)["']\s{1,9}value=["']([^"'\n]{4,200})["']`,
    'gi',
  ),
  password(String.raw`\b(?:IDENTIFIED\s{1,9}BY|WITH\s{1,9}PASSWORD)\s{1,9}'([^'\n]{1,200})'`, 'gi'),
  // Salted hashes, which can be tried at home.
  { kind: 'token', pattern: /\$(?:2[abxy]|5|6|y|argon2(?:id?|d))\$[./A-Za-z0-9$,=+-]{20,300}/g },
  // Azure's shared access signatures.
  { kind: 'token', pattern: /[?&;]sig=([A-Za-z0-9%+/=_-]{20,200})/g },
];
