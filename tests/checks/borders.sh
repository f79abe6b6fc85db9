#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The borders between modules: with the flags of the real build a module finds the headers of those it may see and of no
# other, so that an upward include does not compile, and a library is used by its one module only.
set -u
cd "$SOURCE_ROOT" || exit 1
n=0 failed=0

check () {
  n=$((n + 1))
  if [ -z "$2" ]; then
    echo "ok $n - $1"
  else
    failed=1
    echo "not ok $n - $1"
    printf '%s\n' "$2" | sed 's/^/# /'
  fi
}

# Who may see whom, as in src/README.md. Spaces at both ends: a module is a word of its line.
declare -A sees=(
  [core]=' core '
  [text]=' core text '
  [store]=' core store '
  [net]=' core net '
  [connectors/mail]=' core text net connectors/mail '
  [connectors/practice]=' core text net connectors/practice '
  [shops]=' core text net shops '
  [assist]=' core text net assist '
  [engine]=' core text store net connectors/mail connectors/practice shops assist engine '
  [console]=' core engine console '
)
modules=$(printf '%s\n' "${!sees[@]}" | sort)

# flags MODULE : include folders and macros of its compile commands; all its files have the same
flags () {
  /usr/bin/python3 - "$BUILD_ROOT" "$SOURCE_ROOT/src/$1" <<'PY'
import json, os, shlex, sys
build, folder = sys.argv[1:]
for entry in json.load(open(os.path.join(build, 'compile_commands.json'))):
    if os.path.dirname(os.path.normpath(os.path.join(entry['directory'], entry['file']))) == folder:
        print(' '.join(shlex.quote(a) for a in shlex.split(entry['command']) if a.startswith(('-I', '-D'))))
        break
PY
}

# compiler FLAGS OPTION… : the compiler with the flags of a module, on standard input
compiler () { (cd "$BUILD_ROOT" && eval "cc $1 ${*:2} -x c -" 2>&1); }

headers () { (cd "src/$1" && ls ./*.h | sed 's|^./||'); }

# found FLAGS MODULE : which headers of a module the compiler finds, seen from where the flags come from
found () {
  local header
  for header in $(headers "$2"); do
    printf '#if __has_include("%s")\nfound %s\n#endif\n' "$header" "$header"
  done | compiler "$1" -E -P | sed -n 's/^found //p'
}

# include_fails FLAGS HEADER : says so when a file that includes it compiles
include_fails () {
  if printf '#include "%s"\n' "$2" | compiler "$1" -fsyntax-only >/dev/null; then
    echo "a file that includes $2 compiles"
  fi
}

for module in $modules; do
  flags=$(flags "$module")
  check "$module is built" "$([ -n "$flags" ] || echo 'it has no compile commands')"
  check "$module: a file that includes a header of core compiles" \
    "$(printf '#include "dyzur-clock.h"\n' | compiler "$flags" -fsyntax-only)"
  for other in $modules; do
    if [[ ${sees[$module]} == *" $other "* ]]; then
      check "$module sees $other" "$(comm -23 <(headers "$other") <(found "$flags" "$other"))"
    else
      check "$module cannot include $other" \
        "$(found "$flags" "$other"; include_fails "$flags" "$(headers "$other" | head -n 1)")"
    fi
  done
done
check 'nobody goes round the borders by a path' "$(grep -rnE '#include "[^"]*/' src --include='*.[ch]')"

# only MODULE HEADER-REGEX NAME : the library's headers are included in that module alone
only () {
  check "$3 only in ${1//[\\()]/}" "$(grep -rnE "#include <($2)" src --include='*.[ch]' | grep -v "^src/$1/")"
}

only store 'sqlite3' SQLite
only net 'libsoup|json-glib|libsecret' 'libsoup, json-glib and libsecret'
only text 'libxml|hunspell' 'libxml2 and hunspell'
only connectors/mail 'gmime' GMime
only '\(console\|original\)' 'gtk|adwaita|gdk' GTK
only original 'webkit' WebKitGTK

echo "1..$n"
exit $failed
