/** Where something listens, as text: `192.168.0.5:6697`, `[fd00::5]:6697`. @param address a host name or an IP address, without brackets */
export function hostAndPort(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
