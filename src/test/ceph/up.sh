#!/usr/bin/env bash
# Starts a throw-away, single-node Ceph (mon + one in-memory OSD + radosgw) as a REAL S3 server for tests.
# Loopback only, no systemd, no mgr, no disk images. Everything is lost when it stops.
#
#   up.sh DATA_DIR [PORT]        start; prints the settings as KEY=value lines (also in DATA_DIR/s3.env)
#   down.sh DATA_DIR             stop what was started from DATA_DIR
#
# Debian packages: radosgw ceph-mon ceph-osd ceph-common uuid-runtime curl
# Ports, all on 127.0.0.1: PORT (S3, default 7480), PORT+1 and PORT+2 (monitor), PORT+10..PORT+60 (OSD).
# Optional environment:
#   CEPH_S3_MEMORY_BYTES   capacity held in RAM (default 4 GiB)
#   CEPH_S3_ACCOUNTS       "uid:access:secret ..." (default: vendor:vendorkey:vendorsecret client:clientkey:clientsecret)
#   CEPH_S3_CLASSES        extra storage classes, e.g. "GLACIER DEEP_ARCHIVE" (labels only: objects stay readable)
set -Eeuo pipefail

usage() { sed -n '2,15s/^# \{0,1\}//p' "$0"; exit 64; }
[ $# -ge 1 ] && [ $# -le 2 ] || usage
mkdir -p "$1"
D=$(cd "$1" && pwd)
PORT=${2:-7480}
case $PORT in *[!0-9]*|'') usage;; esac
HERE=$(cd "$(dirname "$0")" && pwd)
MEMORY=${CEPH_S3_MEMORY_BYTES:-4294967296}
ACCOUNTS=${CEPH_S3_ACCOUNTS:-vendor:vendorkey:vendorsecret client:clientkey:clientsecret}
CLASSES=${CEPH_S3_CLASSES:-}
MARK=$D/.throwaway-ceph
PATH=$PATH:/usr/sbin:/sbin

case $D in *[[:space:]]*) echo "DATA_DIR must not contain white space: $D" >&2; exit 64;; esac
for tool in ceph ceph-mon ceph-osd radosgw radosgw-admin monmaptool uuidgen curl; do
  command -v "$tool" >/dev/null || { echo "missing command: $tool (see the package list in this script)" >&2; exit 69; }
done
if [ -e "$MARK" ]; then
  "$HERE/down.sh" "$D"
  rm -rf "$D/mon" "$D/osd.0" "$D/run" "$D/log" "$D/monmap" "$D/ceph.conf" "$D/s3.env"
elif [ -n "$(ls -A "$D")" ]; then
  echo "DATA_DIR is not empty and was not made by this script: $D" >&2; exit 73
fi
if curl -s -o /dev/null --max-time 2 "http://127.0.0.1:$PORT/"; then
  echo "port $PORT already answers" >&2; exit 73
fi

umask 077
: > "$MARK"
mkdir -p "$D/mon" "$D/osd.0" "$D/run" "$D/log"
FSID=$(uuidgen)
MON="[v2:127.0.0.1:$((PORT + 1)),v1:127.0.0.1:$((PORT + 2))]"
KMS_KEY=$(head -c 32 /dev/urandom | base64 -w0)
STS_KEY=$(head -c 8 /dev/urandom | od -An -tx1 | tr -d ' \n')
cat > "$D/ceph.conf" <<CONF
[global]
fsid = $FSID
mon_host = $MON
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
ms_bind_ipv6 = false
ms_bind_port_min = $((PORT + 10))
ms_bind_port_max = $((PORT + 60))
# no cephx; radosgw would otherwise insist on 'secure' mode towards the monitor and fail with -13
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
ms_mon_client_mode = crc
ms_mon_service_mode = crc secure
ms_mon_cluster_mode = crc secure
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 8
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
mon_allow_pool_size_one = true
mon_max_pg_per_osd = 1000
mon_data_avail_warn = 1
mon_data_avail_crit = 1
mon_data = $D/mon
osd_data = $D/osd.0
run_dir = $D/run
keyring = $D/keyring
log_file = $D/log/\$name.log
pid_file =
admin_socket =
[osd]
osd_objectstore = memstore
memstore_device_bytes = $MEMORY
osd_class_load_list = *
osd_class_default_list = *
[client.rgw]
rgw_frontends = beast endpoint=127.0.0.1:$PORT
rgw_dns_name = localhost
rgw_enable_usage_log = false
rgw_thread_pool_size = 128
# SSE-C and SSE-KMS over plain loopback HTTP, with one test key named testkey-1
rgw_crypt_require_ssl = false
rgw_crypt_s3_kms_backend = testing
rgw_crypt_s3_kms_encryption_keys = testkey-1=$KMS_KEY
rgw_s3_auth_use_sts = true
rgw_sts_key = $STS_KEY
CONF

