import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { colourPair } from '../../src/chat/consoleColours.ts';
import { themes } from '../../src/panel/appearance.ts';
import { contrastOf, derivedColours, minContrast } from '../../src/panel/webview/look/derivedColours.ts';
import { appearance, type ChatPage, type PageMaker, startBrowser } from './chatPage.ts';
import { everyKind, everyTab, talk } from './everyKind.ts';
import { type Look, looks } from './looks.ts';

let pages: PageMaker;
let chat: ChatPage;

beforeAll(async () => {
  pages = await startBrowser();
});
afterAll(() => pages.close());
/** Tests of a look share the page of that look. */
let isShared = false;
afterEach(async () => {
  expect(await chat.complaints()).toEqual([]);
  if (!isShared) await chat.close();
});

async function open({ appearance, editor }: Look, lines = everyKind.lines ?? []): Promise<void> {
  chat = await pages.open(
    { ...everyKind, lines },
    { theme: editor, snapshot: { appearance, tabs: everyTab, active: '#chat' } },
  );
}

const names = Object.keys(derivedColours({ back: '#000000', text: '#ffffff' }) ?? {});
const noText = /back$|^(?:border|scrollbar|caret|focus|select-text|mention-text)$/;

/** The colours as the browser computes them, by variable, for what lies in an element of this class. */
async function coloursIn(className: string): Promise<Record<string, string>> {
  return chat.ask(`(() => {
    const place = document.createElement('div');
    place.className = '${className}';
    const probe = place.appendChild(document.createElement('i'));
    document.body.append(place);
    const colours = ${JSON.stringify(names)}.map(name => {
      probe.style.color = 'var(--' + name + ')';
      return [name, getComputedStyle(probe).color];
    });
    place.remove();
    return Object.fromEntries(colours);
  })()`);
}

/** Pairs below the minimum contrast: what, on what, and how much it is. */
function faintPairs(
  colours: Record<string, string>,
  pairs: readonly (readonly [string, string])[],
): string[] {
  return pairs.flatMap(([text, back]) => {
    const contrast = contrastOf(colours[text] ?? '', colours[back] ?? '');
    return contrast >= minContrast
      ? []
      : [`${text} ${colours[text]} on ${back} ${colours[back]}: ${contrast.toFixed(2)}`];
  });
}

const texts = names.filter(name => !noText.test(name));
const onEach = (...backs: string[]) => backs.flatMap(back => texts.map(text => [text, back] as const));

type Shown = readonly [what: string, text: string, back: string];

/** What has text among the elements of a selector, its colour, and what lies behind it. */
const shownTexts = (selector: string): Promise<Shown[]> =>
  chat.ask(`(() => {
    const backOf = one => {
      const { backgroundColor } = getComputedStyle(one);
      return backgroundColor === 'rgba(0, 0, 0, 0)' ? backOf(one.parentElement) : backgroundColor;
    };
    return [...document.querySelectorAll('${selector}')]
      .filter(one => !one.closest('.copy, [hidden], .spoken, .sample'))
      .filter(one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
      .map(one => [one.className + ' in ' + one.parentElement.className, getComputedStyle(one).color, backOf(one)])
      .concat([['placeholder', getComputedStyle(document.querySelector('#input'), '::placeholder').color, backOf(document.body)]]);
  })()`);

const faintOf = (shown: readonly Shown[]): string[] => {
  const faint = shown.filter(([, text, back]) => contrastOf(text, back) < minContrast);
  return [...new Set(faint.map(part => part.join(', ')))];
};

