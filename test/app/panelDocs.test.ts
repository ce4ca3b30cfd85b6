import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import * as quote from '../../src/conversation/lines/quote.ts';
import { maxEchoLength } from '../../src/conversation/commands/commandTarget.ts';
import { maxChoosablePeople } from '../../src/conversation/commands/panelRequests.ts';
import { maxShownRooms } from '../../src/conversation/commands/roomList.ts';
import { maxNamedPeople } from '../../src/conversation/page/banner.ts';
import * as reactions from '../../src/conversation/tabs/reactions.ts';
import * as scrollback from '../../src/conversation/tabs/scrollback.ts';
import * as tab from '../../src/conversation/tabs/tab.ts';
import * as limitsOfChat from '../../src/conversation/limits.ts';
import * as typing from '../../src/conversation/tabs/typingPeople.ts';
import * as fileName from '../../src/chat/fileName.ts';
import * as fileDialogs from '../../src/app/files/fileDialogs.ts';
import * as spool from '../../src/app/files/spool.ts';
import * as attention from '../../src/conversation/attention/attention.ts';
import * as noticeSettings from '../../src/conversation/attention/noticeSettings.ts';
import * as codeBlocks from '../../src/chat/codeBlocks.ts';
import * as fileOffer from '../../src/chat/fileOffer.ts';
import * as line from '../../src/chat/line.ts';
import * as locationPath from '../../src/chat/locationPath.ts';
import * as code from '../../src/code/limits.ts';
import * as messages from '../../src/panel/messageLimits.ts';
import * as log from '../../src/panel/webview/log/limits.ts';
import { maxListedPeople } from '../../src/panel/webview/people/peopleList.ts';
import { maxListedPlaces } from '../../src/panel/webview/people/placePicker.ts';
import { fileOfferTag } from '../../src/chat/fileOffer.ts';
import { idTag, reactTag, replyTag, typingTag, unreactTag } from '../../src/client/saying/wire.ts';

vi.mock('vscode', () => import('../support/editorWords.ts'));

const text = readFileSync('docs/panel.md', 'utf8');

const limits: Readonly<Record<string, unknown>> = {
  // The host's own are told where the page has one of the same name.
  ...{ ...messages, ...log, ...code, ...line, ...locationPath, ...codeBlocks, ...fileOffer },
  ...{ ...quote, ...reactions, ...scrollback, ...tab, ...limitsOfChat, ...typing },
  ...{ maxEchoLength, maxChoosablePeople, maxShownRooms, maxNamedPeople, maxListedPeople, maxListedPlaces },
  ...{
    ...fileName,
    maxRemoteFileBytes: fileDialogs.maxRemoteFileBytes,
    ...spool,
    ...attention,
    ...noticeSettings,
  },
};

describe('docs/panel.md', () => {
  const rows = [...text.matchAll(/^\| `(\w+)` \| ([\d ]+) \|/gm)];

  it('has a table of limits', () => {
    expect(rows.length).toBeGreaterThan(20);
  });

  it.each(rows.map(([, name = '', value = '']) => [name, Number(value.replaceAll(' ', ''))] as const))(
    'tells %s as it is',
    (name, value) => {
      expect(limits[name]).toBe(value);
    },
  );

  it.each([fileOfferTag, idTag, reactTag, replyTag, typingTag, unreactTag])('tells of the tag %s', tag => {
    expect(text).toContain(`\`${tag}`);
  });
});
