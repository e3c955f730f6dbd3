#!/bin/sh
# Records the event as record.sh does, then prints what the worker has to say to it. When the worker is away or has
# not answered within 0.4 s, a session that starts still gets the brief last prepared for its project; when it is away,
# it is started, for the next time. As in record.sh: exit 0 always, and nothing on stdout but one whole JSON object,
# because Claude Code puts anything less before the model as plain text.
trap 'exit 0' EXIT
. "${0%/*}/record.sh"

# Whether $1 can stand between the quotes of a JSON string: no control character, no bare quote, no half escape. Cut at
# its backslashes in one go, because a shell takes seconds to eat a long text bite by bite.
is_text() {
  [ "${#1}" -le 65536 ] || return 1
  case $1 in *[[:cntrl:]]*) return 1 ;; esac
  set -f
  IFS=\\
  set -- $1. # the dot: else a backslash at the end would not count
  unset IFS
  escape= # whether the part begins with what a backslash escapes
  for part; do
    case $escape:$part in
      yes:) escape= && continue ;; # nothing between two backslashes: the second is the escaped one
      yes:[\"/bfnrt]*) part=${part#?} ;;
      yes:u[0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f][0-9A-Fa-f]*) part=${part#?????} ;;
      yes:*) return 1 ;;
    esac
    case $part in *\"*) return 1 ;; esac
    escape=yes
  done
}

# Whether $1 is $2, text, $3: whole, and with nothing in it that should not be there.
is_whole() {
  case $1 in "$2"*"$3") ;; *) return 1 ;; esac
  text=${1#"$2"}
  text=${text%"$3"}
  is_text "$text"
}

# Whether $1 is a folder of our own. In /tmp, anyone may have made it, or made it a link.
is_ours() { [ -d "$1" ] && [ -O "$1" ] && ! [ -L "$1" ]; }

# Sets brief from the file $1 if its first line is $2: two projects can share a file's name (/a-b and /a/b). The rest may
# be empty, when there is nothing to say.
read_brief() {
  owner=
  [ -f "$1" ] && { IFS= read -r owner && [ "$owner" = "$2" ] && brief=$(command cat); } 2>/dev/null <"$1" || return
  is_whole "$brief" '{"hookSpecificOutput":{"hookEventName":"SessionStart","additionalContext":"' '"}}' || brief=
}

# Sets notice from the file that the worker or bootstrap.sh left. Of several hooks at once, the one whose rename
# succeeds shows it.
take_notice() {
  [ -f "$home/notice" ] && command mv -f "$home/notice" "$home/notice.taken.$$" 2>/dev/null || return
  { IFS= read -r notice <"$home/notice.taken.$$"; } 2>/dev/null
  command rm -f "$home/notice.taken.$$" 2>/dev/null
  is_whole "$notice" '"systemMessage":"' '"' || notice=
}

# Sets notice to why nothing is recorded, unless that has been said. The home can't remember that it has; the folder
# $marker does. Where that can't be made either, it is said at each start.
complain() {
  command mkdir "$marker" 2>/dev/null || ! is_ours "$marker" || return
  why="HOME is not set, and CAIRN_HOME is not an absolute path"
  if [ "$home" ]; then
    why="its home folder"
    is_text "$home" && why=$home
    why="it cannot write to $why (is the disk full, or the folder read-only or someone else's?)"
  fi
  notice="\"systemMessage\":\"Cairn does not record: $why. /cairn:doctor finds out more.\""
}

# In a session of its own and holding nothing of ours: Claude Code waits for whoever holds a hook's stdout, and may
# kill the hook's process group. Where there is no setsid (macOS), at least no polite signal to the group ends it.
start_worker() {
  bootstrap=${CLAUDE_PLUGIN_ROOT:-}/bootstrap.sh
  [ "${CLAUDE_PLUGIN_ROOT:-}" ] && [ -x "$bootstrap" ] || return
  (
    cd /
    command -v setsid && exec setsid "$bootstrap"
    trap '' HUP INT QUIT TERM
    exec "$bootstrap"
  ) </dev/null >/dev/null 2>&1 &
}

