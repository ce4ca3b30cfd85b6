/** The looks there are; `vscode` follows the editor's colours. */
export const themes = ['cmd', 'green', 'amber', 'dos', 'teletext', 'vscode'] as const;
type Theme = (typeof themes)[number];

/** How the page looks, as the settings say. */
export interface Appearance {
  readonly theme: Theme;
  /** Background and text as cmd.exe's `color` takes them: two hex digits; '' for the theme's own. */
  readonly colours: string;
  readonly scanLines: boolean;
  readonly glow: boolean;
  /** A family of the user's choice; '' for the theme's own. */
  readonly fontFamily: string;
  /** In pixels; 0 for the editor's size. */
  readonly fontSize: number;
  /** In times of the font size. */
  readonly lineHeight: number;
  readonly times: 'always' | 'hover';
  /** Others may see that we type, and we see that they do. */
  readonly typing: boolean;
}
