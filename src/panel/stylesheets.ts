/** The page's own style, files of `media/` in the order in which they apply. */
export const stylesheets = [
  'fonts.css',
  'themes.css',
  'highContrast.css',
  'panel.css',
  'log.css',
  'line.css',
  'bars.css',
  'prompt.css',
] as const;