describe.each(looks)('$name', look => {
  beforeAll(async () => {
    await open(look);
    isShared = true;
  });
  afterAll(async () => {
    isShared = false;
    await chat.close();
  });

  it('has every text colour readable on every background', async () => {
    const colours = await coloursIn('');
    expect(faintPairs(colours, onEach('back', 'code-back'))).toEqual([]);
    expect(
      faintPairs(colours, [
        ['select-text', 'select-back'],
        ['mention-text', 'mention-back'],
        ['back', 'text'],
        ['back', 'warning'],
        ['back', 'bright'],
      ]),
    ).toEqual([]);
    const mentioned = await coloursIn('line mention');
    expect(faintPairs(mentioned, onEach('mention-back', 'code-back'))).toEqual([]);
  });

  it('shows all that has text readably, on what really lies behind it', async () => {
    const shown = await shownTexts('#app *');
    expect(shown.length).toBeGreaterThan(100);
    expect(faintOf(shown)).toEqual([]);
  });

  it('has a block cursor that stands out', async () => {
    const [caret = '', back = ''] = await chat.ask<string[]>(
      `[document.querySelector('.caret'), document.body].map(one => getComputedStyle(one).backgroundColor)`,
    );
    const [first = [], second = []] = [caret, back].map(colour => (colour.match(/\d+/g) ?? []).map(Number));
    const seen = first.map((part, index) => Math.abs(part - (second[index] ?? 0)));
    expect(contrastOf(`rgb(${seen.join(', ')})`, back)).toBeGreaterThan(4.5);
  });
});

describe('a choice of /color that can hardly be read', () => {
  it.each(['01', '10', '87', '2A', '67'])(
    'leaves all around the conversation readable: %s',
    async colours => {
      await open({ name: colours, appearance: { colours }, editor: 'vscode-dark' });
      const shown = await shownTexts('.tabs *, .banner *, .typing, .prompt *');
      expect(shown.length).toBeGreaterThan(8);
      expect(faintOf(shown)).toEqual([]);
      const [text] = await chat.ask<string[]>(`[getComputedStyle(document.body).color]`);
      expect(contrastOf(text ?? '', colourPair(colours)?.text ?? '')).toBe(1);
    },
  );
});

