#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# run-ui-tests.sh COMMAND… : runs a command with an X server, a session bus, a home and a runtime folder of its own, and
# ends only what it started. SCREEN=WIDTHxHEIGHT (1600x1000); COMPOSITE=1 gives windows real transparency (pictures).
set -eu

work=$(mktemp -d)
pids=()
end () {
  local pid
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap end EXIT

# Without -noreset the server begins anew when its last client leaves, and turns away whoever comes just then.
exec 3<>"$work/display"
Xvfb -displayfd 3 -noreset -screen 0 "${SCREEN:-1600x1000}x24" -nolisten tcp >"$work/xvfb.log" 2>&1 &
pids+=($!)
for _ in $(seq 200); do [ -s "$work/display" ] && break; sleep 0.05; done
DISPLAY=:$(tr -d '\n' <"$work/display")
export DISPLAY XDG_RUNTIME_DIR="$work/run" HOME="$work/home" LC_ALL="${LC_ALL:-C.UTF-8}"
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME WAYLAND_DISPLAY
mkdir -m 700 "$XDG_RUNTIME_DIR" "$HOME"

if [ -n "${COMPOSITE:-}" ] && command -v xcompmgr >/dev/null; then
  xcompmgr >"$work/xcompmgr.log" 2>&1 &
  pids+=($!)
  sleep 0.2
fi

# The last words of bus daemons that may not raise their own limits are no news; what daemons say is no TAP.
dbus-run-session -- bash -c 'exec "$@" >&4 4>&-' run "$@" 4>&1 >/dev/null 2> >(grep -vE 'dbus-daemon|dbind|SpiRegistry' >&2)
