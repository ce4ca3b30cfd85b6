/** A command line or a file of settings that makes no sense; the message is one line for the person who wrote it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The flags of `pychat-relay` that are settings, too, by how they are given: with a text, many times, or alone. */
export const flagKinds = {
  host: 'text',
  port: 'text',
  'server-name': 'text',
  description: 'text',
  room: 'text',
  motd: 'text',
  password: 'text',
  token: 'text',
  open: 'switch',
  cert: 'text',
  key: 'text',
  data: 'text',
  'keep-days': 'text',
  oper: 'list',
  'max-connections': 'text',
  'max-per-address': 'text',
  'no-flood-limits': 'switch',
} as const;

export type FlagName = keyof typeof flagKinds;

/** One setting as somebody wrote it. */
export interface Setting {
  readonly name: FlagName;
  /** For a switch `yes` or `no`. */
  readonly text: string;
  /** How to name the place to a person: `--port`, or `relay.conf line 3: port`. */
  readonly where: string;
  /** What a file's name in it is relative to; the working directory if not given. */
  readonly folder?: string;
}

/** All that was set. What comes first wins; a list takes all. */
export class CliSettings {
  readonly #settings: readonly Setting[];

  constructor(settings: readonly Setting[]) {
    this.#settings = settings;
  }

  one(name: FlagName): Setting | undefined {
    return this.#settings.find(setting => setting.name === name);
  }

  all(name: FlagName): Setting[] {
    return this.#settings.filter(setting => setting.name === name);
  }

  isOn(name: FlagName): boolean {
    return this.one(name)?.text === 'yes';
  }
}
