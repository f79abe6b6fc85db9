#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The borders between modules: an upward include does not compile, and a library is used by its one module only.
set -u
cd "$SOURCE_ROOT" || exit 1
n=0 failed=0

ok () { n=$((n + 1)); echo "ok $n - $1"; }
not_ok () { n=$((n + 1)); failed=1; echo "not ok $n - $1"; }

# forbidden MODULE HEADER : compiling a file of MODULE that includes HEADER must fail, because the header is not found.
# The flags are those the build really uses for that module, taken from its compile commands.
forbidden () {
  local flags
  flags=$(/usr/bin/python3 - "$BUILD_ROOT" "$SOURCE_ROOT/src/$1/" <<'PY'
import json, os, shlex, sys
build, folder = sys.argv[1:]
for entry in json.load(open(os.path.join(build, 'compile_commands.json'))):
    path = os.path.normpath(os.path.join(entry['directory'], entry['file']))
    if os.path.dirname(path) + '/' == folder:
        print(' '.join(shlex.quote(a) for a in shlex.split(entry['command']) if a.startswith(('-I', '-D'))))
        break
PY
)
  if [ -z "$flags" ]; then
    not_ok "$1 has no compile commands"
    return
  fi
  # A header that is there must be found with the same flags: else the check below would prove nothing.
  if ! (cd "$BUILD_ROOT" && printf '#include "dyzur-clock.h"\n' | eval "cc $flags -fsyntax-only -x c -" 2>/dev/null); then
    not_ok "$1 sees core"
    return
  fi
  if (cd "$BUILD_ROOT" && printf '#include "%s"\n' "$2" | eval "cc $flags -fsyntax-only -x c -" 2>/dev/null); then
    not_ok "$1 must not see $2"
  else
    ok "$1 cannot include $2"
  fi
}

# only MODULES-REGEX HEADER-REGEX NAME : the library's headers are included in that module alone
only () {
  local strangers
  strangers=$(grep -rlE "#include <($2)" src | grep -vE "^src/($1)/" || true)
  if [ -n "$strangers" ]; then
    not_ok "$3 only in $1"
    printf '# %s\n' $strangers
  else
    ok "$3 only in $1"
  fi
}

forbidden core dyzur-store.h
forbidden core dyzur-html.h
forbidden text dyzur-store.h
forbidden text dyzur-json.h
forbidden store dyzur-html.h
forbidden store dyzur-json.h
forbidden store dyzur-practice.h
forbidden net dyzur-store.h
forbidden connectors/mail dyzur-store.h
forbidden connectors/practice dyzur-store.h
forbidden connectors/practice dyzur-mail-connector.h
forbidden shops dyzur-store.h
forbidden shops dyzur-mail-connector.h
forbidden assist dyzur-store.h
forbidden assist dyzur-engine.h
forbidden engine dyzur-window.h
forbidden console dyzur-store.h
forbidden console dyzur-practice.h
forbidden console dyzur-json.h

only store 'sqlite3' SQLite
only net 'libsoup|json-glib|libsecret' 'libsoup, json-glib and libsecret'
only text 'libxml|hunspell' 'libxml2 and hunspell'
only connectors/mail 'gmime' GMime
only console 'gtk|adwaita|gdk' GTK

echo "1..$n"
exit $failed
