/** What HELP says of one command. */
export interface HelpText {
  /** How it is written: `<must>`, `[may]`. */
  readonly usage: string;
  /** One sentence. */
  readonly text: string;
}

/** The commands by name, in upper case, and how to use each. */
export const helpTexts: ReadonlyMap<string, HelpText> = new Map(
  Object.entries({
    ADMIN: { usage: 'ADMIN [<server>]', text: 'Says who runs this relay.' },
    AUTHENTICATE: {
      usage: 'AUTHENTICATE <mechanism or data>',
      text: 'Logs in by the key of your certificate.',
    },
    AWAY: { usage: 'AWAY [<text>]', text: 'Marks you as away, or without a text as back.' },
    BATCH: {
      usage: 'BATCH <reference> [<type> <target>]',
      text: 'Opens or closes a message of several lines.',
    },
    CAP: {
      usage: 'CAP <subcommand> [<capabilities>]',
      text: 'Lists capabilities and switches them on and off.',
    },
    CHATHISTORY: {
      usage: 'CHATHISTORY <subcommand> <target> <from> [<to>] <limit>',
      text: 'Gives what was said before.',
    },
    HELP: { usage: 'HELP [<command>]', text: 'Lists the commands, or explains one.' },
    HELPOP: { usage: 'HELPOP [<command>]', text: 'Does what HELP does.' },
    INFO: { usage: 'INFO [<server>]', text: 'Describes this relay.' },
    INVITE: {
      usage: 'INVITE [<nick> <channel>]',
      text: 'Invites somebody to a channel, or lists your invitations.',
    },
    ISON: { usage: 'ISON <nick> [<nick>…]', text: 'Says which of these people are here.' },
    JOIN: {
      usage: 'JOIN <channel>[,<channel>…] [<key>[,<key>…]]',
      text: 'Enters channels; JOIN 0 leaves them all.',
    },
    KICK: {
      usage: 'KICK <channel> <nick>[,<nick>…] [<reason>]',
      text: 'Puts people out of a channel you run.',
    },
    KILL: { usage: 'KILL <nick> [<reason>]', text: 'Closes the connection of somebody; for IRC operators.' },
    LINKS: { usage: 'LINKS', text: 'Lists the servers: this relay is the only one.' },
    LIST: { usage: 'LIST [<channels>] [<conditions>]', text: 'Lists the channels.' },
    LUSERS: { usage: 'LUSERS', text: 'Counts people, operators and channels.' },
    METADATA: {
      usage: 'METADATA <target> <subcommand> [<parameters>]',
      text: 'Reads and writes what people and channels tell of themselves.',
    },
    MARKREAD: { usage: 'MARKREAD <target> [<timestamp>]', text: 'Notes up to where you have read.' },
    MODE: {
      usage: 'MODE <channel or your nick> [<modes> [<parameters>]]',
      text: 'Shows or changes the modes of a channel, or your own.',
    },
    MONITOR: {
      usage: 'MONITOR <+|-> <nicks> or MONITOR <C|L|S>',
      text: 'Tells you when people come and go.',
    },
    MOTD: { usage: 'MOTD [<server>]', text: 'Shows the message of the day.' },
    NAMES: { usage: 'NAMES [<channel>[,<channel>…]]', text: 'Lists who is in a channel.' },
    NICK: { usage: 'NICK <nick>', text: 'Gives you another nick.' },
    NOTICE: { usage: 'NOTICE <target>[,<target>…] <text>', text: 'Sends a text that no program answers.' },
    OPER: { usage: 'OPER <name> <password>', text: 'Makes you an IRC operator.' },
    PART: { usage: 'PART <channel>[,<channel>…] [<reason>]', text: 'Leaves channels.' },
    PASS: { usage: 'PASS <password>', text: 'Gives the password of the relay, before NICK and USER.' },
    PING: { usage: 'PING <token>', text: 'Asks the relay to answer with PONG.' },
    PONG: { usage: 'PONG [<token>]', text: 'Answers a PING.' },
    PRIVMSG: { usage: 'PRIVMSG <target>[,<target>…] <text>', text: 'Sends a text to people and channels.' },
    QUIT: { usage: 'QUIT [<reason>]', text: 'Says goodbye and closes your connection.' },
    REDACT: { usage: 'REDACT <target> <msgid> [<reason>]', text: 'Takes back something that was said.' },
    RENAME: {
      usage: 'RENAME <channel> <new name> [<reason>]',
      text: 'Gives a channel that you run another name.',
    },
    SETNAME: { usage: 'SETNAME <real name>', text: 'Changes your real name.' },
    STATS: { usage: 'STATS <letter> [<server>]', text: 'With u, says how long the relay has been running.' },
    TAGMSG: { usage: 'TAGMSG <target>[,<target>…]', text: 'Sends tags without a text.' },
    TIME: { usage: 'TIME [<server>]', text: 'Tells the time of the relay.' },
    TOPIC: { usage: 'TOPIC <channel> [<topic>]', text: 'Shows or changes what a channel is about.' },
    USER: { usage: 'USER <user> 0 * <real name>', text: 'Says who you are when you connect.' },
    USERHOST: { usage: 'USERHOST <nick> [<nick>…]', text: 'Gives the addresses of up to five people.' },
    VERSION: { usage: 'VERSION [<server>]', text: 'Tells the version of the relay and what it supports.' },
    WALLOPS: { usage: 'WALLOPS <text>', text: 'Writes to everyone with mode w; for IRC operators.' },
    WHO: { usage: 'WHO [<channel, nick or mask> [o][%<fields>[,<token>]]]', text: 'Lists people.' },
    WHOIS: { usage: 'WHOIS [<server>] <nick>[,<nick>…]', text: 'Tells all there is to know of somebody.' },
    WHOWAS: { usage: 'WHOWAS <nick>[,<nick>…] [<count>]', text: 'Tells who had a nick before.' },
  }),
);
