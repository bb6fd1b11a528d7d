/**
 * The two settings of git that decide what is ignored, core.excludesFile and core.ignoreCase, out of its configuration. git-config(1).
 *
 * In: files in the order in which git reads them, and how to read one. Out: the `IgnoreSettings`, the last word on each. `include.path` is
 * followed, and `includeIf` with `gitdir:` and `gitdir/i:`; other conditions are taken for false. Text is one character a byte.
 */

/** Files within files; git stops there, too. */
const MOST_NESTED = 10;

export interface IgnoreSettings {
  /** As written; null where it is not set, empty where it is set to nothing. */
  readonly excludesFile: string | null;
  readonly ignoreCase: boolean;
}

export interface ConfigHost {
  /** The text of a file, null where there is none. */
  read(path: string): string | null;
  /** $HOME, for `~/`. */
  readonly home: string | null;
  /** The repository's directory, absolute, for `includeIf`. */
  readonly gitDirectory: string;
}

type Visitor = (section: string, key: string, value: string | null) => void;

export function readIgnoreSettings(files: readonly string[], host: ConfigHost): IgnoreSettings {
  let excludesFile: string | null = null;
  let ignoreCase = false;
  const readFile = (path: string, nesting: number): void => {
    const text = nesting > MOST_NESTED ? null : host.read(path);
    if (text === null) return;
    parseConfig(text, (section, key, value) => {
      if (section === 'core' && key === 'excludesfile') excludesFile = value ?? '';
      else if (section === 'core' && key === 'ignorecase') ignoreCase = isTrue(value);
      else if (key === 'path' && value !== null && isIncluded(section, path, host)) {
        readFile(resolveFrom(path, expandHome(value, host.home)), nesting + 1);
      }
    });
  };
  for (const path of files) readFile(path, 0);
  return { excludesFile, ignoreCase };
}

/** `~/` is the home directory. */
export function expandHome(path: string, home: string | null): string {
  return home !== null && (path === '~' || path.startsWith('~/')) ? home + path.slice(1) : path;
}

/** `path`, which may be relative to the directory of `file`. */
function resolveFrom(file: string, path: string): string {
  return path.startsWith('/') ? path : file.slice(0, file.lastIndexOf('/') + 1) + path;
}

function isTrue(value: string | null): boolean {
  return value === null || /^(?:true|yes|on|[1-9]\d*)$/i.test(value);
}

function isIncluded(section: string, file: string, { home, gitDirectory }: ConfigHost): boolean {
  if (section === 'include') return true;
  const [, fold, condition] = /^includeif\.gitdir(\/i)?:(.*)$/s.exec(section) ?? [];
  if (condition === undefined) return false;
  let pattern = expandHome(condition, home);
  if (pattern.startsWith('./')) pattern = resolveFrom(file, pattern.slice(2));
  else if (!pattern.startsWith('/')) pattern = `**/${pattern}`;
  if (pattern.endsWith('/')) pattern += '**';
  return globOf(pattern, fold !== undefined).test(gitDirectory);
}

function globOf(pattern: string, foldCase: boolean): RegExp {
  const source = pattern.replaceAll(/\*\*\/|\/\*\*$|\*|\?|[\\^$.|+()[\]{}]/g, (special) => {
    if (special === '**/') return '(?:.*/)?';
    if (special === '/**') return '(?:/.*)?';
    if (special === '*') return '[^/]*';
    return special === '?' ? '[^/]' : `\\${special}`;
  });
  return new RegExp(`^${source}$`, foldCase ? 'is' : 's');
}

/** Tell `visit` of every setting, in order: section and key in lower case, a subsection behind a dot as it is. */
function parseConfig(text: string, visit: Visitor): void {
  let section = '';
  const lines = text.replace(/^\xef\xbb\xbf/, '').replaceAll('\r\n', '\n');
  const line =
    /[ \t]*(?:\[([^\]"]*?)(?:[ \t]+"((?:\\.|[^"\\\n])*)")?[ \t]*\][ \t]*|([a-z][a-z0-9-]*)[ \t]*(=[ \t]*((?:"(?:\\.|[^"\\\n])*"|\\.|[^"\\\n#;])*))?)?(?:[#;][^\n]*)?(\n|$)?/gisy;
  for (let start = 0; start < lines.length; start = line.lastIndex) {
    line.lastIndex = start;
    const [, name, subsection, key, assignment, value] = line.exec(lines) ?? [];
    if (name !== undefined)
      section = name.toLowerCase() + (subsection === undefined ? '' : `.${subsection.replaceAll(/\\(.)/g, '$1')}`);
    if (key !== undefined) visit(section, key.toLowerCase(), assignment === undefined ? null : plainValue(value ?? ''));
    // A line that is none: git would refuse the file.
    if (line.lastIndex <= start) return;
  }
}

/** Without quotes, escapes and blanks at the end. */
function plainValue(written: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b', '\n': '' };
  let value = '';
  let blanks = '';
  let isQuoted = false;
  for (let at = 0; at < written.length; at++) {
    let character = written[at]!;
    if (character === '"') {
      isQuoted = !isQuoted;
      continue;
    }
    if (character === '\\') {
      at++;
      character = escapes[written[at]!] ?? written[at]!;
    } else if (!isQuoted && (character === ' ' || character === '\t')) {
      blanks += character;
      continue;
    }
    value += blanks + character;
    blanks = '';
  }
  return value;
}
