# Cases that speak to Google, Slack, Twilio and Amazon SES: `services` starts their world
# (services/world.mjs) for this case alone, and it ends with the case. Its addresses and secrets are
# variables in capitals then. `E2E_PEOPLE=N services`: with N people more in Slack.
# Sourced after lib.sh.
# shellcheck shell=bash disable=SC2034,SC2154

world=''
end_world() {
  [[ -z $world ]] || kill "$world" 2>/dev/null
  world=''
}
services() {
  local waits
  trap end_world EXIT
  # A port that was free may be taken by the time it is used.
  for _ in 1 2 3; do
    rm -rf services
    "$E2E_NODE" "$E2E_SOURCE/tests/e2e/services/world.mjs" services >services.log 2>&1 &
    world=$!
    for ((waits = 0; waits < 300; waits++)); do
      [[ ! -e services/env ]] || break 2
      kill -0 "$world" 2>/dev/null || break
      sleep 0.1
    done
    kill "$world" 2>/dev/null
  done
  if [[ ! -e services/env ]]; then
    not_ok 'the services start' "$(tail -n 20 services.log)"
    finish
    exit 1
  fi
  # shellcheck source=/dev/null
  . services/env
  export GOOGLE_CALENDAR_CLIENT_ID=$CLIENT_ID GOOGLE_CALENDAR_CLIENT_SECRET=$CLIENT_SECRET
  export SLACK_BOT_TOKEN=$BOT_TOKEN
  export TWILIO_ACCOUNT_SID TWILIO_AUTH_TOKEN=$TWILIO_AUTH_TOKEN_VALUE TWILIO_FROM_NUMBER=$TWILIO_FROM
  export AWS_ACCESS_KEY_ID=$SES_KEY AWS_SECRET_ACCESS_KEY=$SES_SECRET
}

# accounts google|sync YAML...: a configuration whose users follow as lines of YAML; Google is the
# emulator, or our own server with sync tokens. Short waits.
accounts() {
  local auth=$GOOGLE_AUTH_URL token=$GOOGLE_TOKEN_URL revoke=$GOOGLE_REVOKE_URL api=$GOOGLE_API_URL
  [[ $1 == google ]] || {
    auth=$SYNC_AUTH_URL token=$SYNC_TOKEN_URL revoke=$SYNC_REVOKE_URL api=$SYNC_API_URL
  }
  shift
  mkdir -p config data
  cp "$rules_file" config/rules.yaml
  {
    echo 'store: {path: ../data/store.db}'
    echo 'rules: rules.yaml'
    echo 'http: {connect_timeout: 2s, timeout: 3s, retry_for: 4s}'
    echo 'google: {client_id: env:GOOGLE_CALENDAR_CLIENT_ID,'
    echo '  client_secret: env:GOOGLE_CALENDAR_CLIENT_SECRET,'
    echo "  auth_url: $auth, token_url: $token, revoke_url: $revoke, api_url: $api}"
    echo "slack: {bot_token: env:SLACK_BOT_TOKEN, api_url: $SLACK_API_URL}"
    echo 'twilio: {account_sid: env:TWILIO_ACCOUNT_SID, auth_token: env:TWILIO_AUTH_TOKEN,'
    echo "  from_number: env:TWILIO_FROM_NUMBER, api_url: $TWILIO_API_URL}"
    echo 'ses: {from_email: assistant@example.com, region: us-east-1,'
    echo '  access_key_id: env:AWS_ACCESS_KEY_ID, secret_access_key: env:AWS_SECRET_ACCESS_KEY,'
    echo "  api_url: $SES_API_URL}"
    echo 'users:'
    printf '  %s\n' "$@"
  } >config/config.yaml
  chmod 600 config/config.yaml config/rules.yaml
  export EXECASSIST_CONFIG=$PWD/config/config.yaml
}
alice='- {id: alice, name: Alice, email: alice@example.com, time_zone: Europe/Zurich, channels: [slack],
     calendars: [{kind: google, calendar: primary}]}'
