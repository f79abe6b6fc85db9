#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Polish without compromise: every string of the sources of today is translated, none fuzzy; every source with strings
# is in POTFILES.
set -u
export LC_ALL=C.UTF-8
cd "$SOURCE_ROOT" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
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

listed=$(grep -v '^#' po/POTFILES | sort)
with_strings=$({ grep -rlE '\b_ ?\(|\bN_ ?\(|ngettext ?\(|\bN?C_ ?\(|dgettext' src --include='*.c'
                 grep -rlE 'translatable="(yes|true|1)"' ui --include='*.ui'
                 ls data/*.desktop.in data/*.metainfo.xml.in data/*.gschema.xml; } | sort)
check 'every file with strings is in POTFILES' "$(comm -13 <(echo "$listed") <(echo "$with_strings"))"
check 'every file in POTFILES is there' "$(for f in $listed; do [ -e "$f" ] || echo "$f"; done)"

check 'a template can be made' "$(scripts/update-po --template "$work/dyzur.pot" 2>&1 || echo 'xgettext failed')"
for language in $(grep -v '^#' po/LINGUAS); do
  msgmerge --quiet --no-fuzzy-matching -o "$work/$language.po" "po/$language.po" "$work/dyzur.pot"
  check "$language: every string of the sources is translated" \
    "$(msgattrib --untranslated --no-obsolete "$work/$language.po" | grep '^msgid "' | grep -v '^msgid ""$' | head -40)"
  check "$language: nothing is fuzzy" "$(msgattrib --only-fuzzy --no-obsolete "po/$language.po" | grep '^msgid' | head -20)"
  check "$language: msgfmt --check" "$(msgfmt --check -o /dev/null "po/$language.po" 2>&1)"
done

echo "1..$n"
exit $failed
