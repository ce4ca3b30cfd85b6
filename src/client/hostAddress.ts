/** Where a relay or a server listens. */
export interface HostAddress {
  /** A host name or an IP address; IPv6 without brackets. */
  readonly address: string;
  readonly port: number;
}