bob='- {id: bob, name: Bob, email: bob@example.org, time_zone: Asia/Tokyo, channels: [slack],
     calendars: [{kind: google, calendar: primary}]}'

# The person with the browser. Each takes the address that the program shows and prints the address
# to which the browser is sent in the end. CONSENT: see sign_in.
raw_value() { sed -n "s/.*[?&]$2=\([^&]*\).*/\1/p" <<<"$1"; } # ADDRESS NAME, still encoded
google_consent() { # ADDRESS EMAIL [SCOPE]: the emulator shows a page; its button is a POST
  local page name fields=()
  page=$(curl -s -o page.html -w '%{http_code}' "$1")
  [[ $page == 200 ]] || return 1
  for name in redirect_uri state client_id code_challenge code_challenge_method scope; do
    if [[ $name == scope && -n ${3-} ]]; then
      fields+=(--data-urlencode "scope=$3")
    else
      fields+=(-d "$name=$(raw_value "$1" $name)")
    fi
  done
  curl -s -o /dev/null -w '%{redirect_url}' "$GOOGLE_DIRECT/o/oauth2/v2/auth/callback" \
    --data-urlencode "email=$2" "${fields[@]}"
}
sync_consent() { curl -s -o /dev/null -w '%{redirect_url}' "$1"; } # ADDRESS

shown_address() { grep -ohE 'http://[^ ]*code_challenge=[^ ]*' out err | head -n 1; }
await_address() { # PID
  local waits
  for ((waits = 0; waits < 100; waits++)); do
    [[ -z $(shown_address) ]] || return 0
    kill -0 "$1" 2>/dev/null || return 1
    sleep 0.05
  done
  return 1
}

# login USER ANSWER [ARGUMENT...]: `auth login google --no-browser`, and what the command ANSWER
# prints when it is given the shown address is pasted. Leaves status, out and err as `call` does.
login() {
  local user=$1 answer=$2 input pid
  shift 2
  called="auth login google -u $user --no-browser $*"
  rm -f pasted out err
  mkfifo pasted
  timeout 60 "$EXECASSIST" auth login google -u "$user" --no-browser --port "$REDIRECT_PORT" "$@" \
    >out 2>err <pasted &
  pid=$!
  exec {input}>pasted
  # In a shell of its own: the program may have ended by now.
  if await_address $pid; then ("$answer" "$(shown_address)" && echo) >&"$input"; fi
  exec {input}>&-
  wait $pid
  status=$?
}
as_alice() { google_consent "$1" alice@example.com; }
as_bob() { google_consent "$1" bob@example.org; }
# sign_in USER ANSWER: login that has to work.
sign_in() {
  login "$1" "$2"
  if ((status != 0)); then not_ok "$1 signs in"; fi
}

# Faults and records of the proxies oauth, calendar (the emulator), sync_oauth, sync, slack, twilio,
# ses.
fault() { # SERVICE PATH (or "METHOD PATH") FAULT [TIMES [AFTER]]
  local method=''
  [[ $2 != *' '* ]] || method="\"method\":\"${2%% *}\","
  curl -s -o /dev/null -X POST "$CONTROL/faults" \
    -d "{\"service\":\"$1\",$method\"path\":\"${2#* }\",\"times\":${4:-1},\"after\":${5:-0},\"fault\":$3}"
}
clear_faults() { curl -s -o /dev/null -X DELETE "$CONTROL/faults"; } # and records
seen() { # SERVICE [PATH or "METHOD PATH", as a GLOB]: how many requests came
  local what=${2:-*}
  [[ $what == *' '* ]] || what="* $what"
  curl -s -o seen.json "$CONTROL/seen?service=$1"
  sql_of seen.json "SELECT count(*) FROM input, json_each(doc) j
    WHERE json_extract(j.value, '\$.method') || ' ' || json_extract(j.value, '\$.path') GLOB '$what'"
}
# Our own Google: sync_set WHAT JSON; sync_count NAME.
sync_set() { curl -s -o /dev/null -X POST "$SYNC_DIRECT/control/$1" -d "$2"; }
sync_count() { curl -s "$SYNC_DIRECT/control/counters" | sed "s/.*\"$1\":\([0-9]*\).*/\1/"; }
sync_uncount() { curl -s -o /dev/null -X DELETE "$SYNC_DIRECT/control/counters"; }