failed() { echo "start failed; last lines of the logs:" >&2; for log in "$D"/log/*; do echo "== $log"; tail -n 5 "$log"; done >&2; "$HERE/down.sh" "$D" || true; exit 1; }
trap failed ERR
# Each daemon runs in the foreground mode of its own, detached, so that $! is its real process id.
launch() { # NAME COMMAND...
  local name=$1; shift
  setsid nohup "$@" >"$D/log/$name.out" 2>&1 </dev/null &
  echo $! > "$D/run/$name.pid"
}
alive() { kill -0 "$(cat "$D/run/$1.pid")" 2>/dev/null; }
quiet() { "$@" >>"$D/log/setup.out" 2>&1; }
C=(-c "$D/ceph.conf")

quiet monmaptool --create --clobber --fsid "$FSID" --addv a "$MON" "$D/monmap"
quiet ceph-mon "${C[@]}" --mkfs -i a --monmap "$D/monmap"
launch mon ceph-mon "${C[@]}" -f -i a
OSD=$(uuidgen)
for _ in $(seq 12); do
  quiet timeout 10 ceph "${C[@]}" quorum_status && break
  alive mon
done
quiet timeout 60 ceph "${C[@]}" osd new "$OSD"
quiet ceph-osd "${C[@]}" -i 0 --mkfs --osd-uuid "$OSD"
launch osd ceph-osd "${C[@]}" -f -i 0
for _ in $(seq 120); do
  timeout 10 ceph "${C[@]}" osd stat 2>/dev/null | grep -q '1 up' && break
  alive osd; sleep 0.5
done
timeout 10 ceph "${C[@]}" osd stat 2>/dev/null | grep -q '1 up'
for account in $ACCOUNTS; do
  IFS=: read -r id access secret <<<"$account"
  quiet timeout 120 radosgw-admin "${C[@]}" user create --uid="$id" --display-name="$id" --access-key="$access" --secret-key="$secret"
done
for class in $CLASSES; do
  quiet timeout 60 radosgw-admin "${C[@]}" zonegroup placement add --rgw-zonegroup=default --placement-id=default-placement --storage-class="$class"
  quiet timeout 60 radosgw-admin "${C[@]}" zone placement add --rgw-zone=default --placement-id=default-placement --storage-class="$class" --data-pool="default.rgw.$(echo "$class" | tr 'A-Z_' 'a-z-').data"
done
launch rgw radosgw "${C[@]}" -f -n client.rgw
for _ in $(seq 120); do
  curl -sf -o /dev/null --max-time 2 "http://127.0.0.1:$PORT/" && break
  alive rgw; sleep 0.5
done
curl -sf -o /dev/null --max-time 5 "http://127.0.0.1:$PORT/"
trap - ERR

{ echo "CEPH_S3_ENDPOINT=http://127.0.0.1:$PORT"
  echo "CEPH_S3_REGION=us-east-1"
  for account in $ACCOUNTS; do
    IFS=: read -r id access secret <<<"$account"
    up=$(echo "$id" | tr 'a-z-' 'A-Z_')
    echo "CEPH_S3_${up}_ACCESS_KEY=$access"; echo "CEPH_S3_${up}_SECRET_KEY=$secret"
  done
  echo "CEPH_S3_KMS_KEY_ID=testkey-1"
  echo "CEPH_S3_CONF=$D/ceph.conf"
} | tee "$D/s3.env"
