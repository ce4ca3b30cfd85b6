/** What a found piece is. */
export type SecretKind = 'token' | 'key' | 'password' | 'home' | 'user';

/** A shape that gives a secret away. */
export interface SecretPattern {
  readonly kind: SecretKind;
  /** Global. The group that matches, where it has any, is the secret, else all of it. Takes linear time. */
  readonly pattern: RegExp;
  /** A second look at what matched. */
  readonly isMeant?: (found: string) => boolean;
}

/** Shannon's entropy of a text, in bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** Whether it is made of characters as chance gives them, and not of words. */
export function looksRandom(text: string): boolean {
  const digits = text.match(/\d/g)?.length ?? 0;
  const letters = text.match(/[A-Za-z]/g)?.length ?? 0;
  if (digits < 3 || letters < 3) return false;
  return entropy(text) >= (/^[\da-f-]+$/i.test(text) ? 3 : 3.5);
}

/** Names that stand for anybody's in examples, or that systems give. */
const nobody =
  /^(?:user|users?name|user[_-]?name|you|your[_-]?\w*|name|me|someone|somebody|public|shared|default|runner|vscode|node|app|linuxbrew|root|\.{2,3})$/i;

/** Whether a home folder's or an account's name tells of a person. */
export function isSomebody(name: string): boolean {
  return name.length > 1 && !nobody.test(name) && !/^[$%<{[]/.test(name);
}

/** Whether a value stands for a password rather than being one: a variable, a place to fill in, a mask. */
export function isPlaceholder(value: string): boolean {
  return (
    /^(?:[$%<{[]|\*+$|x+$|\.+$|…)/i.test(value) ||
    /\$\{|\{\{|%[sd]|^(?:your|my)?[_-]?(?:password|passwd|pwd|pass|secret|token|changeme|example|redacted)$/i.test(
      value,
    )
  );
}

// None starts in the middle of a word: a long run of fitting characters is read once, not once from each of them.
const atStart = String.raw`(?<![A-Za-z0-9_-])`;
const token = (shape: string, isMeant?: (found: string) => boolean): SecretPattern => ({
  kind: 'token',
  pattern: new RegExp(atStart + shape, 'g'),
  ...(isMeant && { isMeant }),
});

/** A home folder's name, and what is before it on Windows, which Linux on Windows writes as `/mnt/c` or `/c`. */
const homeName = String.raw`[^\s/\\:"'\x60<>|*?,;()[\]{}]{1,64}`;
const drive = String.raw`(?:(?<![A-Za-z])[A-Za-z]:|(?<![\w./~)}\]@-])(?:\/mnt)?\/[a-z])(?:\\{1,2}|\/)Users(?:\\{1,2}|\/)`;
const unixHome = String.raw`(?:(?<=file:\/\/)|(?<![\w./~)}\]@-]))\/(?:home|Users)\/`;

/** `~` takes the place of the whole of it. */
const home = (shape: string): SecretPattern => ({
  kind: 'home',
  pattern: new RegExp(shape, 'gi'),
  isMeant: found => isSomebody(/[^/\\]*$/.exec(found)?.[0] ?? ''),
});

/** The shapes of tokens that services give out, as their own documentation has them, and what names people. */
export const secretPatterns: readonly SecretPattern[] = [
  token('(?:AKIA|ASIA|AIDA|AROA|AGPA|ANPA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])'), // Amazon
  token('gh[pousr]_[A-Za-z0-9]{36,255}'), // GitHub
  token('ghs_[0-9]{1,20}_[A-Za-z0-9_-]{1,1000}\\.[A-Za-z0-9_-]{1,4000}\\.[A-Za-z0-9_-]{1,1000}'),
  token('github_pat_[A-Za-z0-9_]{22,255}'),
  token('gl(?:pat|ptt|dt|rt|cbt|ft|soat|imt|agent|oas)-[A-Za-z0-9_.-]{20,300}'), // GitLab
  token('npm_[A-Za-z0-9]{36}'),
  token('pypi-[A-Za-z0-9_-]{40,400}'),
  token('xox[abeoprs]-[A-Za-z0-9-]{10,250}', found => /\d/.test(found)), // Slack
  token('xapp-\\d-[A-Za-z0-9-]{10,250}'),
  token('AIza[A-Za-z0-9_-]{35}'), // Google
  token('GOCSPX-[A-Za-z0-9_-]{20,60}'),
  token('ya29\\.[A-Za-z0-9_-]{20,500}'),
  token('[rs]k_(?:live|test)_[A-Za-z0-9]{16,250}'), // Stripe
  token('sk-[A-Za-z0-9_-]{20,250}', looksRandom), // OpenAI, Anthropic
  token('hf_[A-Za-z0-9]{30,60}'), // Hugging Face
  token('do[opr]_v1_[a-f0-9]{64}'), // DigitalOcean
  token('SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{16,64}'), // SendGrid
  token('\\d{8,10}:AA[A-Za-z0-9_-]{33}'), // Telegram
  token('eyJ[A-Za-z0-9_-]{8,4000}\\.eyJ[A-Za-z0-9_-]{8,4000}\\.[A-Za-z0-9_-]{0,1000}'), // JSON Web Token
  token(
    '(?:shp(?:pa|ca|at|ss)|gsk|glsa|glc|figd|dckr_pat|lin_api|ntn|cfk|cfut|cfat)_[A-Za-z0-9_/+-]{27,400}',
  ), // Shopify, Groq, Grafana, Figma, Docker, Linear, Notion, Cloudflare
  token('(?:vc[piakr]|ops)_[A-Za-z0-9+/]{20,1300}', looksRandom), // Vercel, 1Password
  token('hv[sbr]\\.[A-Za-z0-9_-]{90,300}'), // HashiCorp
  token('dapi[a-f0-9]{32}'), // Databricks
  token('tskey-[a-z]{2,20}-[A-Za-z0-9_]{8,40}-[A-Za-z0-9_]{16,60}'), // Tailscale
  token('pychat1-[A-Za-z0-9_-]{40,2000}'), // our own invites
  { kind: 'token', pattern: /hooks\.slack\.com\/services\/([A-Za-z0-9/]{20,100})/g },
  { kind: 'token', pattern: /\bBearer[ \t]{1,3}([A-Za-z0-9+/._~=-]{16,2000})/g, isMeant: looksRandom },
  {
    kind: 'token',
    pattern: /\bAuthorization["']?\s{0,3}[:=]\s{0,3}["']?Basic[ \t]{1,3}([A-Za-z0-9+/=]{8,500})/gi,
  },
  // To the last `@`: one in the password is often not written as `%40`. A number and a path are a port.
  {
    kind: 'password',
    pattern:
      /(?<![A-Za-z0-9+.-])[A-Za-z][A-Za-z0-9+.-]{1,20}:\/\/[^\s:@/"'`<>?#]{0,100}:([^\s"'`<>]{1,200})@/g,
    isMeant: found => !isPlaceholder(found) && !/^\d{1,5}[/?#]/.test(found),
  },
  home(`${unixHome}${homeName}(?:\\\\[ ]${homeName}){0,3}`),
  home(`${drive}${homeName}`),
  // Blanks in a name, where quotes or a folder behind it show where it ends.
  home(`${drive}${homeName}(?:[ ]${homeName}){1,3}(?=[/\\\\])`),
  home(`(?<=["'\x60])(?:${drive}|${unixHome})[^/\\\\"'\x60\n<>|*?:;]{1,64}(?=[/\\\\"'\x60])`),
];
