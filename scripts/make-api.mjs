/**
 * Makes docs/api.md from the docstrings of the library.
 *
 *     npm run docs:api
 *
 * In: the declarations in dist/types, which the build makes of the sources. Out: a section for each name that src/walk/index.ts exports, by
 * what it is: its docstring as text, its declaration as code with the docstrings of its members. What is marked as internal is in no
 * declaration. The tools that make such pages need a compiler that can be called from JavaScript, which TypeScript 7 is not.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions } from './options.mjs';

const top = fileURLToPath(new URL('..', import.meta.url));
const entry = join(top, 'dist/types/walk/index.d.ts');

/** By exported name: the file that declares it, and what it is called there. */
function findExports() {
  const text = readFileSync(entry, 'utf8');
  const exported = new Map();
  for (const [, names, path] of text.matchAll(/^export (?:type )?\{([^}]*)\} from ['"](.+?)\.js['"]/gms)) {
    for (const name of names.split(',')) {
      const [own, shown = own] = name
        .trim()
        .replace(/^type /, '')
        .split(' as ');
      if (own !== '') exported.set(shown, { own, file: join(dirname(entry), `${path}.d.ts`) });
    }
  }
  for (const [, own] of text.matchAll(/^export (?:declare )?(?:const|function|class|interface|type) (\w+)/gm)) {
    exported.set(own, { own, file: entry });
  }
  return exported;
}

/** The docstring and the text of a declaration. */
function readDeclaration({ own, file }) {
  const text = readFileSync(file, 'utf8');
  const start = new RegExp(
    `(?:/\\*\\*(?:(?!\\*/)[\\s\\S])*\\*/\\s*)?^export (?:declare )?(?:abstract )?(const|function|class|interface|type) ${own}\\b`,
    'm',
  ).exec(text);
  if (start === null) throw new Error(`${file}: ${own} is not declared`);
  const [matched, kind] = start;
  const [, comment] = /^\/\*\*([\s\S]*?)\*\//.exec(matched) ?? [];
  const from = start.index + matched.lastIndexOf('export ');
  let depth = 0;
  let end = from;
  // To the brace or semicolon that ends it, comments left aside.
  for (const { 0: token, index } of text.slice(from).matchAll(/\/\*[\s\S]*?\*\/|'[^']*'|[{}();]/g)) {
    end = from + index + token.length;
    if ('{('.includes(token)) depth++;
    else if ('})'.includes(token)) depth--;
    if (depth === 0 && (token === ';' || (token === '}' && (kind === 'class' || kind === 'interface')))) break;
  }
  const code = text
    .slice(from, end)
    .replace(/^export (declare )?/, '')
    .replace(/^ *#private;\n/m, '')
    .replace(/^ *protected [^;]*;\n/gm, '')
    .replace(/^( +)/gm, (spaces) => spaces.slice(spaces.length / 2));
  return { kind, comment: comment === undefined ? '' : readComment(comment), code };
}

function readComment(comment) {
  return comment
    .replace(/^\s*\* ?/gm, '')
    .trim()
    .replace(/\{@link (\w+)(?:\.(\w+))?\}/g, (_, name, member) => `\`${member ?? name}\``)
    .replace(/\s*@(param|throws|returns|default) /g, (_, tag) => `\n\n*${tag}* `)
    .replace(/^\*throws\* \{(\w+)\}/gm, '*throws* `$1`:')
    .replace(/^\*param\* (\w+) -/gm, '*param* `$1`:')
    .trim();
}

const GROUPS = [
  ['Walks', ({ kind }, name) => /^(walk|walkSync|collect|count)$/.test(name) && kind !== 'class'],
  ['Conditions', ({ kind, code }) => (kind === 'const' || kind === 'function') && /Condition|Comparison/.test(code)],
  ['Classes', ({ kind }) => kind === 'class'],
  ['Types', () => true],
];

export function makeApi() {
  const rest = new Map([...findExports()].map(([name, place]) => [name, { ...readDeclaration(place), own: place.own }]));
  const lines = [
    '# API',
    '',
    'Made by `npm run docs:api` from the docstrings of the sources. [library.md](library.md) shows how it is used.',
  ];
  for (const [title, belongs] of GROUPS) {
    lines.push('', `## ${title}`);
    for (const [name, declaration] of [...rest].filter(([name, declaration]) => belongs(declaration, name))) {
      rest.delete(name);
      const { comment, code, own } = declaration;
      const shown = own === name ? code : code.replace(`class ${own}`, `class ${name}`);
      lines.push('', `### ${name}`, ...(comment === '' ? [] : ['', comment]), '', '```ts', shown, '```');
    }
  }
  return `${lines.join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  readOptions(import.meta.url, {});
  if (!existsSync(entry)) throw new Error('the declarations are not there: npm run build');
  writeFileSync(join(top, 'docs/api.md'), makeApi());
}
