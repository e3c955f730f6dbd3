#!/bin/sh
# Runs the installed `cairn` for the skills, with the Node that bootstrap.sh remembered. Always exits 0: Claude Code drops a skill
# whose command fails, and the user would see nothing at all. Errors are part of the output.
#   cairn.sh COMMAND …            runs `cairn COMMAND …`
#   cairn.sh --stdin COMMAND …    the same with all of stdin as one last argument: free text never meets a shell's quoting
home=${CAIRN_HOME:-${HOME:-}/.cairn}
root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
cli=$home/runtime/current/dist/agent/cli.js
node=
[ -r "$home/runtime/node" ] && IFS= read -r node <"$home/runtime/node"

if ! [ -f "$cli" ] || ! [ -x "$node" ]; then
  echo 'Cairn is not set up on this machine yet.'
  pid=
  [ -r "$home/bootstrap.lock/pid" ] && read -r pid <"$home/bootstrap.lock/pid"
  if [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; then
    echo "It is being installed right now: try again in a minute. What happens is written to $home/bootstrap.log"
  else
    sed -n 5p "$home/runtime/failed" 2>/dev/null
    echo "To set it up by hand and see what happens, run in a terminal:  sh '$root/bootstrap.sh' --verbose"
  fi
  exit 0
fi

unset NODE_OPTIONS
export NO_COLOR=1
if [ "$1" = --stdin ]; then
  shift
  text=$(cat)
  if [ -z "$text" ]; then
    echo "Nothing was given: /cairn:$1 TEXT"
    exit 0
  fi
  set -- "$@" -- "$text"
fi
"$node" "$cli" "$@" </dev/null 2>&1
exit 0