# Of the three events that come here, only SessionStart is given CLAUDE_ENV_FILE.
if [ "${CLAUDE_ENV_FILE:-}" ]; then
  marker=${XDG_RUNTIME_DIR:-${TMPDIR:-/tmp}}
  case $marker in /*) ;; *) marker=/tmp ;; esac
  marker=$marker/cairn-cannot-record-$(command id -u 2>/dev/null)
  # It works again, so the next failure is a new one.
  [ "$recorded" ] && is_ours "$marker" && command rmdir "$marker" 2>/dev/null
fi

# A home whose path is too long for a socket names another one, in a folder that has to be ours like the home: what is
# answered there goes into the session.
socket=$home/worker.sock
if ! [ -S "$socket" ] && [ -f "$home/socket" ]; then
  { IFS= read -r socket <"$home/socket"; } 2>/dev/null
  is_ours "${socket%/*}" || socket=
fi

code=7 # curl's word for refused
if [ "$recorded" ] && [ -S "$socket" ]; then
  # -q only counts in front; without it ~/.curlrc is read. The header lets the worker of an older plugin make way.
  answer=$(command curl -q -sf --noproxy '*' --max-time 0.4 -w '%{http_code}' --unix-socket "$socket" \
    -H "x-cairn-root: ${CLAUDE_PLUGIN_ROOT:-}" "http://localhost/hook/$name" 2>/dev/null)
  code=$?
  case $code$answer in
    '0{"'*'}200') printf '%s\n' "${answer%200}"; exit 0 ;;
    0204) exit 0 ;;
  esac
fi

# No answer. Is it a session that starts? In the event, only its own keys have bare quotes. No such file (the worker
# has taken it and then not answered, or it could not be written) or no grep: the environment tells.
starts=2
if [ "$recorded" ]; then
  GREP_OPTIONS='' LC_ALL=C command grep -qF -e '"hook_event_name":"SessionStart"' \
    -e '"hook_event_name": "SessionStart"' "$spool/$name" 2>/dev/null
  starts=$?
fi
[ "$starts" -gt 1 ] && [ "${CLAUDE_ENV_FILE:-}" ] && starts=0

# Refused, or no socket: the worker is away. Frozen or failing: it still holds its lock, nothing can be started.
# Without curl (127) a socket tells nothing; once a session, to try is cheap, and with a worker there it does nothing.
if [ "$recorded" ]; then
  case $code-$starts in 7-* | 127-0) start_worker ;; esac
fi

[ "$starts" = 0 ] || exit 0
LC_ALL=C # after start_worker, which is to have the user's: from here on, text is bytes
notice=
brief=
if [ "$recorded" ]; then take_notice; else complain; fi
if [ "$home" ]; then
  project=${CLAUDE_PROJECT_DIR:-${PWD:-}}
  file=
  rest=$project
  while :; do
    case $rest in */*) ;; *) break ;; esac
    file=$file${rest%%/*}-
    rest=${rest#*/}
  done
  read_brief "$home/briefs/$file$rest" "$project" || read_brief "$home/briefs/default" default
fi
if [ "$notice" ] && [ "$brief" ]; then
  printf '{%s,%s\n' "$notice" "${brief#?}"
elif [ "$notice" ]; then
  printf '{%s}\n' "$notice"
elif [ "$brief" ]; then
  printf '%s\n' "$brief"
fi

# Tells the worker, once it is back, that it does not owe this session a brief any more.
if [ "$brief" ] && [ "$session" ] && [ "$recorded" ]; then
  { [ -d "$home/offers" ] || command mkdir "$home/offers"; } 2>/dev/null
  { printf '' >|"$home/offers/$session.briefed"; } 2>/dev/null
fi
