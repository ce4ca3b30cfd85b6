import { window } from 'vscode';
import { visibleWord } from '../chat/visible.ts';
import { KnownHosts } from '../trust/knownHosts.ts';
import { nickToUse } from './askNick.ts';
import { connect } from './connect.ts';
import type { Conversation } from './chat/conversation.ts';
import { shownUpTo } from './chat/shownUpTo.ts';
import { pickTarget } from './joinPick.ts';
import type { JoinTarget } from './joinTarget.ts';
import { keepLastRoom } from './lastRoom.ts';
import { reportFailure } from './reportFailure.ts';
import type { RoomParts } from './room.ts';
import type { Secrets } from './secrets.ts';
import type { Services } from './services.ts';
import { t } from './words.ts';
import { hostCheck } from './verifyHost.ts';
import { withProgress } from './withProgress.ts';

/** *Join Chat*: choose a room, or take the one that is given, verify its host, enter. */
export async function joinChat(
  conversation: Conversation,
  secrets: Secrets,
  given?: JoinTarget,
): Promise<void> {
  const { services } = conversation;
  if (services.status.isConnected && !(await confirmLeaving(services))) return conversation.open();
  const target = given ?? (await pickTarget(services.context, secrets));
  if (target === undefined) return;
  const nick = await nickToUse();
  if (nick === undefined) return;
  await conversation.leave();
  try {
    services.status.set({ phase: 'joining' });
    await conversation.open();
    const title = t('PyChat: joining {room}…', { room: visibleWord(target.room) });
    const parts = await withProgress(title, conversation.beginEntering(), signal =>
      enter(target, nick, { services, secrets, signal, shownUpTo: shownUpTo(conversation, target) }),
    );
    conversation.enter(parts);
  } catch (error) {
    const sentence = reportFailure(error, services);
    services.status.set(sentence === '' ? { phase: 'idle' } : { phase: 'failed', sentence });
  }
}

async function confirmLeaving({ status }: Services): Promise<boolean> {
  const leave = t('Leave and Join');
  const question = status.isHosting
    ? t('You host a room: when you leave, it closes for everyone. Leave it to join another?')
    : t('You are in a room already. Leave it to join another?');
  return (await window.showWarningMessage(question, { modal: true }, leave)) === leave;
}

interface Means {
  readonly services: Services;
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
  readonly shownUpTo: number | undefined;
}

async function enter(target: JoinTarget, nick: string, means: Means): Promise<RoomParts> {
  const { services, secrets, signal } = means;
  const knownHosts = new KnownHosts(services.context.globalState);
  const check = hostCheck(target, knownHosts);
  const identity = await secrets.identity();
  const connected = await connect(
    {
      addresses: target.addresses,
      identity,
      nick,
      password: target.token,
      room: target.room,
      ...(means.shownUpTo !== undefined && { shownUpTo: means.shownUpTo }),
      verifyHost: check.verifyHost,
    },
    services,
    { signal },
  );
  const { client } = connected;
  const address = client.state.phase === 'joined' ? client.state.address : target.addresses[0];
  const place = {
    address: address?.address ?? '',
    port: address?.port ?? 0,
    room: target.room,
    since: Date.now(),
  };
  await remember({ ...place, key: check.acceptedKey() }, target, { services, secrets, knownHosts });
  return { ...connected, place, identity, hostKey: check.acceptedKey(), invite: '' };
}

async function remember(
  host: { address: string; port: number; room: string; since: number; key: string },
  target: JoinTarget,
  means: { services: Services; secrets: Secrets; knownHosts: KnownHosts },
): Promise<void> {
  const { address, port, room, since, key } = host;
  const { services, secrets, knownHosts } = means;
  try {
    if (target.fromInvite) await knownHosts.forget(address, port);
    await knownHosts.remember({ address, port, key, room, lastJoined: since });
    await secrets.keepTokenOf(key, target.token);
    await keepLastRoom(services.context, { hosted: false, room, address, port });
  } catch (error) {
    // The room is entered all the same; only the list of rooms joined before lacks it.
    services.log.warn(`the host could not be remembered: ${String(error)}`);
  }
}
