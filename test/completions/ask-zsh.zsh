# Asks zsh what it would complete:  zsh -f ask-zsh.zsh DIRECTORY LINE   DIRECTORY has _tswalk. A candidate a line.
# Completion works in an interactive shell only: one is run on a pseudo-terminal, in which what is added to the matches is printed.
zmodload zsh/zpty || exit 1
zpty asked zsh -f -i
tell() { zpty -w asked "$1"; }
tell "PROMPT=; RPROMPT=; fpath=(${(q)1} \$fpath); autoload -Uz compinit; compinit -u -D; setopt rcquotes"
tell "cd ${(q)PWD}"
tell 'bindkey "^I" complete-word; zstyle ":completion:*" menu no; zstyle ":completion:*:default" list-prompt ""; LISTMAX=10000'
# Calls that only ask for matches, with -O, -A or -D, add none.
tell 'compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
  local -a found; local name
  local -A before hidden
  builtin compadd -A found "$@"
  zparseopts -E P:=before p:=hidden
  for name in $found; do print -r -- "<candidate>$IPREFIX${before[-P]}${hidden[-p]}$name</candidate>"; done
  builtin compadd "$@"
}'
tell 'print -r -- "<""ready>"'
zpty -r asked output $'*<ready>*'
zpty -w -n asked "$2"$'\t'
tell $'\C-u'
tell 'print -r -- "<""done>"'
zpty -r asked output $'*<done>*'
print -r -- $output | sed -n 's/.*<candidate>\(.*\)<\/candidate>.*/\1/p' | sort -u
