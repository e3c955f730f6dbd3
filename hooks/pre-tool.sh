#!/bin/sh
# Records the event as record.sh does, then prints what the worker has already prepared for this session, once. It
# never waits for the worker: the tool call waits for it.
trap 'exit 0' EXIT
. "${0%/*}/record.sh"

offer=$home/offers/$session.json
[ "$home" ] && [ "$session" ] && [ -f "$offer" ] || exit 0
command mv -f "$offer" "$offer.$$" 2>/dev/null || exit 0 # of several tool calls at once, one takes it
line=$(command cat "$offer.$$" 2>/dev/null)
command rm -f "$offer.$$" 2>/dev/null
case $line in # never half an offer
  '{"hookSpecificOutput":{"hookEventName":"PreToolUse","additionalContext":"'*'"}}') printf '%s\n' "$line" ;;
esac
