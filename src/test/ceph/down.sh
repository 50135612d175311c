#!/usr/bin/env bash
# Stops the daemons that up.sh started from DATA_DIR, by their recorded process ids and nothing else.
#   down.sh DATA_DIR [--purge]      --purge also deletes what up.sh made in DATA_DIR
set -uo pipefail
[ $# -ge 1 ] && [ -d "$1" ] || { echo "usage: down.sh DATA_DIR [--purge]" >&2; exit 64; }
D=$(cd "$1" && pwd)
[ -e "$D/.throwaway-ceph" ] || { echo "not made by up.sh: $D" >&2; exit 73; }

# A recorded id counts only while that process still runs with this very configuration file.
ours() { [ -r "/proc/$1/cmdline" ] && tr '\0' '\n' < "/proc/$1/cmdline" 2>/dev/null | grep -qxF -- "$D/ceph.conf"; }
rc=0
for name in rgw osd mon; do
  file=$D/run/$name.pid
  [ -s "$file" ] || continue
  pid=$(cat "$file")
  if ours "$pid"; then
    kill -TERM "$pid" 2>/dev/null
    for _ in $(seq 100); do ours "$pid" || break; sleep 0.1; done
    if ours "$pid"; then kill -KILL "$pid" 2>/dev/null; sleep 0.5; fi
    if ours "$pid"; then echo "could not stop $name ($pid)" >&2; rc=1; continue; fi
  fi
  rm -f "$file"
done
if [ "${2:-}" = --purge ] && [ $rc = 0 ]; then
  rm -rf "$D/mon" "$D/osd.0" "$D/run" "$D/log"
  rm -f "$D/monmap" "$D/ceph.conf" "$D/s3.env" "$D/.throwaway-ceph"
  rmdir "$D" 2>/dev/null || true
fi
exit $rc
