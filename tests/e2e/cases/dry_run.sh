# --dry-run of every command: the folder is byte for byte, and name for name, as it was.
. "$E2E_LIB"
configure
{
  ics_start
  event one 20260616T100000Z 30 '1:1 with Grace' 2
  event two 20260616T110000Z 30 '1:1 with Alan' 2
  event lead 20260618T090000Z 60 'Leadership sync' 12
  ics_end
} >calendar.ics
mkdir world
mv config.yaml rules.yaml calendar.ics world/
export EXECASSIST_CONFIG=$PWD/world/config.yaml
now 2026-06-15T09:00:00Z

unchanged() { # WHAT ARGS...
  local what=$1 before
  shift
  before=$(snapshot world)
  call --dry-run "$@"
  equal "$what leaves the files as they were" "$(snapshot world)" "$before"
}
for command in sync run prep notify remind classify agenda 'meetings list'; do
  # shellcheck disable=SC2086
  unchanged "$command before the first sync" $command
  exits 0 "$command before the first sync"
done

call sync
call remind add "$(id_of 'Leadership sync')" --in 20m --json
reminder=$(sql "SELECT json_extract(doc, '\$.reminder_id') FROM input")
call run
exits 0 'a run'
call notify list --json
notification=$(sql "SELECT json_extract(doc, '\$[0].notification_id') FROM input")
one=$(id_of '1:1 with Grace') lead=$(id_of 'Leadership sync')
now 2026-06-15T12:00:00Z
{
  ics_start
  event one 20260616T100000Z 30 '1:1 with Grace and Alan' 3
  event new 20260617T110000Z 30 'Something new' 2
  event lead 20260618T100000Z 60 'Leadership sync' 12
  ics_end
} >world/calendar.ics

for command in run sync 'sync --full' classify 'classify --all' prep notify remind \
  "prep start $lead" "prep finish $lead" "prep skip $lead" "prep snooze $lead --for 1h" \
  "prep list" "prep show $lead" "remind add $lead --in 1h" "remind list" "remind cancel $reminder" \
  'meetings list' "meetings show $one" "notify list" "notify log" "notify show $notification" \
  'notify retry --dead' 'notify test' 'agenda' 'config check' 'config show' 'config path' \
  'completion bash' 'classify --title x'; do
  # shellcheck disable=SC2086
  unchanged "--dry-run $command" $command
  exits 0 "--dry-run $command"
done
unchanged '--dry-run meetings add' meetings add --title X --start '2026-06-18 10:00' --duration 1h
exits 0 '--dry-run meetings add'
unchanged '--dry-run config init' config init
call --dry-run run --json
exits 0 'the prediction as JSON'
predicted=$(sql "SELECT json_extract(doc, '\$.sync.users[0].new') || ' ' ||
  json_extract(doc, '\$.sync.users[0].cancelled') || ' ' ||
  json_array_length(doc, '\$.prep.triggered') || ' ' ||
  json_extract(doc, '\$.notify.sent') FROM input")
call run --json
happened=$(sql "SELECT json_extract(doc, '\$.sync.users[0].new') || ' ' ||
  json_extract(doc, '\$.sync.users[0].cancelled') || ' ' ||
  json_array_length(doc, '\$.prep.triggered') || ' ' ||
  json_extract(doc, '\$.notify.sent') FROM input")
equal 'the prediction came true' "$happened" "$predicted"

# In a home where nothing is, nothing appears.
unset EXECASSIST_CONFIG
before=$(snapshot home)
call --dry-run config init
equal 'config init --dry-run creates nothing' "$(snapshot home)" "$before"

finish
