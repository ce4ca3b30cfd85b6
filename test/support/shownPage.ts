import type { Line } from '../../src/chat/line.ts';
import type { Appearance } from '../../src/panel/appearance.ts';
import type {
  Banner,
  OfferedAction,
  Screen,
  TabState,
  ToWebview,
  Vocabulary,
} from '../../src/panel/protocol.ts';

/** A model of the page: what it would show after the messages that it got. */
export class ShownPage {
  tabs: readonly TabState[] = [];
  active = '';
  lines: Line[] = [];
  hasOlder = false;
  firstNew: string | undefined;
  banner: Banner = { title: '', rows: [], vital: [], actions: [] };
  prompt = '';
  hint = '';
  lineBytes: number | undefined;
  typing: readonly string[] = [];
  vocabulary: Vocabulary = { nicks: [], rooms: [], own: '', muted: [] };
  places: Extract<ToWebview, { type: 'places' }> | undefined;
  appearance: Appearance | undefined;
  sounds = 0;
  /** How often all lines were replaced. */
  redraws = 0;
  #actions: readonly OfferedAction[] = [];
  /** What is half typed, by tab. */
  readonly drafts = new Map<string, string>();

  take(message: ToWebview): void {
    switch (message.type) {
      case 'snapshot':
        this.tabs = message.tabs;
        this.vocabulary = message.vocabulary;
        this.appearance = message.appearance;
        for (const [tab, text] of message.kept?.drafts ?? []) this.drafts.set(tab, text);
        return this.#show(message.active, message.screen);
      case 'screen':
        return this.#show(message.active, message.screen);
      case 'tabs':
        this.tabs = message.tabs;
        return;
      case 'append':
        return this.#append(message.lines);
      case 'older':
        this.lines = [...message.lines, ...this.lines];
        this.hasOlder = message.hasOlder;
        return;
      case 'change':
        this.lines = this.lines.map(line =>
          line.kind === 'message' && line.id === message.id ? { ...line, ...message.change } : line,
        );
        return;
      case 'clear':
        this.lines = [];
        return;
      default:
        return this.#takeAround(message);
    }
  }

  /** The half-typed text of the tab that is open. */
  get draft(): string {
    return this.drafts.get(this.active) ?? '';
  }

  set draft(text: string) {
    this.drafts.set(this.active, text);
  }

  /** The lines as somebody reads them, with `=== new ===` before the first that is new. */
  get texts(): string[] {
    return this.lines
      .filter(isAnswer)
      .flatMap(line => [...(line.id === this.firstNew ? ['=== new ==='] : []), textOf(line)]);
  }

  get tabTexts(): string[] {
    return this.tabs.map(tab => (tab.id === this.active ? `[${tabText(tab)}]` : tabText(tab)));
  }

  get buttons(): string[] {
    return [...this.#actions, ...this.banner.actions].map(({ label }) => label);
  }

  #takeAround(message: ToWebview): void {
    if (message.type === 'banner') this.banner = message.banner;
    if (message.type === 'prompt') this.#prompt(message.prompt);
    if (message.type === 'typing') this.typing = message.nicks;
    if (message.type === 'vocabulary') this.vocabulary = message.vocabulary;
    if (message.type === 'firstNew') this.firstNew = message.id;
    if (message.type === 'appearance') this.appearance = message.appearance;
    if (message.type === 'places') this.places = message;
    if (message.type === 'sound') this.sounds += 1;
  }

  #show(active: string, screen: Screen): void {
    // The page itself looks at what is replaced only when another tab comes to the front.
    if (active !== this.active && screen.replaces !== undefined) {
      this.drafts.set(active, this.drafts.get(screen.replaces) ?? '');
      this.drafts.delete(screen.replaces);
    }
    this.active = active;
    this.lines = [...screen.lines];
    this.redraws += 1;
    this.hasOlder = screen.hasOlder;
    this.firstNew = screen.firstNew;
    this.banner = screen.banner;
    this.typing = screen.typing;
    this.#prompt(screen.prompt);
  }

  #append(lines: readonly Line[]): void {
    const twice = lines.find(({ id }) => this.lines.some(line => line.id === id));
    if (twice !== undefined) throw new Error(`the page has a line twice: ${textOf(twice)}`);
    this.lines.push(...lines);
  }

  #prompt({ path, hint, lineBytes, actions }: Screen['prompt']): void {
    this.#actions = actions;
    this.prompt = path;
    this.hint = hint;
    this.lineBytes = lineBytes;
  }
}

/** Not a command as it was typed. */
function isAnswer(line: Line): boolean {
  return line.kind === 'message' || line.voice !== 'typed';
}

/** `bob: text`, `! bob: text` for a mention, `-- text` for a note; behind it what it answers. */
function textOf(line: Line): string {
  if (line.kind === 'note') return `-- ${line.text}`;
  const { nick, mention, quote, redacted, privateWith, form } = line;
  const said = redacted ? `(deleted by ${redacted.by})` : line.text;
  const answered =
    quote?.id === '' ? 'a line that is not here' : `${quote?.nick ?? ''}: ${quote?.text ?? ''}`;
  return [
    ...(mention === true ? ['!'] : []),
    form === 'action' ? `* ${nick}` : `${nick}:`,
    said,
    ...(privateWith === undefined ? [] : [`(private with ${privateWith})`]),
    ...(quote === undefined ? [] : [`(to ${answered})`]),
  ].join(' ');
}

/** `#chat`, `#chat 3` with three unread, `#chat 3!1` where one of them is a mention. */
function tabText({ title, unread, mentions, muted }: TabState): string {
  const counts = unread === 0 ? '' : ` ${unread}${mentions === 0 ? '' : `!${mentions}`}`;
  return `${title}${counts}${muted ? ' (muted)' : ''}`;
}
