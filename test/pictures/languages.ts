import portugueseSentences from '../../l10n/bundle.l10n.pt-br.json' with { type: 'json' };
import english from '../../package.nls.json' with { type: 'json' };
import portuguese from '../../package.nls.pt-br.json' with { type: 'json' };

/** What is said in the pictures, and by which words the editor is driven. */
export interface Language {
  readonly name: string;
  /** Undefined for English. */
  readonly locale: string | undefined;
  /** Stands before `.png`. */
  readonly suffix: string;
  readonly said: typeof said.english;
  /** A command as the palette has it. */
  readonly command: (key: keyof typeof english) => string;
  /** A sentence of the panel or the host. */
  readonly word: (sentence: string) => string;
}

const said = {
  english: {
    hello: 'Good morning! Everyone in? We start with exercise 3.',
    trouble: 'here 👋 sum([]) of https://example.org/ex3 throws for me',
    answer: 'reduce needs a start: give it 0 🙂',
    thanks: 'that was it, thank you! شكرا',
    does: '/me is on exercise 4',
    draft: 'who else has',
    room: '#team-b',
    elsewhere: ['anyone in the lab?', 'we need the cable'],
    alone: '/msg ana have you got a minute?',
    file: 'exercise-4.zip',
  },
  portuguese: {
    hello: 'Bom dia! Todos aí? Começamos pelo exercício 3.',
    trouble: 'aqui 👋 o sum([]) de https://example.org/ex3 dá erro para mim',
    answer: 'o reduce precisa de um início: passe 0 🙂',
    thanks: 'era isso, obrigado! شكرا',
    does: '/me foi para o exercício 4',
    draft: 'quem mais já',
    room: '#grupo-b',
    elsewhere: ['alguém no laboratório?', 'precisamos do cabo'],
    alone: '/msg ana tem um minuto?',
    file: 'exercicio-4.zip',
  },
};

export const languages: readonly Language[] = [
  {
    name: 'English',
    locale: undefined,
    suffix: '',
    said: said.english,
    command: key => `PyChat: ${english[key]}`,
    word: sentence => sentence,
  },
  {
    name: 'Brazilian Portuguese',
    locale: 'pt-br',
    suffix: '.pt-br',
    said: said.portuguese,
    command: key => `PyChat: ${portuguese[key]}`,
    word: sentence => (portugueseSentences as Readonly<Record<string, string>>)[sentence] ?? sentence,
  },
];
