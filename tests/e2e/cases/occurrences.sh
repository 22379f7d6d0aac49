# The table of what calendars mean (tests/data/ics/occurrences): worked out by dateutil, and by the
# program from a shell.
. "$E2E_LIB"
script=$E2E_SOURCE/tests/e2e/occurrences.py
table=$E2E_SOURCE/tests/data/ics/occurrences
agreed() { # WHAT LEAST ARGS...: the script finds no difference, in LEAST cases or more
  local what=$1 least=$2 said
  shift 2
  if said=$("$script" "$@") && (($(sed -n 's/ cases agree.*//p' <<<"$said") >= least)); then
    ok "$what"
  else
    not_ok "$what" "$said"
  fi
}
agreed 'dateutil gives what the table expects' 200 check "$table"/*.txt
agreed 'the program lists what the table expects' 60 program "$EXECASSIST" \
  "$table"/{gaps_and_overlaps,overrides}.txt
# A comparison that cannot fail proves nothing.
sed -n '/^== daily 02:30 through the gap of New York/,/^$/p' "$table/gaps_and_overlaps.txt" |
  sed 's/-05:00 30$/-05:00 31/' >wrong.txt
wrong() { # WHAT ARGS...
  local what=$1 said
  shift
  said=$("$script" "$@" wrong.txt)
  if grep -q '0 cases agree.* 1 differ$' <<<"$said"; then ok "$what"; else not_ok "$what" "$said"; fi
}
wrong 'a wrong expectation is noticed by dateutil' check
wrong 'a wrong expectation is noticed by the program' program "$EXECASSIST"
finish
