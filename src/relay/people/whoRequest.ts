/** What a WHO asks for besides its mask. https://ircv3.net/specs/extensions/whox */
export interface WhoRequest {
  /** Only IRC operators, no one else. */
  readonly operatorsOnly: boolean;
  /** The letters of the fields to reply with; undefined for the classic reply. */
  readonly fields?: string;
  /** What a reply repeats, so that the client knows its request again. */
  readonly token: string;
}

/** Reads `[o][%fields[,token]]`. A token that is not one to three digits counts as 0. */
export function parseWhoRequest(options: string): WhoRequest {
  const [flags = '', format] = options.split('%', 2);
  const operatorsOnly = flags.includes('o');
  if (format === undefined) return { operatorsOnly, token: '0' };
  const [fields = '', token = ''] = format.split(',', 2);
  return { operatorsOnly, fields, token: /^[0-9]{1,3}$/.test(token) ? token : '0' };
}
