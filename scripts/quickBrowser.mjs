/** Chromium without a window to draw: the same engine, and a page opens in half the time. Debian has it. */
export const withoutWindow = 'chromium-headless-shell';
