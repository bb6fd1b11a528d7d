/**
 * The completion for bash: a function that goes through the words before the cursor, so that a value is never taken for a name.
 *
 * In: the names and lists of make-completions.mjs. Out: the text of completions/tswalk.bash. It works with and without the package
 * bash-completion, which completes the words of commands after -exec where it is there.
 */

/** By kind of value: shell code that puts candidates for $word into COMPREPLY; empty where nothing can be said. */
const GENERATORS = {
  'type-list': '_tswalk_list "$types"',
  'debug-modes': '_tswalk_list "$modes"',
  strategy: '_tswalk_words "$strategies"',
  'regex-type': '_tswalk_words "$regex_types"',
  level: '_tswalk_words "$levels"',
  user: 'mapfile -t COMPREPLY < <(compgen -u -- "$word")',
  group: 'mapfile -t COMPREPLY < <(compgen -g -- "$word")',
  file: '_tswalk_files -f',
  path: '_tswalk_files -d',
  'file-system-type': '_tswalk_words "$(_tswalk_file_systems)"',
  command: '_tswalk_command',
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
  fields: '_tswalk_list "$fields"',
  choice: "_tswalk_words 'auto always never'",
  'sort-key':
    "_tswalk_words 'name path natural ext type depth size blocks links inode atime btime ctime mtime -name -path -natural -ext -type -depth -size -blocks -links -inode -atime -btime -ctime -mtime'",
  measure: "_tswalk_words 'size blocks'",
  'group-key': "_tswalk_words 'ext type dir user depth'",
  threads: '',
  status: '',
};

export function completeBash({ names, types, debugModes, strategies, regexTypes, levels, fields }) {
  const kindsUsed = new Set(names.flatMap(({ values, setting }) => (setting === null ? values : [setting, ...values])));
  for (const kind of kindsUsed) if (GENERATORS[kind] === undefined) throw new Error(`bash: no completion for values of ${kind}`);
  const cases = [...kindsUsed].filter((kind) => GENERATORS[kind] !== '').map((kind) => `    ${kind}) ${GENERATORS[kind]} ;;`);
  return `# Completion of tswalk for bash. Made from the table of primaries by scripts/make-completions.mjs: npm run completions.
# Source it, or put it into ~/.local/share/bash-completion/completions/ under the name tswalk.

_tswalk_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$word"); }

# Words between commas.
_tswalk_list() {
  local before=
  [[ $word == *,* ]] && before=\${word%,*},
  mapfile -t COMPREPLY < <(compgen -P "$before" -W "$1" -- "\${word#"$before"}")
}

_tswalk_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$1" -- "$word")
}

_tswalk_file_systems() {
  local first second
  while read -r first second; do echo "\${second:-$first}"; done </proc/filesystems
}

# A starting point: a directory, or a file where there is no such directory.
_tswalk_path() {
  _tswalk_files -d
  ((\${#COMPREPLY[@]})) || _tswalk_files -f
}

# The words of a command, which begins at $start.
_tswalk_command() {
  if ((COMP_CWORD == start)); then
    mapfile -t COMPREPLY < <(compgen -c -- "$word")
  elif declare -F _command_offset >/dev/null; then
    _command_offset "$start"
  elif declare -F _comp_command_offset >/dev/null; then
    _comp_command_offset "$start"
  else
    _tswalk_files -f
  fi
}

_tswalk() {
  local types='${Object.keys(types).join(' ')}'
  local modes='${Object.keys(debugModes).join(' ')}'
  local strategies='${strategies.join(' ')}'
  local regex_types='${regexTypes.join(' ')}'
  local levels='${levels.join(' ')}'
  local fields='${fields.join(' ')}'
  local names='${wrap(names)}'
  local word=\${COMP_WORDS[COMP_CWORD]} previous prefix= i start=0
  # The kinds of values that are still to come.
  local -a kinds=()
  COMPREPLY=()

  for ((i = 1; i < COMP_CWORD; i++)); do
    previous=\${COMP_WORDS[i]}
    case \${kinds[0]} in
      '') ;;
      command)
        case $previous in
          ';' | '\\;' | "';'" | '";"') kinds=() ;;
          +) [[ \${COMP_WORDS[i - 1]} == '{}' ]] && kinds=() ;;
        esac
        continue
        ;;
      *)
        kinds=("\${kinds[@]:1}")
        continue
        ;;
    esac
    case $previous in
${takers(names)}
    esac
    [[ \${kinds[0]} == command ]] && start=$((i + 1))
    # Readline makes three words of -json=path.
    if [[ \${COMP_WORDS[i + 1]} == '=' ]]; then
      case $previous in
${settings(names, (name, kind) => `        ${name}) kinds=('=' ${kind} "\${kinds[@]}") ;;`)}
      esac
    fi
  done

  if [[ \${kinds[0]} == '=' ]]; then
    word=
    kinds=("\${kinds[@]:1}")
  elif [[ -z \${kinds[0]} ]]; then
    # Where = is not among COMP_WORDBREAKS the word is one.
    case $word in
${settings(names, (name, kind) => `      ${name}=*) kinds=(${kind}) prefix=\${word%%=*}= word=\${word#*=} ;;`)}
    esac
  fi

  case \${kinds[0]} in
    '')
      case $word in
        -[SD]?* | -O*) _tswalk_attached "\${word:0:2}" ;;
        -newer?*) _tswalk_words "$names" ;;
        -*) _tswalk_words "\${names//-newer[aBcm][aBcmt]/}" ;;
        *) _tswalk_path ;;
      esac
      ;;
${cases.join('\n')}
  esac
  COMPREPLY=("\${COMPREPLY[@]/#/$prefix}")
}

# A value that is part of the word: -Sdfs, -Dtree,opt, -O2.
_tswalk_attached() {
  local flag=$1 word=\${word:2}
  case $flag in
    -S) _tswalk_words "$strategies" ;;
    -D) _tswalk_list "$modes" ;;
    -O) _tswalk_words "$levels" ;;
  esac
  COMPREPLY=("\${COMPREPLY[@]/#/$flag}")
}

complete -F _tswalk tswalk
`;
}

/** Names on lines that can be read. */
function wrap(names) {
  let line = '';
  const lines = [];
  for (const { name } of names) {
    if (line.length + name.length > 120) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? name : ` ${name}`;
  }
  return [...lines, line].join('\n    ');
}

/** For each sequence of kinds, the names that take it as the words that follow. */
function takers(names) {
  const byKinds = new Map();
  for (const { name, values, valueForm, setting } of names) {
    if (values.length === 0 || valueForm === 'attached') continue;
    const kinds = values.join(' ');
    byKinds.set(kinds, [...(byKinds.get(kinds) ?? []), name, ...(setting === null ? [] : [`${name}=*`])]);
  }
  return [...byKinds].map(([kinds, all]) => `      ${all.join(' | ')}) kinds=(${kinds}) ;;`).join('\n');
}

/** A line for each name that takes a value behind an =. */
function settings(names, lineOf) {
  return names
    .filter(({ setting }) => setting !== null)
    .map(({ name, setting }) => lineOf(name, setting))
    .join('\n');
}
