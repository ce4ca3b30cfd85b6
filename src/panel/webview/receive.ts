import type { ToWebview } from '../protocol.ts';
import type { ChatPage } from './chatPage.ts';
import { applyAppearance } from './look/appearanceView.ts';
import { beep } from './sound.ts';
import { typingText } from './typingView.ts';
import { useWords } from './words.ts';

type Message<Type extends ToWebview['type']> = Extract<ToWebview, { readonly type: Type }>;

/** What each kind of message does: the compiler sees that none is missing. */
const receivers: {
  readonly [Type in ToWebview['type']]: (page: ChatPage, message: Message<Type>) => void;
} = {
  snapshot: showSnapshot,
  appearance: showAppearance,
  tabs: (page, { tabs, active }) => page.showTabs(tabs, active),
  screen: (page, { active, screen }) => page.showScreen(active, screen),
  append: ({ log }, { lines }) => log.append(lines),
  older: ({ log }, { lines, hasOlder }) => log.prepend(lines, hasOlder),
  change: ({ log, prompt }, { id, change }) => {
    // What was taken back cannot be answered.
    if (change.redacted) prompt.stopAnswering(id);
    log.change(id, change);
  },
  firstNew: ({ log }, { id }) => log.setFirstNew(id),
  typing: ({ typing }, { nicks }) => void (typing.textContent = typingText(nicks)),
  vocabulary: (page, { vocabulary }) => page.learn(vocabulary),
  places: ({ bar }, { rooms, people }) => bar.showPlaces(rooms, people),
  banner: (page, { banner }) => page.banner.update(banner),
  prompt: (page, { prompt }) => page.showPrompt(prompt),
  clear: ({ banner, log }) => {
    banner.hide();
    log.clear();
  },
  locations: ({ log }, { states }) => log.showLocations(states),
  wantBytes: (page, message) => void sendBytes(page, message),
  forgetFile: ({ files }, { file }) => files.forget(file),
  sound: () => beep(),
  focus: ({ prompt }) => prompt.focus(),
};

/** Does what a message of the host says. */
export function receive<Type extends ToWebview['type']>(page: ChatPage, message: Message<Type>): void {
  receivers[message.type](page, message);
}

function showSnapshot(page: ChatPage, message: Message<'snapshot'>): void {
  useWords(message.words);
  showAppearance(page, message);
  page.showTabs(message.tabs, message.active);
  page.learn(message.vocabulary, message.commands);
  page.takeKept(message.kept);
  page.showScreen(message.active, message.screen);
}

function showAppearance(page: ChatPage, { appearance }: Pick<Message<'appearance'>, 'appearance'>): void {
  applyAppearance(appearance);
  page.typingSender.allow(appearance.typing);
}

async function sendBytes(page: ChatPage, { file, offset, length }: Message<'wantBytes'>): Promise<void> {
  page.send({ type: 'fileBytes', file, offset, bytes: await page.files.bytes(file, offset, length) });
}
