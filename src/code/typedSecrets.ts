import { findSecrets } from './secrets.ts';

/** First words of what is said to log in, to register, or to take a nick back. */
const loginWords =
  /^(?:identify|id|register|verify|auth|authenticate|authserv|login|logon|oper|setpass|ghost|recover|regain|release)$/i;

/** The same where it may be the beginning of a sentence, too. */
const otherLoginWords = /^(?:pass|password|drop|set|senha)$/i;

/** Commands, here or of other clients, after which all may be secret: private words, and what goes to the server as it is. */
const secretCommands =
  /^(?:msg|query|notice|whisper|w|m|tell|ctcp|q|quote|raw|ns|cs|os|ms|hs|x|irc|znc|connect|server|sasl|admin)$/i;

/** Commands whose third word is a key. */
const keyCommands = /^(?:j|join|mode|samode|mlock)$/i;

/** Names of services: what is said to them is seldom meant for others. */
const services = /^(?:nick|chan|auth|oper|host|memo|group|bot|user|pass|stat|sasl)serv(?:@\S*)?[:,]?$/i;

/** An invite, as a text and as a link: who has it may enter. */
const invites = /pychat1-|\/join#/i;

/**
 * Whether something typed holds what may not stay on a disk: a password, a key of a room, an invite, words for one
 * person. In doubt it does: a line that is not remembered is typed again.
 */
export function carriesSecret(text: string): boolean {
  const [first = '', second = '', third = ''] = text
    .trim()
    .replace(/^\/\s*/, '/')
    .split(/\s+/, 3);
  const name = first.replace(/^\/+/, '');
  const isCommand = name !== first;
  if (isCommand && second !== '' && secretCommands.test(name)) return true;
  if (isCommand && third !== '' && keyCommands.test(name)) return true;
  if (second !== '' && [loginWords, otherLoginWords, services].some(words => words.test(name))) return true;
  return invites.test(text) || findSecrets(text, []).some(({ kind }) => kind !== 'home' && kind !== 'user');
}

/**
 * What we have said in private, as it may be handed on: of what logs us in, the first word.
 *
 * @param to who it was said to
 */
export function withoutLogin(text: string, to: string): string {
  const [, first = '', rest = ''] = /^\s*(\S+)([\s\S]*)$/.exec(text) ?? [];
  const isLogin = loginWords.test(first) || services.test(to);
  return isLogin && rest.trim() !== '' ? `${first} \u2039\u2026\u203a` : text;
}
