# Asks bash what it would complete:  bash ask-bash.bash COMPLETIONS WORD...   The last word is the one at the cursor. A candidate a line.
source "$1"
shift
COMP_WORDS=(tswalk "$@")
COMP_CWORD=$#
COMP_LINE="tswalk $*"
COMP_POINT=${#COMP_LINE}
read -r _ _ function _ < <(complete -p tswalk)
"$function" tswalk "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
((${#COMPREPLY[@]})) && printf '%s\n' "${COMPREPLY[@]}"
exit 0
