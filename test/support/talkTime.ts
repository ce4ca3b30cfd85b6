/** When scripted talks begin: second 0. */
export const base = Date.UTC(2026, 10, 22, 12, 0, 0);
