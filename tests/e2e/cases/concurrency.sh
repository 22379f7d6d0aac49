# 8 processes of notify and 8 of run at once over 200 due messages deliver each exactly once.
. "$E2E_LIB"
cp "$rules_file" rules.yaml
{
  echo 'store: {path: store.db}'
  echo 'rules: rules.yaml'
  echo 'notify: {per_user_hourly_limit: 1000}'
  echo 'users:'
  for user in ada bob eve ian; do
    echo "  - {id: $user, time_zone: UTC, channels: [terminal],"
    echo "     calendars: [{kind: ics, path: $user.ics}]}"
    {
      ics_start
      for ((number = 100; number < 150; number++)); do
        event "$user$number" "$(date -u -d "2026-06-15 12:00 UTC + $((number - 100)) minutes" \
          +%Y%m%dT%H%M00Z)" 30 "Talk $user-$number" 3
      done
      ics_end
    } >$user.ics
  done
} >config.yaml
chmod 600 config.yaml rules.yaml
export EXECASSIST_CONFIG=$PWD/config.yaml
now 2026-06-15T09:00:00Z
call sync --json
exits 0 'four users'
equal '200 meetings' "$(sql "SELECT sum(json_extract(j.value, '\$.new')) FROM input,
  json_each(doc, '\$.users') j")" 200
call prep --json
exits 0 'prep'
equal '200 are due' "$(sql "SELECT json_array_length(doc, '\$.triggered') FROM input")" 200

began=$(date +%s%3N)
for ((number = 1; number <= 8; number++)); do
  for kind in notify run; do
    {
      "$EXECASSIST" $kind >$kind.$number 2>$kind.$number.err </dev/null
      echo $? >$kind.$number.code
    } &
  done
done
wait
took=$(($(date +%s%3N) - began))
# What they left over, when all were busy with rows of others.
now 2026-06-15T09:00:30Z
call notify
cp out notify.last
called=''
cat notify.[1-8] run.[1-8] notify.last | grep -oE 'Talk (ada|bob|eve|ian)-[0-9]+' | sort >said
equal "200 messages were said ($took ms)" "$(grep -c '' said)" 200
equal 'each once' "$(sort -u said | grep -c '')" 200
equal 'notify ended well each time' "$(sort -u notify.*.code | tr '\n' ' ')" '0 '
equal 'run ended well, or found another' "$(cat run.*.code | grep -cvxE '0|75')" 0
equal 'nothing on stderr of notify' "$(cat notify.*.err)" ''
call notify list --json
sent="SELECT count(*) FROM input, json_each(doc) j WHERE json_extract(j.value, '\$.kind') = 'prep'"
equal '200 are stored' "$(sql "$sent")" 200
equal 'all sent' "$(sql "$sent AND json_extract(j.value, '\$.state') = 'sent'")" 200
equal 'with one attempt each' \
  "$(sql "$sent AND json_array_length(j.value, '\$.attempts') = 1")" 200
call run
silent 'one more run'

# First users at once: one store, no error.
rm -f store.db*
for ((number = 1; number <= 12; number++)); do
  { "$EXECASSIST" sync >first.$number 2>&1 </dev/null; echo $? >first.$number.code; } &
done
wait
called=''
equal 'twelve first syncs at once' "$(sort -u first.*.code | tr '\n' ' ')" '0 '
call meetings list --json
equal 'are one store' "$(sql 'SELECT json_array_length(doc) FROM input')" 200
# Prep and its notification are one transaction: many at once queue each once.
for ((number = 1; number <= 8; number++)); do
  { "$EXECASSIST" prep --json >prep.$number 2>&1 </dev/null; echo $? >prep.$number.code; } &
done
wait
called=''
equal 'eight preps at once' "$(sort -u prep.*.code | tr '\n' ' ')" '0 '
total=0
for ((number = 1; number <= 8; number++)); do
  cp prep.$number out
  total=$((total + $(sql "SELECT json_array_length(doc, '\$.triggered') FROM input")))
done
equal 'trigger 200 together' $total 200
call notify list --json
equal 'and queue 200' "$(sql "$sent")" 200
finish
