/** What of a line takes the focus by itself, but for code that scrolls: that has to be reached from anywhere. */
const controls = 'button, [role="link"], [role="button"]';

/**
 * Lets the Tab key reach a line and what it holds while the focus is in it, and only then: from anywhere else the log is
 * one stop, whatever buttons are in sight.
 */
export function setReach(line: HTMLElement): void {
  const tabIndex = line.contains(document.activeElement) ? 0 : -1;
  line.tabIndex = tabIndex;
  for (const control of line.querySelectorAll<HTMLElement>(controls)) control.tabIndex = tabIndex;
}
