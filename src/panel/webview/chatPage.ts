import type { MessageLine } from '../../chat/line.ts';
import { systemClock } from '../../common/clock.ts';
import type {
  CommandWords,
  FromWebview,
  Kept,
  PromptState,
  Screen,
  TabState,
  Vocabulary,
} from '../protocol.ts';
import { BannerView } from './bannerView.ts';
import { element } from './element.ts';
import { Foot } from './foot.ts';
import { Drafts } from './prompt/drafts.ts';
import { DroppedFiles } from './files/droppedFiles.ts';
import { type Dropped, DropZone } from './files/dropZone.ts';
import type { LineActions } from './line/lineActions.ts';
import { lineRequests } from './line/lineRequests.ts';
import { LineMenu } from './line/lineMenu.ts';
import { watchLocations } from './line/locationLink.ts';
import { LogView } from './log/logView.ts';
import { ReadingSender } from './log/readingSender.ts';
import { type NickActions, NickMenu } from './people/nickMenu.ts';
import { nickRequests } from './people/nickRequests.ts';
import { Prompt } from './prompt/prompt.ts';
import { keptForHost, keptForStorage, parseSaved } from './prompt/saved.ts';
import { SearchBar } from './searchBar.ts';
import { TabBar } from './tabs/tabBar.ts';
import { labelPanel } from './tabs/tabView.ts';
import { TopBar } from './topBar.ts';
import { TypingSender } from './prompt/typingSender.ts';
import { typingText } from './typingView.ts';

/** All parts of the page, and the tab that is open. */
export class ChatPage {
  readonly #editor = acquireVsCodeApi<Kept>();
  #drafts: Drafts;
  #kept: Kept;
  /** When what the host was told last was so. */
  #left = 0;
  readonly #answered = new Map<string, MessageLine>();
  readonly typingSender: TypingSender;
  readonly log: LogView;
  readonly banner: BannerView;
  readonly prompt: Prompt;
  readonly tabs: TabBar;
  readonly search: SearchBar;
  readonly bar: TopBar;
  readonly foot: Foot;
  /** Who types now. Changes too often to be read out: a screen reader finds it when it looks. */
  readonly typing = element('div', 'typing', '', { ariaLive: 'off' });
  readonly files = new DroppedFiles();
  readonly dropZone: DropZone;
  #active = '';
  readonly #tabStates = new Map<string, TabState>();
  readonly send = (message: FromWebview): void => {
    if (message.type === 'openTab') this.log.tellSeen();
    this.#editor.postMessage(message);
  };
  readonly #reading = new ReadingSender(this.send);

