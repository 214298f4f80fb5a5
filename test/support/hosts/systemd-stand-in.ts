import type { Host, HostFile } from '../../../stack/host/host.ts';

/**
 * Programs of a host that has no systemd, no time daemon and a clock that it shares with this machine. They take the
 * arguments of the real ones, print what those print, and keep their state in files.
 */
export const standIns: Readonly<Record<string, HostFile>> = {
  '/usr/bin/systemctl': { content: systemctl(), mode: 0o755 },
  '/usr/bin/journalctl': {
    content: '#!/bin/sh\necho "2026-01-01T00:00:00 web-1 lamp[7]: the wick is burnt"\n',
    mode: 0o755,
  },
  '/usr/bin/resolvectl': {
    content: `#!/bin/sh
case "$1" in
  flush-caches) [ "$(id -u)" = 0 ] || exit 1; echo flushed >>/run/resolved ;;
  dns) echo "Link 2 (eth0): $(cat /run/servers)" ;;
esac
`,
    mode: 0o755,
  },
  '/usr/bin/timedatectl': {
    content: '#!/bin/sh\n[ -f /run/clock-offset ] && echo NTPSynchronized=no || echo NTPSynchronized=yes\n',
    mode: 0o755,
  },
  '/usr/bin/chronyc': {
    content: `#!/bin/sh
[ "$*" = '-c tracking' ] || exit 1
if [ -f /run/clock-offset ]; then leap='Not synchronised'; stratum=0; else leap=Normal; stratum=3; fi
echo "A29FC87B,192.0.2.7,$stratum,1700000000.123,0.000012345,-0.0000123,0.0000234,-5.678,0.001,0.023,0.012,0.001,64.2,$leap"
`,
    mode: 0o755,
  },
  // The clock is this machine's: how far it is off is in a file, until the daemon that sets it is restarted.
  '/usr/local/bin/date': {
    content: `#!/bin/sh
[ "$*" = +%s.%N ] && [ -f /run/clock-offset ] || exec /usr/bin/date "$@"
/usr/bin/date -d "$(cat /run/clock-offset) seconds" +%s.%N
`,
    mode: 0o755,
  },
};

/** Has systemd know a unit, with these properties besides the usual ones. */
export async function putUnit(host: Host, unit: string, properties: Readonly<Record<string, string>>): Promise<void> {
  const all = {
    Id: unit,
    LoadState: 'loaded',
    ActiveState: 'active',
    SubState: 'running',
    Result: 'success',
    Type: 'simple',
    NRestarts: '0',
    InvocationID: 'c0ffee',
    ExecMainStatus: '0',
    ActiveEnterTimestampMonotonic: '1000000',
    ExecMainStartTimestampMonotonic: '1000000',
    ...properties,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}=${value}\n`);
  await host.write(`/run/units/${unit}`, { content: lines.join('') });
}

function systemctl(): string {
  return `#!/bin/bash
shopt -s nullglob
verb=$1
shift
set_properties() { # <unit> <name=value>...
  local unit=$1 each; shift
  for each; do sed -i "/^\${each%%=*}=/d" "/run/units/$unit"; echo "$each" >>"/run/units/$unit"; done
}
if [[ $verb == show ]]; then
  wanted=\${1#--property=}; shift
  first=yes
  for unit; do
    [[ -n $first ]] || echo
    first=
    [[ -f /run/units/$unit ]] || { echo LoadState=not-found; continue; }
    grep -E "^(\${wanted//,/|})=" "/run/units/$unit"
  done
  exit 0
fi
unit=\${*: -1}
[[ $(id -u) == 0 ]] || { echo 'Interactive authentication required.' >&2; exit 1; }
echo "$verb $*" >>/run/systemctl-calls
now=$(awk '{ printf "%.0f", $1 * 1000000 }' /proc/uptime)
case $verb in
  reset-failed)
    set_properties "$unit" ActiveState=inactive SubState=dead Result=success NRestarts=0 ;;
  restart)
    set_properties "$unit" ActiveState=active SubState=running Result=success ExecMainStatus=0 \\
      "InvocationID=$RANDOM$RANDOM" "ActiveEnterTimestampMonotonic=$now" "ExecMainStartTimestampMonotonic=$now" "StateChangeTimestampMonotonic=$now"
    [[ $unit != chrony.service ]] || rm -f /run/clock-offset ;;
esac
`;
}
