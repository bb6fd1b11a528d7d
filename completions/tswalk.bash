# Completion of tswalk for bash. Made from the table of primaries by scripts/make-completions.mjs: npm run completions.
# Source it, or put it into ~/.local/share/bash-completion/completions/ under the name tswalk.

_tswalk_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$word"); }

# Words between commas.
_tswalk_list() {
  local before=
  [[ $word == *,* ]] && before=${word%,*},
  mapfile -t COMPREPLY < <(compgen -P "$before" -W "$1" -- "${word#"$before"}")
}

_tswalk_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$1" -- "$word")
}

_tswalk_file_systems() {
  local first second
  while read -r first second; do echo "${second:-$first}"; done </proc/filesystems
}

# A starting point: a directory, or a file where there is no such directory.
_tswalk_path() {
  _tswalk_files -d
  ((${#COMPREPLY[@]})) || _tswalk_files -f
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
  local types='b c d f l p s'
  local modes='cost exec io opt rates search stat tree all help'
  local strategies='bfs dfs ids eds help'
  local regex_types='findutils-default ed emacs gnu-awk grep posix-awk awk posix-basic posix-egrep egrep posix-extended posix-minimal-basic sed help'
  local levels='0 1 2 3 4 fast'
  local fields='path name stem ext dir root relative depth type target size blocks mode perm links inode device user group uid gid atime btime ctime mtime fstype'
  local names='-E -H -L -P -X -d -s -x -f -D -O -S -j -not -a -and -o -or -exclude -maxdepth -mindepth -depth -follow -xdev -mount
    -unique -nohidden -files0-from -regextype -smartcase -by -sort -exec-jobs -keep-order -daystart -ignore_readdir_race
    -noignore_readdir_race -noerror -gitignore -noleaf -color -nocolor -hyperlink -quiet -status -warn -nowarn -true -false
    -name -iname -glob -iglob -ext -path -wholename -ipath -iwholename -regex -iregex -lname -ilname -hidden -type -xtype
    -empty -ignored -readable -writable -executable -size -sparse -links -inum -samefile -perm -nouser -nogroup -user -uid
    -group -gid -acl -capable -xattr -xattrname -context -fstype -flags -amin -Bmin -cmin -mmin -atime -Btime -ctime -mtime
    -used -newer -mnewer -anewer -Bnewer -cnewer -neweraa -neweraB -newerac -neweram -newerat -newerBa -newerBB -newerBc
    -newerBm -newerBt -newerca -newercB -newercc -newercm -newerct -newerma -newermB -newermc -newermm -newermt -since
    -msince -asince -Bsince -csince -changed-within -changed-before -print -print0 -printx -ls -printf -fprint -fprint0
    -fprintf -fls -json -csv -format -fjson -fcsv -count -sum -exec -execdir -ok -okdir -delete -rm -explain-ignore -prune
    -quit -exit -limit -help --help -version --version'
  local word=${COMP_WORDS[COMP_CWORD]} previous prefix= i start=0
  # The kinds of values that are still to come.
  local -a kinds=()
  COMPREPLY=()

  for ((i = 1; i < COMP_CWORD; i++)); do
    previous=${COMP_WORDS[i]}
    case ${kinds[0]} in
      '') ;;
      command)
        case $previous in
          ';' | '\;' | "';'" | '";"') kinds=() ;;
          +) [[ ${COMP_WORDS[i - 1]} == '{}' ]] && kinds=() ;;
        esac
        continue
        ;;
      *)
        kinds=("${kinds[@]:1}")
        continue
        ;;
    esac
    case $previous in
      -f) kinds=(path) ;;
      -D) kinds=(debug-modes) ;;
      -S) kinds=(strategy) ;;
      -maxdepth | -mindepth | -exec-jobs | -limit) kinds=(number) ;;
      -files0-from | -samefile | -newer | -mnewer | -anewer | -Bnewer | -cnewer | -neweraa | -neweraB | -newerac | -neweram | -newerBa | -newerBB | -newerBc | -newerBm | -newerca | -newercB | -newercc | -newercm | -newerma | -newermB | -newermc | -newermm | -fprint | -fprint0 | -fls | -fjson | -fjson=* | -fcsv | -fcsv=*) kinds=(file) ;;
      -regextype) kinds=(regex-type) ;;
      -by) kinds=(group-key) ;;
      -sort) kinds=(sort-key) ;;
      -name | -iname | -glob | -iglob | -path | -wholename | -ipath | -iwholename | -lname | -ilname | -context) kinds=(glob) ;;
      -ext) kinds=(extensions) ;;
      -regex | -iregex) kinds=(regex) ;;
      -type | -xtype) kinds=(type-list) ;;
      -size) kinds=(size) ;;
      -links | -inum | -used) kinds=(comparison) ;;
      -perm) kinds=(mode) ;;
      -user | -uid) kinds=(user) ;;
      -group | -gid) kinds=(group) ;;
      -xattrname) kinds=(attribute) ;;
      -fstype) kinds=(file-system-type) ;;
      -flags) kinds=(flags) ;;
      -amin | -Bmin | -cmin | -mmin | -atime | -Btime | -ctime | -mtime) kinds=(age) ;;
      -newerat | -newerBt | -newerct | -newermt | -since | -msince | -asince | -Bsince | -csince) kinds=(timestamp) ;;
      -changed-within | -changed-before) kinds=(time-span) ;;
      -printf | -format) kinds=(format) ;;
      -fprintf) kinds=(file format) ;;
      -sum) kinds=(measure) ;;
      -exec | -execdir | -ok | -okdir) kinds=(command) ;;
    esac
    [[ ${kinds[0]} == command ]] && start=$((i + 1))
    # Readline makes three words of -json=path.
    if [[ ${COMP_WORDS[i + 1]} == '=' ]]; then
      case $previous in
        -hyperlink) kinds=('=' choice "${kinds[@]}") ;;
        -json) kinds=('=' fields "${kinds[@]}") ;;
        -csv) kinds=('=' fields "${kinds[@]}") ;;
        -fjson) kinds=('=' fields "${kinds[@]}") ;;
        -fcsv) kinds=('=' fields "${kinds[@]}") ;;
      esac
    fi
  done

  if [[ ${kinds[0]} == '=' ]]; then
    word=
    kinds=("${kinds[@]:1}")
  elif [[ -z ${kinds[0]} ]]; then
    # Where = is not among COMP_WORDBREAKS the word is one.
    case $word in
      -hyperlink=*) kinds=(choice) prefix=${word%%=*}= word=${word#*=} ;;
      -json=*) kinds=(fields) prefix=${word%%=*}= word=${word#*=} ;;
      -csv=*) kinds=(fields) prefix=${word%%=*}= word=${word#*=} ;;
      -fjson=*) kinds=(fields) prefix=${word%%=*}= word=${word#*=} ;;
      -fcsv=*) kinds=(fields) prefix=${word%%=*}= word=${word#*=} ;;
    esac
  fi

  case ${kinds[0]} in
    '')
      case $word in
        -[SD]?* | -O*) _tswalk_attached "${word:0:2}" ;;
        -newer?*) _tswalk_words "$names" ;;
        -*) _tswalk_words "${names//-newer[aBcm][aBcmt]/}" ;;
        *) _tswalk_path ;;
      esac
      ;;
    path) _tswalk_files -d ;;
    debug-modes) _tswalk_list "$modes" ;;
    level) _tswalk_words "$levels" ;;
    strategy) _tswalk_words "$strategies" ;;
    file) _tswalk_files -f ;;
    regex-type) _tswalk_words "$regex_types" ;;
    group-key) _tswalk_words 'ext type dir user depth' ;;
    sort-key) _tswalk_words 'name path natural ext type depth size blocks links inode atime btime ctime mtime -name -path -natural -ext -type -depth -size -blocks -links -inode -atime -btime -ctime -mtime' ;;
    choice) _tswalk_words 'auto always never' ;;
    type-list) _tswalk_list "$types" ;;
    user) mapfile -t COMPREPLY < <(compgen -u -- "$word") ;;
    group) mapfile -t COMPREPLY < <(compgen -g -- "$word") ;;
    file-system-type) _tswalk_words "$(_tswalk_file_systems)" ;;
    fields) _tswalk_list "$fields" ;;
    measure) _tswalk_words 'size blocks' ;;
    command) _tswalk_command ;;
  esac
  COMPREPLY=("${COMPREPLY[@]/#/$prefix}")
}

# A value that is part of the word: -Sdfs, -Dtree,opt, -O2.
_tswalk_attached() {
  local flag=$1 word=${word:2}
  case $flag in
    -S) _tswalk_words "$strategies" ;;
    -D) _tswalk_list "$modes" ;;
    -O) _tswalk_words "$levels" ;;
  esac
  COMPREPLY=("${COMPREPLY[@]/#/$flag}")
}

complete -F _tswalk tswalk
