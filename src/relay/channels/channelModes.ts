/** The flags of a channel: modes that take no argument. https://modern.ircdocs.horse/#channel-modes */
export const channelFlags = ['C', 'i', 'm', 'n', 's', 't'] as const;
/** What a new channel begins with: only members write to it. */
const defaultFlag = 'n';

export type ChannelFlag = (typeof channelFlags)[number];

/** Whether a mode letter is one of `channelFlags`. */
export function isChannelFlag(letter: string): letter is ChannelFlag {
  return (channelFlags as readonly string[]).includes(letter);
}

/** The flags, the key and the limit of one channel. */
export class ChannelModes {
  /** What JOIN has to bring. */
  key: string | undefined;
  /** Members beyond which nobody gets in. */
  limit: number | undefined;
  #flags = new Set<ChannelFlag>([defaultFlag]);

  has(flag: ChannelFlag): boolean {
    return this.#flags.has(flag);
  }

  /** @returns whether this changed anything */
  setFlag(flag: ChannelFlag, on: boolean): boolean {
    if (this.has(flag) === on) return false;
    if (on) this.#flags.add(flag);
    else this.#flags.delete(flag);
    return true;
  }

  /** The flags as 324 shows them: `+nt`, `+` for none. */
  get flags(): string {
    return `+${channelFlags.filter(flag => this.#flags.has(flag)).join('')}`;
  }

  /** Takes the flags from text like `+nt`; letters that are no flags are passed over. */
  restoreFlags(text: string): void {
    this.#flags = new Set(channelFlags.filter(flag => text.includes(flag)));
  }

  /** The parameters of 324 after the channel's name. What the key is, members alone may read. */
  describe(showsKey: boolean): string[] {
    let letters = this.flags;
    const given: string[] = [];
    if (this.key !== undefined) {
      letters += 'k';
      given.push(showsKey ? this.key : '*');
    }
    if (this.limit !== undefined) {
      letters += 'l';
      given.push(String(this.limit));
    }
    return [letters, ...given];
  }

  /** Whether nobody has changed anything, or has changed it back. */
  get isDefault(): boolean {
    return this.flags === `+${defaultFlag}` && this.key === undefined && this.limit === undefined;
  }
}
