/**
 * What runs in both pages of both editors. A line is on the screen when the frame that draws it has its layout: the first
 * call of a ResizeObserver comes then, in the same frame for what is drawn in an animation frame and for what is not.
 */
export const inPage = `
  window.bench = {
    /** When Enter was pressed last, and when the line that was expected last is on the screen: milliseconds since 1970. */
    entered: 0,
    shown: undefined,
    listen() {
      const at = event => performance.timeOrigin + event.timeStamp;
      window.addEventListener('keydown', event => { if (event.key === 'Enter') this.entered = at(event); }, true);
    },
    expect(text) {
      this.shown = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('not shown: ' + text)), 60_000);
        const layout = new ResizeObserver(() => {
          layout.disconnect();
          resolve(performance.timeOrigin + performance.now());
        });
        const added = new MutationObserver(records => {
          const nodes = records.flatMap(({ addedNodes }) => [...addedNodes]);
          const line = nodes.find(node => node instanceof Element && node.textContent.includes(text));
          if (line === undefined) return;
          added.disconnect();
          layout.observe(line);
        });
        added.observe(document.body, { childList: true, subtree: true });
      });
    },
  };
  window.bench.listen();`;
