/** `prefix` followed by 1, 2 and so on. */
export const range = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${index + 1}`);

/** Addresses of this machine's loopback; macOS has only one, unless somebody adds others. */
export const loopbackRange = (network: number, count: number): string[] =>
  process.platform === 'darwin' ? ['127.0.0.1'] : range(`127.0.${network}.`, count);