# sql_of FILE EXPRESSION: like sql, over a JSON file.
sql_of() {
  sqlite3 -batch :memory: "WITH input(doc) AS (SELECT CAST(readfile('$1') AS TEXT)) $2" 2>&1
}
# What stands in Slack, asked past the program and the proxy: slack_read EMAIL puts the messages of
# the conversation with that person into slack.json, newest first.
slack() { # METHOD [CURL ARGUMENT...]
  curl -s -H "Authorization: Bearer $BOT_TOKEN" "$SLACK_DIRECT/$1" "${@:2}"
}
slack_read() {
  local user channel
  slack users.lookupByEmail -d "email=$1" >slack.json
  user=$(sql_of slack.json "SELECT json_extract(doc, '\$.user.id') FROM input")
  slack conversations.open -d "users=$user" >slack.json
  channel=$(sql_of slack.json "SELECT json_extract(doc, '\$.channel.id') FROM input")
  slack conversations.history -d "channel=$channel" -d limit=200 -d include_all_metadata=true \
    >slack.json
}
slack_count() { # EMAIL [TEXT]: messages that hold TEXT anywhere
  slack_read "$1"
  sql_of slack.json "SELECT count(*) FROM input, json_each(doc, '\$.messages') j
    WHERE instr(j.value, '${2-}')"
}
slack_texts() { # EMAIL: the plain texts, newest first
  slack_read "$1"
  sql_of slack.json "SELECT json_extract(j.value, '\$.text') FROM input,
    json_each(doc, '\$.messages') j"
}

# What phones have got, asked past the program and the proxy.
twilio() { # PATH below the account, or from the root [CURL ARGUMENT...]
  local path=$1
  [[ $path == /* ]] || path=/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/$path
  curl -s -u "$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN_VALUE" "$TWILIO_DIRECT$path" "${@:2}"
}
sms_read() { # PHONE: its messages, newest first, into sms.json
  twilio Messages.json -G --data-urlencode "To=$1" -d PageSize=1000 >sms.json
}
sms_count() { # PHONE [TEXT]: messages that hold TEXT anywhere
  sms_read "$1"
  sql_of sms.json "SELECT count(*) FROM input, json_each(doc, '\$.messages') j
    WHERE instr(j.value, '${2-}')"
}
sms_texts() { # PHONE: newest first
  sms_read "$1"
  sql_of sms.json "SELECT json_extract(j.value, '\$.body') FROM input,
    json_each(doc, '\$.messages') j"
}
sms_fate() { # PHONE STATUS [ERROR_CODE]: what becomes of the newest message
  sms_read "$1"
  twilio /_twilio/simulate/message-status -o fate.json -d "Status=$2" -d "ErrorCode=${3-}" \
    -d "MessageSid=$(sql_of sms.json "SELECT json_extract(doc, '\$.messages[0].sid') FROM input")"
}
sms_reply() { # PHONE TEXT: the phone answers, STOP and START too
  twilio /_twilio/simulate/inbound-message -o reply.json --data-urlencode "From=$1" \
    --data-urlencode "To=$TWILIO_FROM" --data-urlencode "Body=$2"
}
# What SES has accepted, asked past the program and the proxy.
email_count() { # ADDRESS [TEXT]: messages to it that hold TEXT anywhere
  curl -s -o email.json "$SES_DIRECT/outbox"
  sql_of email.json "SELECT count(*) FROM input, json_each(doc) j
    WHERE instr(j.value, '${2-}') AND instr(json_extract(j.value, '\$.recipients'), '\"$1\"')"
}
email_texts() { # ADDRESS: the plain texts, newest first
  curl -s -o email.json "$SES_DIRECT/outbox"
  sql_of email.json "SELECT json_extract(j.value, '\$.text') FROM input, json_each(doc) j
    WHERE instr(json_extract(j.value, '\$.recipients'), '\"$1\"')"
}
