import type { SlashClient, SlashTarget } from '../../../src/conversation/commands/slashTarget.ts';
import { runSlashCommand } from '../../../src/conversation/commands/slashCommands.ts';
import { inEnglish } from '../../../src/chat/translate.ts';
import { foldCase } from '../../../src/irc/names.ts';

/** A window for slash commands: what they do to it is written down, call by call. */
export class FakeWindow {
  readonly done: string[] = [];
  readonly notes: string[] = [];
  readonly members = new Map([
    ['#chat', ['ana', 'bruno']],
    ['#dev', ['ana']],
  ]);
  open = ['#chat', '#dev', 'bruno'];
  topics = new Map<string, string>();
  muted: string[] = [];
  quiet = false;
  isFull = false;

  /** Types it in the tab of `place`. @returns the notes that answer it */
  type(text: string, place: { target?: string; connected?: boolean; language?: string } = {}): string[] {
    this.notes.length = 0;
    this.done.length = 0;
    if (!runSlashCommand(text, this.target(place))) this.done.push('is said');
    return [...this.notes];
  }

  target({ target = '#chat', connected = true, language = 'en' } = {}): SlashTarget {
    return {
      t: inEnglish,
      version: '1.2.3',
      language,
      client: connected ? this.#client() : undefined,
      facts: undefined,
      tab: { target },
      path: `C:\\ANA\\${target.toUpperCase()}`,
      places: this.open,
      now: () => new Date(2026, 10, 22, 12, 48, 5).getTime(),
      note: (text, tone = 'info') => void this.notes.push(`${tone}: ${text}`),
      clear: this.#writes('clear'),
      openTab: name => {
        const there = name === '' || this.open.includes(foldCase(name));
        if (there) this.#write('openTab', [name]);
        return there;
      },
      openPrivate: nick => {
        this.done.push(`openPrivate ${nick}`);
        return !this.isFull;
      },
      closeTab: reason => {
        this.done.push(`closeTab ${reason}`);
        return target !== '';
      },
      setTitle: this.#writes('setTitle'),
      setColours: this.#writes('setColours'),
      sendFile: this.#writes('sendFile'),
      execute: this.#writes('execute'),
      attention: this.#attention(),
    };
  }

  #client(): SlashClient {
    return {
      nick: 'ana',
      rooms: ['#chat', '#dev'],
      limits: { nickBytes: 30, topicBytes: 300, textBytes: 400, multilineBytes: 4_096 },
      fold: foldCase,
      isChannel: name => /^[#&]/.test(name),
      members: room => this.members.get(room) ?? [],
      topic: room => this.topics.get(room) ?? '',
      list: () => Promise.resolve([]),
      say: (...args) => this.#write('say', args),
      act: (...args) => this.#write('act', args),
      away: this.#writes('away'),
      enterRoom: this.#writes('enterRoom'),
      invite: this.#writes('invite'),
      kick: this.#writes('kick'),
      setNick: this.#writes('setNick'),
      setTopic: this.#writes('setTopic'),
      who: this.#writes('who'),
    };
  }

  #attention(): SlashTarget['attention'] {
    return {
      muted: this.muted,
      doNotDisturb: this.quiet,
      mute: (name, on) => {
        this.done.push(`mute ${name} ${on}`);
        return !this.isFull;
      },
      setDoNotDisturb: this.#writes('setDoNotDisturb'),
    };
  }

  #writes(name: string): (...args: readonly unknown[]) => void {
    return (...args) => void this.#write(name, args);
  }

  #write(name: string, args: readonly unknown[]): string {
    this.done.push([name, ...args].join(' ').trimEnd());
    return 'id';
  }
}
