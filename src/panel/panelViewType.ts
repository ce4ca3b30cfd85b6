/** The type under which VS Code keeps the panel over a reload. */
export const panelViewType = 'pychat.panel';

/** Where the page may stand, as the setting `pychat.location` names it. */
export type PagePlaceName = 'editor' | ViewPlace;

/** Where a view of ours is: next to the terminal, or in the secondary side bar. */
export type ViewPlace = 'panel' | 'sideBar';

/** The views' ids, as package.json has them. */
export const viewIds: Readonly<Record<ViewPlace, string>> = {
  panel: 'pychat.view',
  sideBar: 'pychat.sideView',
};

/** The commands that move the page to a view's place, as package.json has them. */
export const bringCommands: Readonly<Record<ViewPlace, string>> = {
  panel: 'pychat.showInPanel',
  sideBar: 'pychat.showInSideBar',
};
