import { env, type ExtensionContext, QuickPickItemKind, type QuickPickItem, window } from 'vscode';
import { unlinked, visibleName } from '../../chat/visible.ts';
import {
  type Invite,
  InviteError,
  type InviteFault,
  looksLikeInvite,
  parseInvite,
  serializeInvite,
} from '../../trust/invite.ts';
import { type KnownHost, KnownHosts } from '../../trust/knownHosts.ts';
import { hostAndPort } from '../../common/hostPort.ts';
import { cancellationOf } from '../cancellation.ts';
import { type JoinTarget, parseAddress, targetOfInvite } from './joinTarget.ts';
import type { Secrets } from '../secrets.ts';
import { readSettings } from '../settings.ts';
import { t } from '../words.ts';

interface Choice extends QuickPickItem {
  /** undefined when the user goes back or cancels it. */
  choose?(signal: AbortSignal): Promise<JoinTarget | undefined>;
}

/** Lets the user choose a room: joined before, by invite, or by address. undefined when cancelled. */
export async function pickTarget(
  context: ExtensionContext,
  secrets: Secrets,
  signal: AbortSignal,
): Promise<JoinTarget | undefined> {
  const invite = await inviteOnClipboard();
  const hosts = new KnownHosts(context.globalState).all();
  const paste = pasteChoice(invite);
  const before = hosts.map(host => knownChoice(host, secrets));
  const separator: Choice = { label: t('Rooms joined before'), kind: QuickPickItemKind.Separator };
  const rooms = before.length > 0 ? [separator, ...before] : [];
  const address: Choice = { label: `$(globe) ${t('Enter address…')}`, choose: enterAddress };
  const other: Choice = { label: '', kind: QuickPickItemKind.Separator };
  const choices = invite ? [paste, address, ...rooms] : [...rooms, other, paste, address];
  const options = {
    title: t('PyChat: Join Chat'),
    placeHolder: t('Choose how to join'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  };
  const picked = await window.showQuickPick(choices, options, cancellationOf(signal));
  return picked?.choose?.(signal);
}

function knownChoice(host: KnownHost, secrets: Secrets): Choice {
  const { address, port, room, lastJoined } = host;
  return {
    label: `$(history) ${unlinked(visibleName(room))}`,
    description: unlinked(visibleName(hostAndPort(address, port))),
    detail: t('Last joined {time}', { time: new Date(lastJoined).toLocaleString() }),
    choose: () => targetOfKnown(host, secrets),
  };
}

async function targetOfKnown(host: KnownHost, secrets: Secrets): Promise<JoinTarget> {
  const { address, port, key, room } = host;
  const token = await secrets.tokenOf(key);
  return { addresses: [{ address, port }], room, key, token, fromInvite: false };
}

/** The target of a room that was joined before at this address, for *Back to …*. */
export async function knownTarget(
  context: ExtensionContext,
  secrets: Secrets,
  place: { address: string; port: number },
): Promise<JoinTarget | undefined> {
  const hosts = new KnownHosts(context.globalState).all();
  const host = hosts.find(({ address, port }) => address === place.address && port === place.port);
  return host && targetOfKnown(host, secrets);
}

function pasteChoice(onClipboard: Invite | undefined): Choice {
  const label = `$(clippy) ${t('Paste invite…')}`;
  if (onClipboard === undefined) return { label, choose: signal => enterInvite(signal) };
  return {
    label,
    description: t('the clipboard holds one for {room}', { room: unlinked(visibleName(onClipboard.room)) }),
    choose: () => Promise.resolve(targetOfInvite(onClipboard)),
  };
}

async function inviteOnClipboard(): Promise<Invite | undefined> {
  try {
    const text = await env.clipboard.readText();
    return looksLikeInvite(text) ? parseInvite(text) : undefined;
  } catch {
    // No clipboard, or an invite that is none: the choice to paste one stays.
    return undefined;
  }
}

/** Asks for an invite, with that of the clipboard there already. */
export async function pasteInvite(signal: AbortSignal): Promise<JoinTarget | undefined> {
  const onClipboard = await inviteOnClipboard();
  return enterInvite(signal, onClipboard && serializeInvite(onClipboard));
}

async function enterInvite(signal: AbortSignal, value = ''): Promise<JoinTarget | undefined> {
  const options = {
    title: t('PyChat: Paste Invite'),
    value,
    prompt: t('Paste what the host sent you: it begins with pychat1- or vscode://'),
    ignoreFocusOut: true,
    validateInput: (value: string) => (value.trim() === '' ? undefined : inviteProblem(value)),
  };
  const text = await window.showInputBox(options, cancellationOf(signal));
  return text === undefined || text.trim() === '' ? undefined : targetOfInvite(parseInvite(text));
}

/** What is wrong with a pasted invite, in words; undefined when nothing is. */
export function inviteProblem(text: string): string | undefined {
  try {
    parseInvite(text);
    return undefined;
  } catch (error) {
    return inviteSentence(error instanceof InviteError ? error.reason : 'invalid');
  }
}

function inviteSentence(fault: InviteFault): string {
  switch (fault) {
    case 'notAnInvite':
      return t('This is not an invite. One begins with pychat1- or vscode://');
    case 'cutShort':
      return t('The invite is cut short. Copy all of it, to the last character.');
    case 'fromTheFuture':
      return t('The invite is from a newer PyChat. Update PyChat, or ask the host for their version.');
    case 'damaged':
      return t('The invite was changed on the way. Ask the host to copy it again.');
    case 'tooLong':
      return t('This is too long to be an invite. Copy only the invite.');
    case 'invalid':
      return t('The invite contains something invalid. Ask the host to copy it again.');
  }
}

/** Asks for an address. */
export async function enterAddress(signal: AbortSignal): Promise<JoinTarget | undefined> {
  const options = {
    title: t('PyChat: Enter Address'),
    prompt: t('The host’s banner shows it, for example 192.168.0.5:6697'),
    placeHolder: '192.168.0.5:6697',
    ignoreFocusOut: true,
    validateInput: (value: string) =>
      value.trim() === '' || parseAddress(value)
        ? undefined
        : t('This is not an address. Examples: 192.168.0.5, ana-laptop:6698, [fd00::5]:6697'),
  };
  const text = await window.showInputBox(options, cancellationOf(signal));
  const address = text === undefined ? undefined : parseAddress(text);
  return address && { addresses: [address], room: readSettings().room, token: '', fromInvite: false };
}