  /** @param root gets everything in it */
  constructor(root: HTMLElement) {
    this.#kept = parseSaved(this.#editor.getState());
    this.#drafts = new Drafts(this.#kept.drafts);
    const { send } = this;
    this.typingSender = new TypingSender(systemClock, (tab, state) => send({ type: 'typing', tab, state }));
    const actions = this.#lineActions();
    this.log = new LogView({
      actions,
      needsOlder: () => send({ type: 'older', tab: this.#active }),
      seen: id => send({ type: 'seen', tab: this.#active, id }),
    });
    this.banner = new BannerView(this.log.header, action => send({ type: 'action', action }));
    this.prompt = this.#makePrompt();
    this.prompt.recall.remember(this.#kept);
    this.tabs = new TabBar(send);
    this.search = new SearchBar(this.log);
    this.dropZone = new DropZone(
      dropped => this.offer(dropped),
      text => this.prompt.insert(text),
    );
    const toPrompt = (): void => this.prompt.focus();
    const nickMenu = new NickMenu(root, this.#nickActions(), toPrompt);
    const find = (): void => this.search.open('');
    this.bar = new TopBar(this.tabs.view, nickMenu, { find, send, leave: toPrompt });
    this.foot = new Foot({
      act: action => send({ type: 'action', action }),
      commands: () => this.prompt.offerCommands(),
      lost: toPrompt,
    });
    const { bar, search, log, typing, prompt, foot, dropZone } = this;
    root.append(bar.view, search.view, log.view, log.below, typing, prompt.view, foot.view);
    root.append(dropZone.view, nickMenu.view);
    log.view.addEventListener('scrollend', () => this.#reading.tell(this.#active, log.viewport.reading));
    new LineMenu(root, actions);
    watchLocations(log.view, actions, systemClock);
  }

  showTabs(tabs: readonly TabState[], active: string): void {
    this.#tabStates.clear();
    for (const tab of tabs) this.#tabStates.set(tab.id, tab);
    this.#useTab(this.#active);
    const hadFocus = this.tabs.view.contains(document.activeElement);
    this.tabs.show(tabs, active);
    this.bar.showTab(this.#tabStates.get(active));
    this.foot.showTab(this.#tabStates.get(active));
    if (hadFocus && this.tabs.view.hidden) this.prompt.focus();
    labelPanel(this.log.view, tabs.length > 1 ? active : undefined);
    this.dropZone.target = tabs.find(({ id }) => id === active)?.title ?? '';
    for (const tab of this.#answered.keys()) {
      if (tab !== this.#active && !this.#tabStates.has(tab)) this.#answered.delete(tab);
    }
  }

  /** Leaves with the host what is half typed: where the page next stands, the editor has kept nothing of it. */
  leaveKept(): void {
    if (this.#kept.at <= this.#left) return;
    this.#left = this.#kept.at;
    this.send({ type: 'kept', kept: keptForHost(this.#kept) });
  }

  /** Takes what was left with the host, unless what the editor has kept is newer: that has nothing private. */
  takeKept(kept: Kept | undefined): void {
    if (kept !== undefined && kept.at >= this.#kept.at) {
      this.#kept = kept;
      this.#drafts = new Drafts(kept.drafts);
      this.prompt.recall.remember(kept);
    }
    // What an older version has stored is gone with this.
    this.#store();
  }

  /** Shows a tab in the place of the one before; what is half typed in each stays there. */
  showScreen(active: string, screen: Screen): void {
    if (active !== this.#active) this.#enter(active, screen.replaces);
    this.banner.show(screen.banner);
    this.log.replace(screen.lines, { hasOlder: screen.hasOlder, firstNew: screen.firstNew });
    this.#reading.begin(active, screen.reading);
    if (screen.reading !== undefined) this.log.viewport.show(screen.reading, 0);
    this.typing.textContent = typingText(screen.typing);
    this.showPrompt(screen.prompt);
  }

  showPrompt(state: PromptState): void {
    this.prompt.show(state);
    this.foot.showActions(state.actions);
  }

  /** Who and what is there from now on. @param commands as they were when left out */
  learn(vocabulary: Vocabulary, commands?: readonly CommandWords[]): void {
    this.prompt.learn(vocabulary, commands);
    this.bar.learn(vocabulary);
  }

  /** Offers files to the tab that is open. */
  offer({ files, folders = 0, uris = [] }: Pick<Dropped, 'files'> & Partial<Dropped>): void {
    const kept = this.files.keep(files);
    if (kept.length + folders + uris.length > 0)
      this.send({ type: 'dropped', tab: this.#active, files: kept, folders, uris });
  }

  #lineActions(): LineActions {
    return {
      ...lineRequests(this.send, () => this.#active),
      answer: line => this.prompt.answer(line),
      jumpTo: id => void this.log.jumpTo(id),
    };
  }

  #nickActions(): NickActions {
    return {
      ...nickRequests(this.send, () => this.#active),
      mention: nick => this.prompt.mention(nick),
    };
  }

  #makePrompt(): Prompt {
    return new Prompt({
      submit: (text, answers) => this.#submit(text, answers),
      changed: text => {
        this.typingSender.edited(this.#active, text);
        this.#keep(text);
      },
      answering: line => {
        if (line) this.#answered.set(this.#active, line);
        else this.#answered.delete(this.#active);
      },
    });
  }

  #submit(text: string, answers: string | undefined): void {
    this.send({ type: 'submit', tab: this.#active, text, ...(answers !== undefined && { answers }) });
    this.typingSender.sent();
    // Measures the page, which takes its time.
    this.log.toEnd();
  }

  #keep(text: string): void {
    this.#drafts.set(this.#active, text);
    this.#kept = { drafts: this.#drafts.state, ...this.prompt.recall.state, at: systemClock.now() };
    this.#store();
  }

  #store(): void {
    this.#editor.setState(keptForStorage(this.#kept, tab => this.#isPrivate(tab)));
  }

  #isPrivate(tab: string): boolean {
    return this.#tabStates.get(tab)?.kind === 'private';
  }

  #useTab(tab: string): void {
    const server = this.#tabStates.get(tab)?.server ?? '';
    this.prompt.recall.useTab({ server, isPrivate: this.#isPrivate(tab) });
  }

  /** @param replaced the tab whose place it takes: where that one was open, its user types on */
  #enter(active: string, replaced: string | undefined): void {
    const before = this.#active;
    // What was typed before the host had said which tab is open belongs to that one.
    const early = before === '' ? this.prompt.text : '';
    this.typingSender.left();
    this.#active = active;
    if (replaced !== undefined) this.#moveDraft(replaced);
    this.#useTab(active);
    const text = this.#drafts.get(active);
    if (early !== '') {
      this.#keep(early);
    } else if (before !== replaced || text !== this.prompt.text) {
      this.search.close();
      this.prompt.begin(text, this.#answered.get(active));
    }
  }

  /** Moves what is half typed and answered in a tab to the one that is open. */
  #moveDraft(from: string): void {
    const [text, answered] = [this.#drafts.get(from), this.#answered.get(from)];
    this.#drafts.set(from, '');
    this.#answered.delete(from);
    if (answered) this.#answered.set(this.#active, answered);
    if (text !== '') this.#keep(text);
  }
}