/** The fonts that letters of the log are really drawn with. */
async function fontsOf(selector: string): Promise<string[]> {
  const session = await chat.page.context().newCDPSession(chat.page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  return fonts.map(({ familyName, isCustomFont }) => `${familyName}${isCustomFont ? '' : ' of the system'}`);
}

describe('the bundled fonts', () => {
  it.each(['cmd', 'green', 'amber', 'dos', 'teletext'] as const)('keep the columns under %s', async theme => {
    await open({ name: theme, appearance: { theme }, editor: 'vscode-dark' }, []);
    const words = ['off', 'file', 'office', 'fl', 'ffi', '->', '!=', '==='];
    const [one = 0, ...widths] = await chat.ask<number[]>(`document.fonts.ready.then(() =>
      ['x', ...${JSON.stringify(words)}].map(word => {
        const probe = document.querySelector('.log').appendChild(document.createElement('span'));
        probe.textContent = word.repeat(10);
        const { width } = probe.getBoundingClientRect();
        probe.remove();
        return width / 10;
      }))`);
    expect(widths.map(width => Math.round((width / one) * 100) / 100)).toEqual(
      words.map(word => word.length),
    );
  });

  it.each([
    ['cmd', /^Cascadia Mono/],
    ['green', /^VT323/],
    ['amber', /^VT323/],
    ['dos', /^IBM Plex Mono/],
    ['teletext', /^VT323/],
  ] as const)('draw all letters of Portuguese under %s', async (theme, family) => {
    await open({ name: theme, appearance: { theme }, editor: 'vscode-dark' }, []);
    await chat.receive({
      type: 'screen',
      active: '#chat',
      screen: {
        banner: { title: 'áàâãéêíóôõúüçÁÀÂÃÉÊÍÓÔÕÚÜÇ ªº “”‘’–—…«» §°€', rows: [], vital: [], actions: [] },
        lines: [],
        hasOlder: false,
        typing: [],
        prompt: { path: '>', hint: '', actions: [] },
      },
    });
    await chat.ask('document.fonts.ready');
    await chat.drawn();
    const fonts = await fontsOf('.title.row');
    expect(fonts).toHaveLength(1);
    expect(fonts[0]).toMatch(family);
    expect(fonts[0]).not.toContain('of the system');
  });

  it('give the editor’s own way under vscode', async () => {
    await open({ name: 'vscode', appearance: { theme: 'vscode' }, editor: 'vscode-dark' }, []);
    await chat.ask(`document.documentElement.style.setProperty('--vscode-editor-font-family', 'serif')`);
    await chat.ask(`document.documentElement.style.setProperty('--vscode-editor-font-size', '21px')`);
    expect(
      await chat.ask(
        '(({ fontFamily, fontSize }) => [fontFamily, fontSize])(getComputedStyle(document.body))',
      ),
    ).toEqual(['serif', '21px']);
  });
});

const bodyStyle = (property: string) => chat.ask<string>(`getComputedStyle(document.body).${property}`);

describe('the settings', () => {
  it('change the page at once, and back', async () => {
    await open({ name: '', appearance: {}, editor: 'vscode-dark' }, talk);
    const before = await chat.ask<string>('document.body.outerHTML.slice(0, 200)');
    await chat.receive({
      type: 'appearance',
      appearance: {
        ...appearance,
        theme: 'amber',
        colours: '1F',
        scanLines: true,
        glow: true,
        fontFamily: '"Fira Code", monospace',
        fontSize: 20,
        lineHeight: 2,
        times: 'hover',
      },
    });
    expect(await bodyStyle('backgroundColor')).toBe('rgb(0, 0, 128)');
    expect(await bodyStyle('color')).toBe('rgb(255, 255, 255)');
    expect(await bodyStyle('fontFamily')).toMatch(/^"Fira Code", monospace, "PyChat VT323"/);
    expect([await bodyStyle('fontSize'), await bodyStyle('lineHeight')]).toEqual(['20px', '40px']);
    expect(await chat.ask('document.body.className')).toMatch(/theme-amber scan-lines glow times-hover/);
    await chat.receive({ type: 'appearance', appearance });
    expect(await bodyStyle('backgroundColor')).toBe('rgb(12, 12, 12)');
    expect(await bodyStyle('fontFamily')).toMatch(/^"PyChat Cascadia"/);
    expect(await chat.ask<string>('document.body.outerHTML.slice(0, 200)')).toBe(before);
  });

  it('have one theme at a time', async () => {
    await open({ name: '', appearance: {}, editor: 'vscode-dark' }, []);
    for (const theme of themes) {
      await chat.receive({ type: 'appearance', appearance: { ...appearance, theme } });
      expect(await chat.ask(`document.body.className.match(/theme-\\w+/g)`)).toEqual([`theme-${theme}`]);
    }
  });

  it('follow the editor from dark to light and to high contrast while the page is open', async () => {
    await open({ name: '', appearance: { theme: 'vscode' }, editor: 'vscode-dark' }, []);
    expect(await bodyStyle('backgroundColor')).toBe('rgb(30, 30, 30)');
    await chat.ask(`document.body.classList.replace('vscode-dark', 'vscode-light')`);
    expect(await bodyStyle('backgroundColor')).toBe('rgb(255, 255, 255)');
    const light = await coloursIn('');
    expect(faintPairs(light, onEach('back'))).toEqual([]);
    expect(light['select-back']).toBe('rgb(173, 214, 255)');
    await chat.ask(`document.body.classList.replace('vscode-light', 'vscode-high-contrast')`);
    expect(await bodyStyle('backgroundColor')).toBe('rgb(0, 0, 0)');
    expect((await coloursIn(''))['nick-3']).toBe('rgb(255, 255, 255)');
  });

  it('follow another theme of the editor, even one that nobody could read nicks in', async () => {
    await open({ name: '', appearance: { theme: 'vscode' }, editor: 'vscode-dark' }, []);
    await chat.ask(`(() => {
      const { style } = document.body;
      style.setProperty('--vscode-editor-background', '#fdf6e3');
      document.documentElement.style.setProperty('--vscode-editor-foreground', '#657b83');
      style.setProperty('--vscode-editor-foreground', '#475b62');
      document.documentElement.style.setProperty('--vscode-any', '1');
    })()`);
    await chat.drawn();
    expect(await bodyStyle('backgroundColor')).toBe('rgb(253, 246, 227)');
    expect(faintPairs(await coloursIn(''), onEach('back', 'code-back', 'mention-back'))).toEqual([]);
  });
});

describe('scan lines and glow', () => {
  const both = { theme: 'green', scanLines: true, glow: true } as const;
  const seen = () =>
    chat.ask(`[getComputedStyle(document.body, '::after').content !== 'none',
      getComputedStyle(document.querySelector('#app')).textShadow !== 'none']`);

  it('are there, and nothing of them can be clicked', async () => {
    await open({ name: '', appearance: both, editor: 'vscode-dark' }, talk);
    expect(await seen()).toEqual([true, true]);
    expect(await chat.ask(`getComputedStyle(document.body, '::after').pointerEvents`)).toBe('none');
    await chat.page.getByRole('button', { name: 'Copy Invite' }).click();
    expect(await chat.posted()).toContainEqual({ type: 'action', action: 'copyInvite' });
  });

  it.each([
    ['with reduced motion', 'vscode-dark', { reducedMotion: 'reduce' }],
    ['where the editor reduces motion', 'vscode-dark vscode-reduce-motion', {}],
    ['in high contrast', 'vscode-high-contrast', {}],
    ['in light high contrast', 'vscode-high-contrast vscode-high-contrast-light', {}],
    ['with colours of the system’s own', 'vscode-dark', { forcedColors: 'active' }],
  ] as const)('are not there %s', async (_, theme, options) => {
    chat = await pages.open({}, { theme, ...options, snapshot: { appearance: both } });
    expect(await seen()).toEqual([false, false]);
  });

  it.each([
    ['vscode-dark', { reducedMotion: 'reduce' }],
    ['vscode-dark vscode-reduce-motion', {}],
  ] as const)('leave nothing moving under %s %j', async (theme, options) => {
    chat = await pages.open(everyKind, { theme, ...options, snapshot: { appearance: both, tabs: everyTab } });
    await chat.input.focus();
    expect(await chat.ask('document.getAnimations().length')).toBe(0);
    expect(
      await chat.ask(`[...document.querySelectorAll('*')].filter(one => {
        const { scrollBehavior, animationName, transitionDuration } = getComputedStyle(one);
        return scrollBehavior !== 'auto' || animationName !== 'none' || transitionDuration !== '0s';
      }).length`),
    ).toBe(0);
  });

  it('leave the cursor blinking where movement disturbs nobody', async () => {
    chat = await pages.open({}, { snapshot: { appearance: both } });
    await chat.input.focus();
    expect(await chat.ask('document.getAnimations().length')).toBe(1);
  });
});

describe('colours of the system’s own', () => {
  it('show which item of a menu has the focus', async () => {
    chat = await pages.open(everyKind, {
      forcedColors: 'active',
      snapshot: { tabs: everyTab, active: '#chat', vocabulary: { nicks: ['bruno'], own: 'ana' } },
    });
    await chat.page.locator('.people').click();
    await chat.press('ArrowDown', 'Enter');
    const [highlight, ...items] = await chat.ask<string[]>(`(() => {
      document.documentElement.style.color = 'Highlight';
      const items = [...document.querySelectorAll('[role=menuitem]')];
      return [getComputedStyle(document.documentElement).color, ...items.map(one => getComputedStyle(one).backgroundColor)];
    })()`);
    expect(items.map(back => back === highlight)).toEqual([true, false, false]);
  });

  it('are used for everything but the block cursor', async () => {
    chat = await pages.open(everyKind, {
      forcedColors: 'active',
      snapshot: { tabs: everyTab, active: '#chat' },
    });
    const colours = await chat.ask<string[]>(`[...new Set([...document.querySelectorAll('.log *')]
      .filter(one => [...one.childNodes].some(node => node.nodeType === 3))
      .map(one => getComputedStyle(one).color))]`);
    const system = await chat.ask<
      string[]
    >(`['CanvasText', 'LinkText', 'ButtonText', 'GrayText'].map(name => {
      document.documentElement.style.color = name;
      return getComputedStyle(document.documentElement).color;
    })`);
    expect(colours.filter(colour => !system.includes(colour))).toEqual([]);
    expect(await chat.ask(`getComputedStyle(document.querySelector('.caret')).backgroundColor`)).toBe(
      'rgb(255, 255, 255)',
    );
  });
});
