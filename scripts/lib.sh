# SPDX-License-Identifier: GPL-3.0-or-later
# What the scripts share. Source it from a script in this folder after `set -eu`.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say () { printf '\033[1m▸ %s\033[0m\n' "$*"; }

# missing GROUP… : names of packages of these groups that are not installed
missing () {
  local group package
  while read -r group package; do
    case "$group" in ''|\#*) continue ;; esac
    [[ " $* " == *" $group "* ]] || continue
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s\n' "$package"
  done <"$top/scripts/packages"
}

# need GROUP… : installs what is missing of these groups; asks nothing
need () {
  local packages sudo=
  if ! command -v dpkg-query >/dev/null; then
    say "Not a Debian system: please install the packages of scripts/packages by hand (groups: $*)"
    return 0
  fi
  mapfile -t packages < <(missing "$@")
  [ "${#packages[@]}" -gt 0 ] || return 0
  say "Installing ${#packages[@]} packages: ${packages[*]}"
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=900 install -y -qq \
    --no-install-recommends "${packages[@]}" >/dev/null
}

# configure DIR OPTION… : sets a build folder up, or again with these options when it is there
configure () {
  local dir=$1
  shift
  if [ -f "$dir/build.ninja" ]; then
    meson configure "$dir" "$@" >/dev/null
  else
    meson setup "$dir" "$top" "$@" >"$dir.log" 2>&1 || { cat "$dir.log"; return 1; }
    rm -f "$dir.log"
  fi
}
