/** Something that somebody said, as a server keeps it. */
export interface Said {
  readonly target: string;
  readonly nick: string;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly id: string;
  /** The id of the message that it answers. */
  readonly answers?: string;
}

const time = (at: number): string => new Date(at).toISOString();

/** How it goes to a client. */
export function lineOf({ target, nick, text, at, id, answers }: Said, batch?: string): string {
  const tags = [
    ...(batch === undefined ? [] : [`batch=${batch}`]),
    `time=${time(at)}`,
    `msgid=${id}`,
    ...(answers === undefined ? [] : [`+draft/reply=${answers}`]),
  ];
  return `@${tags.join(';')} :${nick}!u@host.test PRIVMSG ${target} :${text}`;
}

/** The answer to CHATHISTORY. https://ircv3.net/specs/extensions/chathistory */
export function historyPage(
  params: readonly string[],
  history: ReadonlyMap<string, readonly Said[]>,
): readonly string[] {
  const [subcommand = '', target = '', from = '', count = ''] = params;
  if (subcommand === 'TARGETS') return targets(target, from, history);
  const all = [...(history.get(target) ?? [])].sort((one, other) => one.at - other.at);
  const limit = Number(count);
  const isAfter = (said: Said): boolean => said.at > timeOf(from, all);
  const isBefore = (said: Said): boolean => said.at < timeOf(from, all);
  const page =
    subcommand === 'AFTER'
      ? all.filter(isAfter).slice(0, limit)
      : all.filter(subcommand === 'BEFORE' ? isBefore : () => true).slice(-limit);
  return inBatch(
    `chathistory ${target}`,
    page.map(said => lineOf(said, 'h')),
  );
}

/** The private chats with a message between two times. */
function targets(to: string, from: string, history: ReadonlyMap<string, readonly Said[]>): readonly string[] {
  const lines = [...history].flatMap(([name, said]) => {
    const last = Math.max(...said.map(({ at }) => at));
    const isOne = !name.startsWith('#') && last > timeOf(from, []) && last < timeOf(to, []);
    return isOne ? [`@batch=h :irc.test CHATHISTORY TARGETS ${name} ${time(last)}`] : [];
  });
  return inBatch('draft/chathistory-targets', lines);
}

/** When the message was that a selector names, or the time that it is. */
function timeOf(selector: string, said: readonly Said[]): number {
  const [kind, value = ''] = selector.split('=');
  if (kind === 'timestamp') return Date.parse(value);
  return said.find(({ id }) => id === value)?.at ?? NaN;
}

const inBatch = (type: string, lines: readonly string[]): readonly string[] => [
  `:irc.test BATCH +h ${type}`,
  ...lines,
  ':irc.test BATCH -h',
];
