# Man pages and completions: there for every command, what the program prints, accepted by readers.
. "$E2E_LIB"
cd "$E2E_SOURCE" || exit 1
out=$E2E_WORK/out
for pair in bash:execassist.bash zsh:_execassist fish:execassist.fish; do
  shell=${pair%%:*} file=completions/${pair#*:}
  "$EXECASSIST" completion "$shell" >"$out" 2>"$E2E_WORK/err" </dev/null
  check "completion $shell prints $file" cmp "$out" "$file"
done
check 'bash reads its completions' bash -n completions/execassist.bash
check 'zsh reads its completions' zsh -n completions/_execassist
check 'fish reads its completions' fish --no-config --no-execute completions/execassist.fish

complete_bash() { # WORD...: what bash offers for the last one
  bash --norc -c '
    source completions/execassist.bash
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
    function=$(complete -p execassist | sed -E "s/.*-F ([^ ]+) .*/\1/")
    "$function" execassist "${@: -1}" "${@: -2:1}" 2>/dev/null
    printf "%s\n" "${COMPREPLY[@]}"' bash "$@" | sed 's/ *$//'
}
complete_fish() {
  HOME=$E2E_WORK/home fish --no-config -c \
    'source completions/execassist.fish; complete -C "'"$*"'"' | cut -f1
}
offers() { # WHAT WORD OFFERED
  if grep -qxF -e "$2" <<<"$3"; then ok "$1"; else not_ok "$1" "offered: ${3//$'\n'/ }"; fi
}
offers 'bash completes a command' meetings "$(complete_bash execassist mee)"
offers 'bash completes a subcommand' snooze "$(complete_bash execassist prep sn)"
offers 'bash completes an option' --explain "$(complete_bash execassist classify --ex)"
offers 'bash completes a global option' --dry-run "$(complete_bash execassist run --dr)"
offers 'fish completes a command' meetings "$(complete_fish execassist mee)"
offers 'fish completes a subcommand' snooze "$(complete_fish execassist prep sn)"
offers 'fish completes an option' --explain "$(complete_fish execassist classify --ex)"

check 'the page of the program' test -s man/execassist.1
for page in man/*.1; do
  said=$(mandoc -T lint -W warning "$page" 2>&1)
  if [[ -z $said ]]; then ok "${page#man/} is a clean page"; else not_ok "${page#man/}" "$said"; fi
  check "${page#man/} has its exit codes" grep -q "^EXIT STATUS" <(mandoc -T ascii "$page" | sed "s,.\x08,,g")
done
for name in run sync classify prep notify remind agenda meetings config completion; do
  check "a page for $name" test -n "$(compgen -G "man/execassist-$name*.1")"
done
called=''
finish
