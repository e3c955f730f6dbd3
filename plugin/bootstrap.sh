#!/bin/sh
# Gets Cairn running: finds a Node, then hands over to install/main.mjs, which installs the runtime when it is missing and
# starts the worker. Hooks start this in the background; by hand (`sh bootstrap.sh`) it says what it does.
#   --verbose  say what happens, also without a terminal     --force  install again although the runtime fits
# POSIX sh only: it runs under dash, busybox and the bash 3.2 of macOS.
umask 077
unset NODE_OPTIONS # a debugger or preload meant for the user's project must not get into our processes
root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 0
home=${CAIRN_HOME:-${HOME:?}/.cairn}
case $home in /*) ;; *) echo "cairn: CAIRN_HOME is not an absolute path: $home" >&2; exit 1 ;; esac
export CAIRN_HOME="$home"

loud=
[ -t 1 ] && loud=1
for word; do [ "$word" = --verbose ] && loud=1; done
say() {
  [ -n "$loud" ] && printf 'cairn: %s\n' "$1"
  printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" 2>/dev/null >>"$home/bootstrap.log"
}

# good PATH: is this a Node of 20.19 or newer? Then $node is the binary itself: what stands on the PATH may be a shim that
# picks another version in another folder. Bun and Electron answer to the name, but cannot load our native module.
good() {
  [ -x "$1" ] || return 1
  found=$("$1" -p 'const v = process.versions; v.bun || v.electron ? "" : v.node + " " + process.execPath' 2>/dev/null </dev/null) || return 1
  version=${found%% *} major=${found%%.*} minor=${found#*.}
  minor=${minor%%.*}
  case $major in '' | *[!0-9]*) return 1 ;; esac
  case $minor in '' | *[!0-9]*) return 1 ;; esac
  [ "$major" -gt 20 ] || { [ "$major" -eq 20 ] && [ "$minor" -ge 19 ]; } || return 1
  node=${found#* }
  [ -x "$node" ]
}

# newest_in FOLDER REST: the newest good one of FOLDER/<version>/REST.
newest_in() {
  [ -d "$1" ] || return 1
  for version_name in $(ls -- "$1" 2>/dev/null | sed -n 's/^v\{0,1\}\([0-9][0-9]*\.[0-9][0-9.]*\)$/\1 &/p' | sort -t. -k1,1nr -k2,2nr -k3,3nr | cut -d' ' -f2); do
    good "$1/$version_name/$2" && return 0
  done
  return 1
}

first_of() {
  for candidate; do good "$candidate" && return 0; done
  return 1
}

# Sets $node and $where; where each manager keeps its versions is in docs/install.md too.
find_node() {
  where=PATH && first_of "$(command -v node 2>/dev/null)" "$(command -v nodejs 2>/dev/null)" && return 0
  where=nvm && newest_in "${NVM_DIR:-$HOME/.nvm}/versions/node" bin/node && return 0
  where=volta && newest_in "${VOLTA_HOME:-$HOME/.volta}/tools/image/node" bin/node && return 0
  where=fnm
  for folder in "${FNM_DIR:-}" "${XDG_DATA_HOME:-$HOME/.local/share}/fnm" "$HOME/.fnm" "$HOME/Library/Application Support/fnm"; do
    [ -n "$folder" ] && newest_in "$folder/node-versions" installation/bin/node && return 0
  done
  where=asdf && newest_in "${ASDF_DATA_DIR:-$HOME/.asdf}/installs/nodejs" bin/node && return 0
  where=mise && newest_in "${MISE_DATA_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/mise}/installs/node" bin/node && return 0
  where=nodenv && newest_in "${NODENV_ROOT:-$HOME/.nodenv}/versions" bin/node && return 0
  where=Homebrew && first_of /opt/homebrew/bin/node /usr/local/bin/node /home/linuxbrew/.linuxbrew/bin/node \
    /opt/homebrew/opt/node@*/bin/node /usr/local/opt/node@*/bin/node && return 0
  where=system && first_of /usr/bin/node /usr/bin/nodejs /opt/local/bin/node "$HOME/n/bin/node" && return 0
  where=snap && first_of /snap/node/current/bin/node /snap/bin/node && return 0
  return 1
}

# Without a Node this is all that can be said, so it is said here: once an hour at most, and again for a new version.
# `failed` has one line each: cause, plugin version, attempts, time of the notice, message (install/failure.mjs reads it too).
no_node() {
  text='Cairn is waiting for Node 20.19 or newer: none was found on the PATH, nor with nvm, volta, fnm, asdf, mise, nodenv, Homebrew or snap. Install one (https://nodejs.org); Cairn then sets itself up at your next prompt. /cairn:doctor says more.'
  version=$(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$root/.claude-plugin/plugin.json" | head -n 1)
  failed=$home/runtime/failed
  if [ -n "$(find "$failed" -mmin -60 2>/dev/null)" ] && [ "$(head -n 2 "$failed")" = "no-node
$version" ]; then
    [ -n "$loud" ] && printf 'cairn: %s\n' "$text"
    exit 1
  fi
  say "$text"
  printf '"systemMessage":"%s"\n' "$text" >"$home/notice.$$" && mv -f "$home/notice.$$" "$home/notice"
  printf 'no-node\n%s\n1\n0\n%s\n' "$version" "$text" >"$failed.$$" && mv -f "$failed.$$" "$failed"
  exit 1
}

mkdir -p "$home/runtime" 2>/dev/null
if ! [ -w "$home/runtime" ]; then
  [ -n "$loud" ] && printf 'cairn: %s cannot be written\n' "$home"
  exit 1
fi

# 75 = this Node has become too old; 126 and 127 = it cannot be run at all: then another one is looked for.
node=
[ -r "$home/runtime/node" ] && IFS= read -r node <"$home/runtime/node"
if [ -n "$node" ] && [ -x "$node" ]; then
  "$node" "$root/install/main.mjs" "$@"
  code=$?
  case $code in 75 | 126 | 127) say "$node no longer serves ($code)" ;; *) exit $code ;; esac
fi
find_node || no_node
say "Node $version at $node ($where)"
printf '%s\n' "$node" >"$home/runtime/node.$$" && mv -f "$home/runtime/node.$$" "$home/runtime/node"
"$node" "$root/install/main.mjs" "$@"
