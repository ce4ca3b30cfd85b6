/** The type under which VS Code keeps the panel over a reload. */
export const panelViewType = 'pychat.panel';
