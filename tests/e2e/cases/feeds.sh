# A feed over HTTP: conditions, what goes wrong, what is kept, and an address that nobody gets to see.
. "$E2E_LIB"
. "$E2E_SOURCE/tests/e2e/feed.sh"
command -v python3 >/dev/null || { skip 'feeds: python3 is not installed'; finish; exit; }
feed_starts
secret=s3cr3t-0123456789abcdef
export WORK_FEED=$feed/$secret/basic.ics
configure 'http: {connect_timeout: 2s, timeout: 1s, retry_for: 0s}'
one='{kind: ics, id: work, url: "env:WORK_FEED"}'
calendars() { sed -i "s|calendars: .*|calendars: [$1]}|" config.yaml; }
calendars "$one"
calendar() { # TITLE
  ics_start
  event one 20260615T100000Z 30 "$1" 2 RRULE:FREQ=WEEKLY
  ics_end
}
calendar '1:1 with Grace' >feed/calendar.ics
: >said
kept() { cat out err >>said; }
list() {
  "$EXECASSIST" meetings list --json 2>/dev/null | sed -E 's/"(data_age_seconds|[a-z_]+_at)":[^,}]*//g'
}
now 2026-06-14T09:00:00Z

# Conditions.
mode etag
call sync --dry-run
exits 0 'a dry run'
check 'a dry run keeps nothing' test ! -e store.db.feeds
call sync
exits 0 'the first sync'
check 'says what is new' grep -q '3 new' out
forget
call sync
exits 0 'again'
check 'the second request has the ETag, and is told 304' \
  grep -qE "^/$secret/basic.ics inm=W/\"[0-9a-f]{40}\" 304$" feed/log
equal 'one request' "$(asked | wc -l)" 1
equal 'the folder is closed' "$(stat -c %a store.db.feeds)" 700
equal 'and what is kept is its owner'"'"'s' "$(stat -c %a store.db.feeds/*)" 600
check 'as it was served' cmp -s store.db.feeds/*.ics feed/calendar.ics
mode date
call sync --full
forget
call sync
check 'a date works as well' grep -q ' ims=.* 304$' feed/log
mode plain
call sync
forget
call sync --json
json 'without either it is compared' '$.users[0].unchanged' 3
equal 'and asked without conditions' "$(asked)" "/$secret/basic.ics 200"
mode etag
call sync --full
now 2026-06-21T09:00:00Z
forget
call sync
check 'a week later: 304' grep -q ' 304$' feed/log
says 'and the meeting that came within reach is there all the same' '1 new'
rm -r store.db.feeds
now 2026-06-28T09:00:00Z
forget
call sync
check 'what was kept is lost: asked without conditions' grep -q 'basic.ics 200$' feed/log
says 'and the next one is there' '1 new'
echo damaged >>"$(echo store.db.feeds/*.ics)"
now 2026-07-05T09:00:00Z
forget
call sync
check 'what was kept is damaged: asked without conditions' grep -q 'basic.ics 200$' feed/log

# What goes wrong leaves everything as it was, and says so without the address.
known=$(list)
fails() { # CODE WHAT REGEX
  began=$SECONDS
  call sync
  kept
  exits "$1" "$2"
  one_error "$2" "$3"
  check "$2: within a few seconds" test $((SECONDS - began)) -lt 8
  equal "$2: the meetings are as they were" "$(list)" "$known"
  call sync --json
  kept
  json "$2: the source failed" '$.users[0].status' error
}
while IFS='|' read -r how code regex; do
  mode "$how"
  fails "$code" "$how" "$regex"
done <<'TABLE'
status 401|3|does not let us in \(HTTP 401\)
status 403|3|does not let us in \(HTTP 403\)
status 404|3|is not there \(HTTP 404\)
status 410|3|is gone for good \(HTTP 410\)
status 429 Retry-After: 3600|3|left alone for 1 h \(HTTP 429\)
status 500|3|has a problem \(HTTP 500\)
status 204|3|not expected \(HTTP 204\)
html|3|a web page, most likely to sign in
noise|3|what is no calendar
empty|3|is empty
truncated|3|truncated or damaged
cut|75|did not come whole: .*cut off
drip|75|did not come in time: .*next to nothing, came for 1 s
silent|75|did not come in time
bomb|3|larger than 64 MiB
redirect 302 http://127.0.0.2:9/s3cr3t-0123456789abcdef/basic.ics|3|to plain http on another host
redirect 302 https://calendar.invalid/s3cr3t-0123456789abcdef/|3|another host, calendar.invalid, together with its secret
redirect 302 /again|3|three times
TABLE
mode etag
call sync
exits 0 'well again'

# Redirects.
mode redirect 302 /moved/for-a-while
calendar '1:1 with Grace and Ada' >feed/calendar.ics
call sync
exits 0 'moved for a while'
quiet 'moved for a while'
calendar '1:1 with Grace' >feed/calendar.ics
mode redirect 308 /moved/for-good
call sync
exits 0 'moved for good'
check 'moved for good: told' grep -q 'has moved for good' err

# A host that is dark does not hold up the others.
feed_port=${feed##*:}
calendars "{kind: ics, id: a, url: 'https://127.0.0.1:$feed_port/$secret'}, {kind: ics, id: b, url: 'http://127.0.0.1:1/$secret'}, {kind: ics, id: c, path: calendar.ics}"
calendar 'Of the file' >calendar.ics
mode etag
call sync
kept
exits 3 'two dark feeds and a file'
check 'each says why' test "$(grep -c 'cannot be reached' err)" -eq 2
check 'the file is read' test -n "$(id_of 'Of the file')"
equal 'the body of a calendar that is configured no more is gone' "$(ls store.db.feeds)" ''

# Addresses.
calendars "$one"
call config show
kept
WORK_FEED=http://calendar.invalid/$secret call sync
kept
refused 78 'plain http' 'url: calendar.invalid: plain http is allowed to this machine only .*insecure: true'
WORK_FEED=$secret call sync
kept
refused 78 'no address' 'begins with https:// or webcal://'
WORK_FEED='' call sync
kept
refused 78 'unset' 'config.yaml:[0-9]+:[0-9]+: url: needed for the calendar work of ada, and env:WORK_FEED is not set'
WORK_FEED='' call config check
exits 0 'config check'
check 'config check warns' grep -q 'env:WORK_FEED is not set' err
WORK_FEED=${feed/127/ada:p%40ss@127}/$secret call sync
kept
exits 0 'with a password'
check 'which is sent as one' grep -qF "/$secret auth=Basic YWRhOnBAc3M=" feed/log
calendars "{kind: ics, url: '$feed/$secret/literal.ics'}"
call sync --log-level debug
kept
exits 0 'a literal address'
call config show
kept
call notify log --json
kept
call meetings list --json
kept
equal 'nobody was shown the secret' "$(grep -c "$secret" said)" 0
sqlite3 store.db .dump >dump
equal 'nor was it stored' "$(grep -c "$secret" dump)" 0
equal 'nor are files named so' "$(find . -name "*$secret*" | wc -l)" 0
finish
