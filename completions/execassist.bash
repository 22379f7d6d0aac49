# bash completion for execassist; made from the command descriptions.

_execassist_offer() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}

_execassist_offer_files() {
  compopt -o filenames 2>/dev/null
  local IFS=$'\n'
  COMPREPLY=($(compgen -f -- "$current"))
}

_execassist() {
  local current=${COMP_WORDS[COMP_CWORD]} previous="" place="" word options words files="" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    [[ $word == = ]] && continue
    if [[ -n $previous ]]; then
      previous=""
      continue
    fi
    case $word in
      --at | --attendee | --attendees | --channel | --config | --days | --db | --description | --diff | --duration | --end | --for | --from | --in | --input | --join-url | --listen | --location | --log-format | --log-level | --now | --port | --rules | --start | --state | --status | --title | --tls-cert | --tls-key | --to | --type | --user | -c | -u) previous=$word ;;
      *)
        case $place/$word in
          /run | /sync | /classify | /prep | /prep/list | /prep/show | /prep/start | /prep/answer | /prep/finish | /prep/skip | /prep/snooze | /prep/materials | /prep/retry | /notify | /notify/list | /notify/show | /notify/retry | /notify/test | /notify/log | /remind | /remind/list | /remind/add | /remind/cancel | /agenda | /meetings | /meetings/list | /meetings/show | /meetings/add | /meetings/cancel | /serve | /auth | /auth/login | /auth/status | /auth/logout | /config | /config/init | /config/check | /config/path | /config/show | /completion) place=$place/$word ;;
        esac ;;
    esac
  done
  [[ $current == = ]] && current=""
  case $place:$previous in
    /run:--days) return ;;
    /classify:--diff) _execassist_offer_files; return ;;
    /classify:--title) return ;;
    /classify:--description) return ;;
    /classify:--attendees) return ;;
    /classify:--input) _execassist_offer_files; return ;;
    /classify:--rules) _execassist_offer_files; return ;;
    /prep/snooze:--for) return ;;
    /notify/list:--state) _execassist_offer "pending sending sent dead suppressed"; return ;;
    /notify/test:--channel) _execassist_offer "slack sms email terminal"; return ;;
    /remind/add:--in) return ;;
    /remind/add:--at) return ;;
    /agenda:--days) return ;;
    /meetings/list:--from) return ;;
    /meetings/list:--to) return ;;
    /meetings/list:--type) return ;;
    /meetings/list:--status) _execassist_offer "discovered classified prep_scheduled prep_in_progress prep_completed completed cancelled"; return ;;
    /meetings/add:--title) return ;;
    /meetings/add:--start) return ;;
    /meetings/add:--duration) return ;;
    /meetings/add:--end) return ;;
    /meetings/add:--attendee) return ;;
    /meetings/add:--description) return ;;
    /meetings/add:--location) return ;;
    /meetings/add:--join-url) return ;;
    /serve:--listen) return ;;
    /serve:--tls-cert) _execassist_offer_files; return ;;
    /serve:--tls-key) _execassist_offer_files; return ;;
    /auth/login:--port) return ;;
    *:-c | *:--config) _execassist_offer_files; return ;;
    *:--db) _execassist_offer_files; return ;;
    *:-u | *:--user) return ;;
    *:--now) return ;;
    *:--log-format) _execassist_offer "text json"; return ;;
    *:--log-level) _execassist_offer "debug info warning error off"; return ;;
  esac
  [[ -n $previous ]] && return
  case $place in
    "") options="" words="run sync classify prep notify remind agenda meetings serve auth config completion" ;;
    /run) options="--days" words="" ;;
    /sync) options="--full" words="" ;;
    /classify) options="--all --diff --title --description --attendees --input --rules --explain --check --json-lines" words="" ;;
    /prep) options="" words="list show start answer finish skip snooze materials retry" ;;
    /prep/list) options="--json-lines" words="" ;;
    /prep/show) options="--history" words="" ;;
    /prep/start) options="" words="" ;;
    /prep/answer) options="--skip --back" words="" ;;
    /prep/finish) options="" words="" ;;
    /prep/skip) options="" words="" ;;
    /prep/snooze) options="--for" words="" ;;
    /prep/materials) options="--html --path --open" words="agenda context-brief question-bank notes" ;;
    /prep/retry) options="" words="" ;;
    /notify) options="" words="list show retry test log" ;;
    /notify/list) options="--state --json-lines" words="" ;;
    /notify/show) options="" words="" ;;
    /notify/retry) options="--dead" words="" ;;
    /notify/test) options="--channel" words="" ;;
    /notify/log) options="--json-lines" words="" ;;
    /remind) options="" words="list add cancel" ;;
    /remind/list) options="--json-lines" words="" ;;
    /remind/add) options="--in --at" words="" ;;
    /remind/cancel) options="" words="" ;;
    /agenda) options="--days" words="" ;;
    /meetings) options="" words="list show add cancel" ;;
    /meetings/list) options="--from --to --type --status --json-lines" words="" ;;
    /meetings/show) options="" words="" ;;
    /meetings/add) options="--title --start --duration --end --attendee --description --location --join-url" words="" ;;
    /meetings/cancel) options="" words="" ;;
    /serve) options="--listen --behind-proxy --tls-cert --tls-key" words="" ;;
    /auth) options="" words="login status logout" ;;
    /auth/login) options="--no-browser --port" words="google" ;;
    /auth/status) options="--json-lines" words="" ;;
    /auth/logout) options="--local" words="google" ;;
    /config) options="" words="init check path show" ;;
    /config/init) options="" words="" ;;
    /config/check) options="" words="" ;;
    /config/path) options="" words="" ;;
    /config/show) options="" words="" ;;
    /completion) options="" words="bash zsh fish" ;;
  esac
  if [[ $current == -* ]]; then
    _execassist_offer "$options --config --db --user --json --dry-run --now --log-format --log-level --quiet --verbose --no-color --help --version"
  else
    _execassist_offer "$words"
    if [[ -n $files && ${#COMPREPLY[@]} -eq 0 ]]; then _execassist_offer_files; fi
  fi
}

complete -F _execassist execassist
