import { foldedPart } from './workspacePath.ts';

/** Who runs what is in a file without being asked, or does what it says. */
export type Runner =
  'editor' | 'git' | 'shell' | 'packages' | 'build' | 'server' | 'pychat' | 'settings' | 'shortName';

/** Folders with all that is in them. */
const folders: ReadonlyMap<string, Runner> = new Map<string, Runner>([
  ['.vscode', 'editor'],
  ['.vscode-server', 'editor'],
  ['.idea', 'editor'],
  ['.fleet', 'editor'],
  ['.zed', 'editor'],
  ['.cursor', 'editor'],
  ['.devcontainer', 'editor'],
  ['.husky', 'git'],
  ['.githooks', 'git'],
  ['.git-hooks', 'git'],
  ['githooks', 'git'],
  ['.github', 'server'],
  ['.gitlab', 'server'],
  ['.gitea', 'server'],
  ['.forgejo', 'server'],
  ['.circleci', 'server'],
  ['.buildkite', 'server'],
  ['.woodpecker', 'server'],
  ['.cargo', 'packages'],
  ['buildsrc', 'build'],
  ['.yarn', 'packages'],
  ['.bundle', 'packages'],
  ['.mvn', 'build'],
  ['.pychat', 'pychat'],
]);

const gitHooks =
  'applypatch-msg|(?:pre|post)-applypatch|pre-commit|pre-merge-commit|prepare-commit-msg|commit-msg|post-commit|pre-rebase|post-checkout|post-merge|pre-push|pre-receive|update|proc-receive|post-receive|post-update|reference-transaction|push-to-checkout|pre-auto-gc|post-rewrite|sendemail-validate|fsmonitor-watchman|p4-[a-z-]+|post-index-change';

/** Names of files, folded. */
const files: readonly (readonly [Runner, RegExp])[] = [
  ['editor', /\.(?:code-workspace|code-profile|sublime-project|sln|suo)$/],
  ['editor', /^(?:tasks|launch|\.?devcontainer)\.json$|^\.(?:vimrc|exrc|nvimrc|nvim\.lua|dir-locals\.el)$/],
  ['git', new RegExp(`^(?:${gitHooks})$`)],
  ['git', /^(?:\.gitconfig|\.gitmodules|\.gitattributes|\.?lefthook(?:-local)?\.(?:ya?ml|toml|json))$/],
  ['git', /^\.(?:pre-commit-(?:config|hooks)\.ya?ml|lintstagedrc.*|overcommit\.yml)$/],
  ['shell', /^\.(?:envrc|env|autoenv\.zsh|direnvrc|profile|login|logout|inputrc|xprofile|xinitrc|xsession)$/],
  [
    'shell',
    /^\.(?:bash|zsh|z|ksh|csh|tcsh|fish|k|c|tc)(?:rc|env|profile|_profile|login|_login|logout|_logout|_aliases)$/,
  ],
  [
    'shell',
    /^(?:config\.fish|.*profile\.ps1|\.?mise(?:\.local)?\.toml|\.tool-versions|\.tmux\.conf|\.screenrc)$/,
  ],
  ['shell', /^\.(?:gdbinit|lldbinit|pythonrc|pythonstartup|irbrc|pryrc|psqlrc|rprofile|renviron|emacs)$/],
  ['packages', /^(?:\.npmrc|\.yarnrc(?:\.ya?ml)?|\.?pnpmfile\.[cm]?js|pnpm-workspace\.ya?ml|bunfig\.toml)$/],
  ['packages', /^(?:\.pypirc|pip\.conf|pip\.ini|nuget\.config|gemfile|.*\.gemspec|composer\.json|podfile)$/],
  [
    'packages',
    /^(?:requirements.*\.txt|pipfile|go\.(?:work|mod)|rust-toolchain(?:\.toml)?|cargo\.toml|deno\.jsonc?|(?:.*-)?lock\.(?:json|ya?ml)|npm-shrinkwrap\.json|mix\.exs)$|\.lockb?$/,
  ],
  [
    'build',
    /^(?:(?:gnu|bsd)?makefile(?:\..*)?|.*\.(?:mk|mak|cmake)|cmakelists\.txt|cmakepresets\.json|justfile|\.justfile)$/,
  ],
  [
    'build',
    /^(?:rakefile|guardfile|vagrantfile|procfile|dockerfile(?:\..*)?|.*\.dockerfile|(?:docker-)?compose.*\.ya?ml)$/,
  ],
  [
    'build',
    /^(?:setup\.(?:py|cfg)|pyproject\.toml|conftest\.py|tox\.ini|mypy\.ini|noxfile\.py|pytest\.ini|.*\.pth)$/,
  ],
  [
    'build',
    /^(?:(?:site|user)customize\.py|fabfile\.py|tasks\.py|manage\.py|sconstruct|sconscript|wscript)$/,
  ],
  [
    'build',
    /^(?:build\.rs|build\.zig|package\.swift|pom\.xml|mvnw(?:\.cmd)?|gradlew(?:\.bat)?|configure(?:\.ac)?)$/,
  ],
  ['build', /\.(?:gradle|gradle\.kts|csproj|vbproj|fsproj|vcxproj|props|targets|sbt|bzl|nix|gyp|gypi)$/],
  ['build', /^(?:workspace|build|module)(?:\.bazel)?$|^\.bazelrc$|^meson\.build$|^(?:gulp|grunt)file\./],
  [
    'build',
    /(?:\.config|\.conf|rc)\.(?:[cm]?[jt]s|json5?)$|^\.taskfile|^taskfile\.ya?ml$|^nx\.json$|^(?:tiltfile|build\.xml|gradle(?:-wrapper)?\.properties|nodemon\.json)$|^turbo\.json$/,
  ],
  [
    'build',
    /^\.(?:babel|eslint|prettier|stylelint|swc|mocha|nyc|release-it|postcss|c8)rc(?:\..*)?$|^\.npmignore$/,
  ],
  [
    'server',
    /^(?:jenkinsfile.*|\.(?:gitlab-ci|travis|drone|appveyor|cirrus|woodpecker)\.ya?ml|azure-pipelines.*\.ya?ml)$/,
  ],
  [
    'server',
    /^(?:appveyor|bitbucket-pipelines|cloudbuild|buildspec|netlify|vercel|fly|render)\.(?:ya?ml|toml|json)$/,
  ],
];

