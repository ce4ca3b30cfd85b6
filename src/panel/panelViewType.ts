/** The type under which VS Code keeps the panel over a reload, and the id of the view that stands next to the terminal. */
export const panelViewType = 'pychat.panel';
export const viewId = 'pychat.view';
