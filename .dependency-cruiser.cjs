/** The import directions of ARCHITECTURE.md: each folder with all that it may reach. */
const mayImport = {
  irc: [],
  chat: [],
  common: [],
  net: ['irc', 'common'],
  trust: ['common'],
  lan: ['common'],
  history: ['chat', 'common'],
  relay: ['irc', 'net', 'trust', 'common'],
  client: ['irc', 'net', 'trust', 'chat', 'common'],
  code: ['chat', 'common'],
  panel: ['chat', 'code', 'common'],
};

const fences = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `${folder}-imports-only-${allowed.join('-') || 'itself'}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...fences,
    {
      name: 'conversation-imports-only-chat-common-code-and-names',
      severity: 'error',
      from: { path: '^src/conversation/' },
      to: {
        path: '^src/',
        pathNot:
          '^src/(conversation/|chat/|common/|code/|irc/names\\.ts$|panel/(protocol|appearance|messageLimits)\\.ts$)',
      },
    },
    {
      name: 'conversation-imports-types-of-the-page-contract',
      severity: 'error',
      from: { path: '^src/conversation/' },
      // The names of the themes are values of the contract.
      to: {
        path: '^src/panel/',
        pathNot: '^src/panel/appearance\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'vscode-only-at-the-top',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(extension\\.ts|app/|panel/[^/]+\\.ts)' },
      to: { path: '^vscode$' },
    },
    {
      name: 'relay-folders-do-not-import-the-files-above-them',
      severity: 'error',
      from: { path: '^src/relay/[^/]+/' },
      to: { path: '^src/relay/[^/]+$' },
    },
    {
      name: 'relay-core-imports-no-other-folder-of-the-relay',
      severity: 'error',
      from: { path: '^src/relay/core/', pathNot: '/context\\.ts$' },
      to: { path: '^src/relay/', pathNot: '^src/relay/core/' },
    },
    {
      // Everything that a command works on, named once.
      name: 'relay-context-imports-types-of-other-folders',
      severity: 'error',
      from: { path: '^src/relay/core/context\\.ts$' },
      to: { path: '^src/relay/', pathNot: '^src/relay/core/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-folders-use-no-packages',
      severity: 'error',
      from: { path: '^src/(irc|chat|common|conversation)/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'] },
    },
    {
      name: 'code-uses-no-package-but-diff',
      severity: 'error',
      from: { path: '^src/code/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: '^node_modules/diff/' },
    },
    {
      name: 'the-page-sees-only-the-contract',
      severity: 'error',
      from: { path: '^src/panel/webview/' },
      to: {
        pathNot: [
          '^src/(panel/webview/|panel/(protocol|appearance|messageLimits|readKept)\\.ts|chat/|common/)',
          // What is secret is not stored.
          '^src/code/(typedSecrets|secrets|secretPatterns|assignments)\\.ts$',
          // Syntax colours.
          '^node_modules/(lowlight|highlight\\.js)/',
        ],
      },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
    { name: 'src-never-imports-tests', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
