#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# bench-console.sh PROGRAM : a generated profile (DYZUR_BENCH_MESSAGES, 20000), then the figures, five starts of them.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" make "$folder" "${DYZUR_BENCH_MESSAGES:-20000}"
for _ in 1 2 3 4 5; do "$(dirname "$0")/../ui/run-ui-tests.sh" "$1" run "$folder"; done
