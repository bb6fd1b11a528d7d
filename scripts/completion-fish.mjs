/**
 * The completion for fish: a `complete` for each name, with its sentence.
 *
 * In: the names and lists of make-completions.mjs. Out: the text of completions/tswalk.fish. Within the command of -exec and its kin nothing of
 * tswalk's own is offered, but what fish knows of that command.
 */

/** By kind of value: the code that lists candidates; null: files, empty: nothing. */
const CANDIDATES = {
  'type-list': '__tswalk_list $__tswalk_types',
  'debug-modes': '__tswalk_list $__tswalk_modes',
  strategy: 'printf "%s\\n" $__tswalk_strategies',
  'regex-type': 'printf "%s\\n" $__tswalk_regex_types',
  level: 'printf "%s\\n" $__tswalk_levels',
  user: '__fish_complete_users',
  group: '__fish_complete_groups',
  file: null,
  path: null,
  'file-system-type': 'string replace -r ".*\\t" "" </proc/filesystems',
  command: '__tswalk_complete_command',
  glob: '',
  regex: '',
  number: '',
  comparison: '',
  size: '',
  age: '',
  mode: '',
  timestamp: '',
  'time-span': '',
  extensions: '',
  flags: '',
  attribute: '',
  format: '',
  fields: '__tswalk_list $__tswalk_fields',
  choice: 'printf "%s\\n" auto always never',
  'sort-key':
    'printf "%s\\n" name path natural ext type depth size blocks links inode atime btime ctime mtime -name -path -natural -ext -type -depth -size -blocks -links -inode -atime -btime -ctime -mtime',
  measure: 'printf "%s\\n" size blocks',
  'group-key': 'printf "%s\\n" ext type dir user depth',
  threads: '',
  status: '',
};

export function completeFish({ names, types, debugModes, strategies, regexTypes, levels, fields }) {
  const runners = names.filter(({ values }) => values[0] === 'command').map(({ name }) => name);
  return `# Completion of tswalk for fish. Made from the table of primaries by scripts/make-completions.mjs: npm run completions.
# Put it into ~/.config/fish/completions/.

set -g __tswalk_types ${meanings(types)}
set -g __tswalk_modes ${meanings(debugModes)}
set -g __tswalk_strategies ${strategies.join(' ')}
set -g __tswalk_regex_types ${regexTypes.join(' ')}
set -g __tswalk_levels ${levels.join(' ')}
set -g __tswalk_fields ${fields.join(' ')}

# Words between commas, behind an = if there is one.
function __tswalk_list
    set -l before (string match -r '^.*,' -- (string replace -r '^-\\w+=' '' -- (commandline -ct)))
    printf '%s\\n' "$before"$argv
end

# The words of the command that the cursor is in, one a line; false where it is in none.
function __tswalk_command
    set -l command
    set -l inside 0
    set -l last
    for word in (commandline -opc)[2..]
        if test $inside = 0
            contains -- $word ${runners.join(' ')}; and set inside 1; and set command
        else if test "$word" = ';'; or begin test "$word" = +; and test "$last" = '{}'; end
            set inside 0
        else
            set -a command $word
        end
        set last $word
    end
    test $inside = 1; or return 1
    set -q command[1]; and printf '%s\\n' $command
    return 0
end

function __tswalk_in_command
    __tswalk_command >/dev/null
end

function __tswalk_complete_command
    complete -C (string join ' ' -- (__tswalk_command | string escape) (commandline -ct))
end

complete -c tswalk -n __tswalk_in_command -x -a '(__tswalk_complete_command)'
${names.map(describe).join('\n')}
`;
}

function describe({ name, values, setting, help }) {
  const letter = name.length === 2;
  const option = name.startsWith('--') ? `-l ${name.slice(2)}` : `${letter ? '-s' : '-o'} ${name.slice(1)}`;
  const line = `complete -c tswalk -n 'not __tswalk_in_command' ${option}${parameter(values)} -d ${quote(help)}`;
  if (setting === null) return line;
  // Behind the = only: the next word is another one.
  const behind = `string match -q -- "${name}=*" (commandline -ct); and not __tswalk_in_command`;
  return `${line}\ncomplete -c tswalk -n ${quote(behind)} ${option}${parameter([setting])}`;
}

/** fish knows one value a name; a second one, which -fprintf has, is like any word. */
function parameter([kind]) {
  if (kind === undefined) return '';
  const candidates = CANDIDATES[kind];
  if (candidates === undefined) throw new Error(`fish: no completion for values of ${kind}`);
  if (candidates === null) return ' -r -F';
  return candidates === '' ? ' -x' : ` -x -a ${quote(`(${candidates})`)}`;
}

function meanings(all) {
  return Object.entries(all)
    .map(([name, meaning]) => `${name}\\t${quote(meaning)}`)
    .join(' ');
}

function quote(text) {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
