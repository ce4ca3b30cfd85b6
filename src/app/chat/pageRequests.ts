import { commands, env, Uri } from 'vscode';
import type { PageRequest } from '../../panel/pageHost.ts';
import type { PanelAction } from '../../panel/protocol.ts';
import { t } from '../words.ts';
import type { Chat } from './chat.ts';
import { showOlder } from './showOlder.ts';
import type { Tab } from '../../conversation/tab.ts';

type InTab = Extract<PageRequest, { tab: string }>;
type Elsewhere = Exclude<PageRequest, InTab>;
type Of<Union extends { type: string }, Type extends Union['type']> = Extract<Union, { type: Type }>;

/** Does what the page asks for. What names a tab or a line that is gone by now has no effect. */
export function takeRequest(request: PageRequest, chat: Chat): void {
  if (!('tab' in request)) {
    takeElsewhere(request, chat);
    return;
  }
  const tab = chat.tabs.get(request.tab);
  if (tab !== undefined) takeInTab(request, tab, chat);
  // What somebody has written is not lost with the tab it was for.
  else if (request.type === 'submit') chat.submit(chat.tabs.active, request.text);
}

/** One for each kind of request: the compiler sees that none is missing. */
const elsewhere: {
  readonly [Type in Elsewhere['type']]: (request: Of<Elsewhere, Type>, chat: Chat) => void;
} = {
  action: ({ action }, chat) => act(action, chat),
  kept: ({ kept }, { page }) => {
    page.kept = kept;
  },
  openLink: ({ href }) => void env.openExternal(Uri.parse(href, true)),
  openLocation: ({ location }, chat) => void chat.code.open(location),
  checkLocations: ({ locations }, chat) => void checkLocations(locations, chat),
  fileBytes: ({ file, offset, bytes }, chat) => chat.files.bytes(file, offset, bytes),
};

const inTab: {
  readonly [Type in InTab['type']]: (request: Of<InTab, Type>, tab: Tab, chat: Chat) => void;
} = {
  submit: ({ text, answers }, tab, chat) => chat.submit(tab, text, answers),
  openTab: (_, tab, chat) => chat.tabs.show(tab),
  closeTab: (_, tab, chat) => chat.closeTab(tab),
  moveTab: ({ to }, tab, chat) => chat.tabs.move(tab, to),
  typing: ({ state }, tab, chat) => chat.room?.parts.client.typing(tab.target, state),
  seen: (_, _tab, chat) => chat.reading.look(),
  older: (_, tab, chat) => void showOlder(tab, chat),
  react,
  redact,
  code: ({ id, block, action }, tab, chat) => {
    const line = tab.message(id);
    if (line !== undefined) void chat.code.act(line.text, block, action, line.nick);
  },
  file: ({ id, action }, tab, chat) => void chat.files.act(id, tab.offerOf(id), action),
  dropped: ({ files, uris }, tab, chat) => void chat.files.dropped(tab.id, files, uris),
};

function takeElsewhere<Type extends Elsewhere['type']>(request: Of<Elsewhere, Type>, chat: Chat): void {
  elsewhere[request.type](request, chat);
}

function takeInTab<Type extends InTab['type']>(request: Of<InTab, Type>, tab: Tab, chat: Chat): void {
  inTab[request.type](request, tab, chat);
}

function act(action: PanelAction, chat: Chat): void {
  if (action === 'retry' && chat.room) chat.room.parts.client.retryNow();
  else void commands.executeCommand(action === 'retry' ? 'pychat.back' : `pychat.${action}`);
}

async function checkLocations(
  locations: Of<Elsewhere, 'checkLocations'>['locations'],
  chat: Chat,
): Promise<void> {
  chat.page.post({ type: 'locations', states: await chat.code.check(locations) });
}

function react({ id, reaction }: Of<InTab, 'react'>, tab: Tab, chat: Chat): void {
  const client = chat.room?.parts.client;
  if (tab.message(id) === undefined) return;
  if (client?.supports('tags') !== true) {
    chat.note(t('Reactions work on servers that pass them on, while you are connected.'), 'warning', tab);
    return;
  }
  client.react(tab.target, tab.msgidOf(id), reaction, tab.reactions.isOwn(id, reaction));
}

function redact({ id }: Of<InTab, 'redact'>, tab: Tab, chat: Chat): void {
  const client = chat.room?.parts.client;
  if (client?.supports('redaction') === true) client.redact(tab.target, tab.msgidOf(id), '');
  else chat.note(t('Deleting works on servers that know it, while you are connected.'), 'warning', tab);
}
