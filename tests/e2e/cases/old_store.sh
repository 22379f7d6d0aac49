# A store of the oldest schema, filled: killed at the calls by which a migration changes anything, the
# next command brings it up to date; the copy is the way back.
. "$E2E_LIB"
. "$E2E_CRASH"
configure
{
  ics_start
  ics_end
} >calendar.ics
schema=$E2E_SOURCE/tests/data/schema
cat "$schema/v1.sql" "$schema/v1_rows.sql" | sqlite3 -batch old.db
chmod 600 old.db
old=$(dump old.db)
put_back() {
  rm -f store.db*
  cp old.db store.db
}

put_back
call meetings list --json
exits 0 'a command on an old store'
quiet 'an old store'
json_document 'an old store'
migrated=$(dump)
equal 'the copy holds what the store held' "$(dump store.db.before-v2)" "$old"
equal 'the copy is for its owner only' "$(stat -c %a store.db.before-v2)" 600

put_back
total=$(count_calls "$EXECASSIST" meetings list --json)
kills=0 faults=0
for ((at = 1; at <= total; at += 5)); do
  put_back
  if ! killed_at $at before "$EXECASSIST" meetings list --json; then
    faults=$((faults + 1)) && not_ok "killed at call $at of $total: it was not killed"
  fi
  kills=$((kills + 1))
  call meetings list --json
  if ((status != 0)) || [[ $(dump) != "$migrated" ]]; then
    faults=$((faults + 1)) && not_ok "killed at call $at of $total: the next command"
  fi
  # A kill after the first step may leave a second copy; none is without what the store held.
  if [[ $(dump store.db.before-v2) != "$old" ]]; then
    faults=$((faults + 1)) && not_ok "killed at call $at of $total: the copy"
  fi
done
equal "$kills kills at $total calls; what went wrong" $faults 0
check 'there was something to kill' test "$total" -gt 50

# The way back, as README.md says.
put_back
call meetings list
rm -f store.db-wal store.db-shm
mv store.db.before-v2 store.db
equal 'back: the store is as it was' "$(dump)" "$old"

put_back
before=$(sha256sum <store.db)
call --dry-run meetings list
exits 0 'a dry run on an old store'
equal 'a dry run leaves it, and no copy' "$(sha256sum <store.db) $(echo store.db*)" "$before store.db"

# No room for the copy.
mkdir full
if mount -t tmpfs -o size=400k tmpfs full 2>/dev/null; then
  cp old.db full/store.db
  before=$(dump full/store.db)
  call --db full/store.db meetings list
  refused 1 'no room for the copy' 'no copy of it could be kept before it is changed: the disk is full'
  equal 'no room for the copy: the store is as it was' "$(dump full/store.db)" "$before"
  equal 'no room for the copy: nothing is left of it' "$(echo full/*before*)" 'full/*before*'
  umount full
else
  skip 'no room for the copy'
fi

put_back
sqlite3 -batch store.db 'DROP TABLE reminders'
before=$(sha256sum <store.db)
call run
refused 1 'an old store without a table' 'no such table: reminders.*restore a copy'
equal 'an old store without a table: as it was' "$(sha256sum <store.db)" "$before"
finish
