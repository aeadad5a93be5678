# Completion of `fastidious` in bash: commands and options are asked of the program itself.
_fastidious() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} words=
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    words=$(fastidious --help 2>/dev/null | sed -n '/^commands:/,/^$/s/^  \([a-z-]*\).*/\1/p')
    words+=' --help --version'
  elif [[ $current == -* ]]; then
    words=$(fastidious "$command" --help 2>/dev/null | sed -n 's/^  \(--\{0,1\}[a-z-]*=\{0,1\}\).*/\1/p')
  elif [[ $previous == = || $current == = ]]; then
    case ${COMP_WORDS[COMP_CWORD - 2]}$previous in
    --format*) words='text json sarif github gitlab' ;;
    --fail-on*) words='note warning error never' ;;
    esac
    [[ $current == = ]] && current=
  elif [[ $command == explain ]]; then
    words=$(fastidious explain 2>/dev/null | grep -o 'fastidious-[a-z-]*')
  fi
  if [[ -n $words ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  else
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
  [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace
}
complete -F _fastidious fastidious
