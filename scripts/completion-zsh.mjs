/**
 * The completion for zsh: specifications for `_arguments`, with the sentence of each name.
 *
 * In: the names and lists of make-completions.mjs. Out: the text of completions/_tswalk, for a directory in $fpath.
 */

/** By kind of value: the message and the action of an argument; an action of a blank offers nothing. */
const ACTIONS = {
  'type-list': ['types', '_tswalk_types'],
  'debug-modes': ['modes', '_tswalk_modes'],
  strategy: ['strategy', '_tswalk_strategies'],
  'regex-type': ['type of regular expressions', '_tswalk_regex_types'],
  level: ['level', '_tswalk_levels'],
  user: ['user', '_users'],
  group: ['group', '_groups'],
  file: ['file', '_files'],
  path: ['starting point', '_files'],
  'file-system-type': ['type of file system', '_file_systems'],
  command: ['command', '_command_names -e:*(\\;|+)::arguments: _normal'],
  glob: ['pattern', ' '],
  regex: ['regular expression', ' '],
  number: ['number', ' '],
  comparison: ['number, + for more, - for less', ' '],
  size: ['size with a unit of cwbkMGTP, + for more, - for less', ' '],
  age: ['age, + for older, - for younger', ' '],
  mode: ['mode, - for all of its bits, / for any', ' '],
  timestamp: ['date and time', ' '],
  'time-span': ['span of time or date', ' '],
  extensions: ['extensions', ' '],
  flags: ['flags', ' '],
  attribute: ['name of an attribute', ' '],
  format: ['format', ' '],
  fields: ['fields', '_tswalk_fields'],
  choice: ['when', '(auto always never)'],
  'sort-key': [
    'key, - for the greatest first',
    '(name path natural ext type depth size blocks links inode atime btime ctime mtime -name -path -natural -ext -type -depth -size -blocks -links -inode -atime -btime -ctime -mtime)',
  ],
  measure: ['what to add up', '(size blocks)'],
  'group-key': ['what groups have in common', '(ext type dir user depth)'],
  threads: ['number of threads', ' '],
  status: ['exit status', ' '],
};

/** How a value follows its flag. */
const JOINERS = { separate: '', either: '+', attached: '-', setting: '=-' };

export function completeZsh({ names, types, debugModes, strategies, regexTypes, levels, fields }) {
  // The first that fits is taken: -j with its number would be -json=path, too.
  const inOrder = [...names.filter(({ setting }) => setting !== null), ...names.filter(({ setting }) => setting === null)];
  const specifications = inOrder.map(({ name, values, valueForm, setting, help }) => {
    const joiner = values.length === 0 && setting === null ? '' : JOINERS[valueForm];
    const optional = setting === null ? '' : `:${argument(setting)}`;
    return `  ${quote(`*${name}${joiner}[${help.replaceAll(/[[\]\\]/g, '\\$&')}]${optional}${values.map(argument).join('')}`)}`;
  });
  return `#compdef tswalk
# Completion of tswalk for zsh. Made from the table of primaries by scripts/make-completions.mjs: npm run completions.
# Put it into a directory of $fpath.

_tswalk_types() { _values -s , type ${values(types)} }
_tswalk_modes() { _values -s , mode ${values(debugModes)} }
_tswalk_strategies() { compadd "$@" -- ${strategies.join(' ')} }
_tswalk_regex_types() { compadd "$@" -- ${regexTypes.join(' ')} }
_tswalk_fields() { _values -s , field ${fields.join(' ')} }
_tswalk_levels() { compadd "$@" -- ${levels.join(' ')} }

_arguments \\
${specifications.join(' \\\n')} \\
  '*:starting point:_files'
`;
}

function argument(kind) {
  if (ACTIONS[kind] === undefined) throw new Error(`zsh: no completion for values of ${kind}`);
  const [message, action] = ACTIONS[kind];
  return `:${message}:${action}`;
}

function values(meanings) {
  return Object.entries(meanings)
    .map(([name, meaning]) => quote(`${name}[${meaning.replaceAll(':', '\\:')}]`))
    .join(' ');
}

function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