/** Programs look for settings of their own behind a dot: there are more of them than any list has. */
const settings = /^\.(?!$|\.)/;
/** Those that only list names, or choose a version. */
const plainSettings =
  /^\.(?:[\w-]*ignore|git-?keep|keep|editorconfig|mailmap|(?:node|python|ruby)-version|nvmrc)$/;

/**
 * Who runs the file at a path by itself, or obeys it, as soon as it is changed; undefined when nobody is known to.
 *
 * @param path below its workspace folder, with `/` between its parts
 */
export function runnerOf(path: string): Runner | undefined {
  const parts = path.split('/').map(foldedPart);
  const name = parts.at(-1) ?? '';
  const folder = parts.map(part => folders.get(part)).find(runner => runner !== undefined);
  const file = files.find(([, pattern]) => pattern.test(name))?.[0];
  // `vscode~1` is the short name that Windows makes of `.vscode`.
  if (folder !== undefined || file !== undefined) return folder ?? file;
  if (parts.some(part => settings.test(part) && !plainSettings.test(part))) return 'settings';
  return parts.some(part => /^[^~]{1,6}~\d+(?:\.|$)/.test(part)) ? 'shortName' : undefined;
}

/** What of `package.json` says nothing to a program. */
const harmless: ReadonlySet<string> = new Set([
  ...[
    'name',
    'displayName',
    'version',
    'description',
    'keywords',
    'categories',
    'homepage',
    'bugs',
    'license',
  ],
  ...[
    'author',
    'contributors',
    'maintainers',
    'funding',
    'private',
    'icon',
    'badges',
    'publisher',
    'sideEffects',
  ],
]);

export function isPackageFile(path: string): boolean {
  return foldedPart(path.split('/').at(-1) ?? '') === 'package.json';
}

/** Whether a change of `package.json` changes what is run or fetched: its scripts, what it depends on, its tools. */
export function changesPackage(path: string, before: string, after: string): boolean {
  if (!isPackageFile(path)) return false;
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].some(key => !harmless.has(key) && old.get(key) !== now.get(key));
}

/** The fields of an object, each as a text. What is no object is one field. */
function fieldsOf(json: string): Map<string, string> {
  try {
    const value: unknown = JSON.parse(json);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isObject) return new Map(Object.entries(value).map(([key, field]) => [key, JSON.stringify(field)]));
  } catch {
    // Compared as it is.
  }
  return new Map([['', json]]);
}
