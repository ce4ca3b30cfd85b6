/**
 * What runs in both pages: makes lines, and notes what the browser's own timeline says. Long animation frames are those
 * of 50 ms and more: https://w3c.github.io/long-animation-frames/. Delays of keys: https://w3c.github.io/event-timing/.
 */
export const inPage = `
  window.bench = {
    made: 0,
    lines(count) {
      return Array.from({ length: count }, () => {
        const number = this.made++;
        const words = 'some words about what goes on in a room where people talk about code '.repeat(number % 4);
        return { kind: 'message', id: 'bench' + number, at: Date.now(), nick: 'guest' + number % 40,
          text: 'line ' + number + ' ' + words + (number % 9 ? '' : 'https://example.org/' + number),
          form: 'say', own: false };
      });
    },
    drawn: () => new Promise(done => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(0);
    })),
    snapshot(lines) {
      return { type: 'snapshot', words: {}, tabs: [], active: '#chat', appearance: this.appearance,
        vocabulary: { nicks: [], rooms: [], own: '', muted: [], commands: [] },
        commands: [],
        screen: { banner: { title: 'bench', rows: [], vital: [], actions: [] }, lines, hasOlder: false, typing: [],
          prompt: { path: 'C:>', hint: '', actions: [] } } };
    },
    async open(count) {
      const message = this.snapshot(this.lines(count));
      await this.drawn();
      const start = performance.now();
      window.postMessage(message, '*');
      await new Promise(done => setTimeout(done));
      await this.drawn();
      return performance.now() - start;
    },
    watch() {
      this.frames = [];
      this.long = [];
      this.delays = [];
      this.observers = [
        [{ type: 'long-animation-frame' }, this.long],
        [{ type: 'event', durationThreshold: 16 }, this.delays],
      ].map(([options, durations]) => {
        // The frame of what was done before may be told of only now.
        const since = performance.now();
        const isOwn = ({ startTime }) => startTime >= since;
        const observer = new PerformanceObserver(list =>
          durations.push(...list.getEntries().filter(isOwn).map(one => one.duration)));
        observer.observe(options);
        return observer;
      });
      this.watching = true;
      let last = performance.now();
      const step = now => {
        this.frames.push(now - last);
        last = now;
        if (this.isHole()) this.holes += 1;
        if (this.watching) requestAnimationFrame(step);
      };
      this.holes = 0;
      requestAnimationFrame(step);
    },
    /** Nothing is drawn in the middle of the log. */
    isHole() {
      const { left, top, width, height } = document.querySelector('.screen').getBoundingClientRect();
      return [0.1, 0.5, 0.9].some(share =>
        document.elementFromPoint(left + width / 2, top + height * share)?.classList.contains('gap'));
    },
    watched() {
      this.watching = false;
      for (const observer of this.observers) observer.disconnect();
      const worst = values => values.reduce((most, value) => Math.max(most, value), 0);
      const sorted = this.frames.slice(2).toSorted((one, other) => one - other);
      return { perSecond: 1000 * sorted.length / sorted.reduce((sum, value) => sum + value, 0),
        frame: sorted.at(-1), long: this.long.length, longest: worst(this.long),
        delay: worst(this.delays), holes: this.holes };
    },
    /** 'perSecond' lines a second, as they would come in: a few at a time. */
    async burst(perSecond, seconds) {
      const start = performance.now();
      let sent = 0;
      while (sent < perSecond * seconds) {
        await new Promise(done => setTimeout(done, 8));
        const due = Math.min(perSecond * seconds, Math.floor((performance.now() - start) * perSecond / 1000));
        if (due > sent) window.postMessage({ type: 'append', lines: this.lines(due - sent) }, '*');
        sent = due;
      }
      await this.drawn();
    },
    async fill(count) {
      for (let sent = 0; sent < count; sent += 2000) {
        window.postMessage({ type: 'append', lines: this.lines(Math.min(2000, count - sent)) }, '*');
        await this.drawn();
      }
    },
  };`;

/** What a page gave while it was watched. Times in milliseconds. */
export interface Watched {
  /** Frames a second, and the longest time from one to the next. */
  readonly perSecond: number;
  readonly frame: number;
  /** Long animation frames, and the longest of them; 0 when none took 50 ms. */
  readonly long: number;
  readonly longest: number;
  /** The longest delay of a key until what it did was shown; 0 when none took 16 ms. */
  readonly delay: number;
  /** Frames in which a part of the log was not drawn. */
  readonly holes: number;
}
