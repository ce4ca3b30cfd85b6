/** Where the pages of tests stand; nothing is there but what a test answers with. */
export const origin = 'https://page.test';
export const nonce = 'bm9uY2U';

/** The policy of `src/panel/loadPage.ts`, with the addresses of this test. */
export const policy =
  `default-src 'none'; style-src ${origin}; font-src ${origin}; script-src 'nonce-${nonce}'; ` +
  `form-action 'none'; base-uri 'none'`;
