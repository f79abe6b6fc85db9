#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bench-console.sh PROGRAM : starts (its own and an empty window's, in turns), then what is measured inside, on a copy of
# the generated profile (DYZUR_BENCH_MESSAGES).
set -eu
ui=$(dirname "$0")/../ui/run-ui-tests.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$1" make 2>"$work/folder"
mkdir "$work/profile"
cp --reflink=auto -r "$(tail -1 "$work/folder")/." "$work/profile"

median () { sort -n "$1" | awk '{a[NR] = $'"$2"'} END {print a[int((NR + 1) / 2)]}'; }
"$ui" bash -c 'for i in 1 2 3 4 5 6 7; do "$1" empty >>"$2/empty"; "$1" start "$2/profile" >>"$2/start"; done' bench "$1" "$work"
awk -v e="$(median "$work/empty" 1)" -v s="$(median "$work/start" 1)" -v ew="$(median "$work/empty" 2)" \
  -v sw="$(median "$work/start" 2)" 'BEGIN {
  printf "spawn to first painted conversation list, median of 7: %d ms (work %d); an empty window %d ms (work %d); ", s, sw, e, ew
  printf "that is 1.3 x empty + %d ms   goal <= 400 and 1.3 x + 150\n", s - 1.3 * e }'
"$ui" "$1" run "$work/profile"
