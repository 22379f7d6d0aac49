# The ways of one preparation, and that each refusal says why (5) and changes nothing.
. "$E2E_LIB"
configure
{
  ics_start
  for number in 1 2 3 4 5 6; do
    event "u$number" "20260616T1${number}0000Z" 30 "1:1 number $number" 2
  done
  ics_end
} >calendar.ics
state() {
  call meetings show "$1" --json
  sql "SELECT json_extract(doc, '\$.status') || ' ' ||
    ifnull(json_extract(doc, '\$.prep_outcome'), '-') FROM input"
}
goes() { # WHAT STATE ARGS...
  local what=$1 expected=$2
  shift 2
  call "$@"
  exits 0 "$what"
  equal "$what" "$(state "$3")" "$expected"
}
refuses() { # WHAT ARGS...
  local what=$1 before
  shift
  before=$(dump)
  call "$@"
  refused 5 "$what"
  equal "$what: the store is unchanged" "$(dump)" "$before"
}

now 2026-06-15T12:30:00Z
call run
exits 0 'run'
equal 'two are due' "$(grep -c '1:1 number' out)" 2
first=$(id_of '1:1 number 1') second=$(id_of '1:1 number 2') third=$(id_of '1:1 number 3')
fourth=$(id_of '1:1 number 4')
equal 'due: prep_scheduled' "$(state "$first")" 'prep_scheduled -'
equal 'not due yet: classified' "$(state "$fourth")" 'classified -'

goes 'start' 'prep_in_progress -' prep start "$first"
goes 'a second start goes on' 'prep_in_progress -' prep start "$first"
goes 'finish' 'prep_completed prepared' prep finish "$first"
refuses 'a second finish' prep finish "$first"
refuses 'start after finish' prep start "$first"
refuses 'skip after finish' prep skip "$first"
goes 'skip' 'prep_completed skipped' prep skip "$second"
refuses 'finish after skip' prep finish "$second"
refuses 'snooze after skip' prep snooze "$second" --for 1h
goes 'a start ahead of its time' 'prep_in_progress -' prep start "$third"

now 2026-06-15T13:05:00Z
call run
says_not 'the one started early is not announced any more' 'Prep Reminder'
now 2026-06-15T14:05:00Z
call run
equal 'the fourth is announced' "$(grep -c '1:1 number 4' out)" 1
call prep snooze "$fourth" --for 1h
exits 0 'snooze'
call run
silent 'a snoozed one keeps quiet'
now 2026-06-15T15:06:00Z
call run
check 'a snoozed one comes back' grep -qF '1:1 number 4' out

now 2026-06-15T15:10:00Z
call prep show "$fourth" --history
exits 0 'prep show --history'
call prep list
exits 0 'prep list'
says 'prep list names it' '1:1 number 4'
call prep show "${fourth:0:8}"
exits 0 'a prefix of the id is enough'
call prep show abc
exits 2 'a prefix of three characters'
one_error 'a prefix of three characters'
call prep start 00000000000000000000
refused 6 'an unknown meeting'
call meetings cancel "$fourth"
refused 5 'meetings cancel of a synced meeting' 'hint: .*prep skip'

now 2026-06-16T18:00:00Z
call run
for id in "$first" "$second" "$third" "$fourth"; do
  equal 'ended: completed' "$(state "$id" | cut -d' ' -f1)" completed
done
refuses 'start after the end' prep start "$fourth"

# Manual meetings can be cancelled.
call meetings add --title 'Offsite plan' --start '2026-06-18 10:00' --duration 1h --json
exits 0 'meetings add'
manual=$(id_of 'Offsite plan')
call meetings cancel "$manual"
exits 0 'meetings cancel of a manual one'
equal 'it is cancelled' "$(state "$manual" | cut -d' ' -f1)" cancelled
refuses 'a second cancel' meetings cancel "$manual"
finish
