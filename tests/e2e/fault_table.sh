# One row for each thing that can go wrong with a service while a message is on its way. Sourced after
# services.sh. The case says which service:
#   service=NAME send='METHOD PATH' ask='METHOD PATH' (of asking back; may be empty)
#   received TITLE: prints how many messages that hold TITLE the person has
# shellcheck shell=bash disable=SC2034,SC2154
number=0
also='' # FAULT=TIMES of asking back, which lasts over the next runs

# row WHAT OUTCOME CODE MESSAGES PATH FAULT [TIMES]: a meeting is due, the fault stands in the way of
# calls of PATH, and `run` ends with CODE, its first attempt with OUTCOME. Then the fault is over,
# time passes, and MESSAGES is what the person has; more than one only where the audit says so.
row() {
  local what=$1 outcome=$2 code=$3 messages=$4 path=$5 fault=$6 times=${7:-1} title began took
  number=$((number + 1))
  title="1:1 row $number"
  { ics_start; event "row$number" 20260616T080000Z 30 "$title" 2; ics_end; } >config/calendar.ics
  rm -f data/store.db*
  clear_faults
  fault $service "$path" "$fault" "$times"
  [[ -z $also ]] || fault $service "$ask" "${also%=*}" "${also##*=}"
  now 2026-06-15T09:00:00Z
  began=$(date +%s%3N)
  call run --json
  took=$(($(date +%s%3N) - began))
  exits "$code" "$what"
  [[ $outcome != unknown ]] || equal "$what: it left once" "$(seen $service "$send")" 1
  call notify list --json
  equal "$what: the first attempt" "$(sql "SELECT json_extract(j.value, '\$.attempts[0].outcome')
    FROM input, json_each(doc) j WHERE json_extract(j.value, '\$.kind') = 'prep'")" "$outcome"
  [[ -n $also ]] || clear_faults
  for time in 09:01 09:03 09:10 10:20; do
    now "2026-06-15T$time:00Z"
    call run
  done
  exits 0 "$what: an hour later"
  call run --json
  json "$what: nothing is left to be sent" '$.notify.sent' 0
  equal "$what: messages received" "$(received "$title")" "$messages"
  call notify log --json
  equal "$what: the audit says that it may arrive twice" \
    "$(grep -c 'may arrive twice' out)" "$([[ $messages == 2 || -n ${may_repeat-} ]] && echo 1 || echo 0)"
  printf '# %-40s %-14s exit %-2s %s message  %5s ms\n' "$what" "$outcome" "$code" "$messages" "$took"
}
http_date() { LC_ALL=C date -u -d "$1" '+%a, %d %b %Y %H:%M:%S GMT'; }

# What no answer of a service can be trusted in: nobody knows whether the message is there. ROW is
# called as `row` for those where it was not taken, TAKEN_ROW where it was.
nobody_knows() {
  "$1" '500' unknown 3 1 "$send" '{"status":500}'
  "$1" '503' unknown 3 1 "$send" \
    '{"status":503,"headers":{"Content-Type":"text/html"},"body":"<html>"}'
  "$1" 'no answer, not taken' unknown 3 1 "$send" '{"timeout":true}'
  "$2" 'no answer, taken' unknown 3 "$3" "$send" '{"forwardThen":"timeout"}'
  "$1" 'reset, not taken' unknown 3 1 "$send" '{"reset":true}'
  "$2" 'reset, taken' unknown 3 "$3" "$send" '{"forwardThen":"reset"}'
  "$1" 'closed, not taken' unknown 3 1 "$send" '{"close":true}'
  "$2" 'closed, taken' unknown 3 "$3" "$send" '{"forwardThen":"close"}'
  "$1" 'truncated' unknown 3 1 "$send" '{"truncated":true}'
  "$1" 'oversized' unknown 3 1 "$send" '{"oversized":20000000}'
  "$1" 'invalid JSON' unknown 3 1 "$send" '{"status":200,"body":"{\"ok\":tr"}'
  "$1" 'an empty body' unknown 3 1 "$send" '{"status":200,"body":""}'
  "$1" 'a wrong content type' unknown 3 1 "$send" \
    '{"status":200,"headers":{"Content-Type":"text/html"},"body":"<html>Log in to the hotel"}'
}
