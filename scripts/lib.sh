# SPDX-License-Identifier: GPL-3.0-or-later
# What the scripts share. Source it from a script in this folder after `set -euo pipefail`.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# say WORDS… : what is done now, and how long it took to come here
say () { printf '\033[1m▸ %d:%02d %s\033[0m\n' $((SECONDS / 60)) $((SECONDS % 60)) "$*"; }

# quietly LOG COMMAND… : runs it; its words are shown only when it fails
quietly () {
  local log=$1
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null && return
  tail -n 60 "$log"
  say "Failed: $*"
  return 1
}

# missing GROUP… : names of packages of these groups that are not installed
missing () {
  local group package
  while read -r group package; do
    case "$group" in ''|\#*) continue ;; esac
    [[ " $* " == *" $group "* ]] || continue
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s\n' "$package"
  done <"$top/scripts/packages"
}

# need GROUP… : installs what is missing of these groups; asks nothing, removes nothing
need () {
  local packages sudo=()
  if ! command -v dpkg-query >/dev/null; then
    say "Not a Debian system: please install the packages of scripts/packages by hand (groups: $*)"
    return 0
  fi
  mapfile -t packages < <(missing "$@")
  [ "${#packages[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { say "Please install, as root: apt-get install ${packages[*]}"; return 1; }
    sudo=(sudo)
  fi
  say "Installing ${#packages[@]} packages and what they need: ${packages[*]}"
  quietly "$top/_build/apt.log" "${sudo[@]}" apt-get -o DPkg::Lock::Timeout=900 update -qq ||
    say "Not all package lists could be renewed; going on with those that are there"
  quietly "$top/_build/apt.log" "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -o DPkg::Lock::Timeout=900 install -y -q --no-remove --no-install-recommends "${packages[@]}"
}

# need_servers: like `need servers`, for the mail servers that tests start by themselves on free ports. They are not to run
# as services of this machine: those that come new are neither started now nor with the next boot. A machine with another
# mail server keeps it; the tests that want these are then skipped.
need_servers () {
  local units=(dovecot.service dovecot.socket exim4.service) sudo=() new
  new=$(missing servers)
  [ -n "$new" ] || return 0
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  if [ -d /run/systemd/system ]; then
    quietly "$top/_build/units.log" "${sudo[@]}" systemctl mask --runtime "${units[@]}" || true
  fi
  need servers || say "Tests with real mail servers will be skipped"
  if [ -d /run/systemd/system ]; then
    quietly "$top/_build/units.log" "${sudo[@]}" systemctl unmask --runtime "${units[@]}" || true
    quietly "$top/_build/units.log" "${sudo[@]}" systemctl disable "${units[@]}" || true
  fi
}

# configure DIR OPTION… : sets a build folder up; anew when anything it was made for has changed (CC counts too)
configure () {
  local dir=$1 made_for
  shift
  made_for="$top $(meson --version) ${CC:-cc} $*"
  if [ -f "$dir/build.ninja" ] && [ "$(cat "$dir/made-for" 2>/dev/null)" = "$made_for" ]; then
    quietly "$dir.log" ninja -C "$dir" build.ninja
    return
  fi
  rm -rf "$dir"
  quietly "$dir.log" meson setup "$dir" "$top" "$@" || return 1
  printf '%s\n' "$made_for" >"$dir/made-for"
}

# build DIR : compiles; a terminal shows how far it is, a log only what is wrong
build () {
  if [ -t 1 ]; then
    ninja -C "$1"
  else
    ninja --quiet -C "$1"
  fi
}
