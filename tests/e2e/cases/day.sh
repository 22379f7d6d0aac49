# A day and a half stepped through with --now: each message once, at its time, and silence between.
. "$E2E_LIB"
configure
{
  ics_start
  event lead 20260618T090000Z 60 'Leadership sync' 12
  event one 20260616T100000Z 30 '1:1 with Grace' 2
  event lunch 20260616T120000Z 45 'Lunch with the press' 4
  event review 20260615T150000Z 60 'Post-mortem: checkout' 6
  ics_end
} >calendar.ics

# step TIME WHAT [TITLE]: a run says TITLE in one message (nothing without one); the next is silent.
step() {
  local what="$1 $2"
  now "$1"
  call run
  exits 0 "$what"
  quiet "$what"
  if [[ -n ${3-} ]]; then
    equal "$what: said once" "$(grep -cF "$3" out)" 1
  else
    silent "$what"
  fi
  call run
  exits 0 "$what, again"
  silent "$what, again"
  quiet "$what, again"
}
count_sent() {
  call notify list --state sent --json
  sql 'SELECT json_array_length(doc) FROM input'
}

now 2026-06-15T08:00:00Z
call sync
exits 0 'the first sync'
step 2026-06-15T08:30:00Z 'nothing is due'
step 2026-06-15T09:00:00Z 'leadership, 72 h before' 'Leadership sync'
now 2026-06-15T09:30:00Z
call notify list --state sent --json
json 'the message stands in the list' '$[0].kind' prep
text=$(sql "SELECT json_extract(doc, '\$[0].text') FROM input")
for word in 'Leadership Meeting' 'Thu' '10:00' 'BST' '12' 'execassist prep start'; do
  check "the message says \"$word\"" grep -qF "$word" <<<"$text"
done
step 2026-06-15T10:00:00Z 'one-on-one, 24 h before' '1:1 with Grace'
step 2026-06-15T12:00:00Z 'default, 24 h before' 'Lunch with the press'
step 2026-06-15T13:00:00Z 'incident review, 2 h before; its reminder is not said as well' 'Post-mortem'
step 2026-06-15T14:29:00Z 'still nothing new'
step 2026-06-15T14:30:00Z 'nobody reacted: the materials' 'Post-mortem'
equal 'five messages until then' "$(count_sent)" 5
step 2026-06-15T16:00:01Z 'the review is over'
call meetings show "$(id_of 'Post-mortem: checkout')" --json
json 'an ended meeting is completed' '$.status' completed
step 2026-06-16T04:00:00Z 'materials, a quarter of the lead before' '1:1 with Grace'
step 2026-06-16T06:00:00Z 'materials of the lunch' 'Lunch with the press'
step 2026-06-16T08:00:00Z 'reminder, 2 h before' '1:1 with Grace'
step 2026-06-16T09:00:00Z 'materials a day after the notice' 'Leadership sync'
step 2026-06-16T10:00:00Z 'reminder of the lunch' 'Lunch with the press'
equal 'ten messages in all' "$(count_sent)" 10
call notify list --state dead --json
equal 'none is dead' "$(sql 'SELECT json_array_length(doc) FROM input')" 0

# Subcommand by subcommand says the same as run.
rm -f store.db*
now 2026-06-15T09:00:00Z
for command in sync classify prep notify remind; do
  call $command
  exits 0 "$command alone"
  [[ $command != notify ]] || equal 'notify alone says it' "$(grep -cF 'Leadership sync' out)" 1
done
call notify
silent 'a second notify'
call agenda --days 5
exits 0 'agenda'
says 'agenda shows local times' '10:00.*Leadership sync'
says 'agenda marks what is being prepared' 'Leadership'
finish
