#!/bin/sh
# Puts the event on stdin, as it is, into a new file of the spool. A file whose last byte is 0x1E is complete; the
# worker takes those and does all the rest. This runs at every tool call, so nothing here forks but cat.
#
# Whatever goes wrong, it prints nothing and exits 0: a hook that exits 2 blocks the prompt or the tool call, and 2 is
# just what dash ends with when, say, it cannot fork. Hence the trap, and no "set -u", which would end the script too.
#
# context.sh and pre-tool.sh begin by reading this file with ".". They go on only when Cairn is neither disabled nor
# paused, and use home, session, spool, name and recorded.
trap 'exit 0' EXIT
[ "${CAIRN_DISABLED:-}" = 1 ] && exit 0
umask 077
set -C # ">" creates and never overwrites

# An absolute path or nothing: a relative one would leave a home in every folder that the session visits.
home=${CAIRN_HOME:-${HOME:+$HOME/.cairn}}
case $home in /*) ;; *) home= ;; esac
spool=$home/spool

# Becomes part of file names. Letters in full, because in some locales a range holds accented ones too.
session=${CLAUDE_CODE_SESSION_ID:-}
case $session in *[!0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-]*) session= ;; esac
[ "${#session}" -le 64 ] || session=

# Whether the pause file $1 holds now. One that can't be read or understood holds until it is removed: who asked not
# to be recorded must not be recorded because of a slip.
paused() {
  [ -e "$1" ] || return 1
  ends=
  [ -f "$1" ] && { read -r ends <"$1"; } 2>/dev/null
  case $ends in '' | 0* | *[!0123456789]*) return 0 ;; esac
  ! [ "$(command date +%s)" -ge "$ends" ] 2>/dev/null
}
if paused "$home/paused" || paused "$home/paused-$session"; then exit 0; fi

# Owned by this user (-O), not only there: what another one, such as root under sudo, puts into a spool, the worker of
# its owner could not read.
recorded=
name=
if [ "$home" ] && { [ -O "$spool" ] || { command mkdir -p "$spool" && [ -O "$spool" ]; } 2>/dev/null; }; then
  unique=
  { read -r unique </proc/sys/kernel/random/uuid; } 2>/dev/null
  case $unique in
    '' | *[!0123456789abcdef-]*) # no such file, as on macOS: what else is unique, and a look whether it is
      unique=${RANDOM:-}${RANDOM:-}
      case $unique in *[!0123456789]*) unique= ;; esac
      unique=$PPID-$unique
      while [ -e "$spool/$$.$unique.$session" ]; do unique=$unique-; done
      ;;
  esac
  name=$$.$unique.$session
  # rm stands inside, where the file is sure to be our own. Half an event on a full disk would only make it fuller.
  { { command cat && printf '\036' && recorded=yes; } || command rm -f "$spool/$name"; } 2>/dev/null >"$spool/$name"
fi
