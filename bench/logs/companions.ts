import type { Words } from './words.ts';
import { n, say } from './words.ts';

/** Odd errors that come now and then and mean nothing; each is rare, together they are always there. */
export const oddities = [
  'cannot read favicon',
  'session store lost entry',
  'ignoring malformed cookie',
  'failed to send metric batch',
  'thumbnail failed',
  'stale lock removed, error ignored',
  'client went away: broken pipe',
  'failed to parse locale',
];

/** Events that are rare and harmless; they come at any time, also just before something breaks. */
export const rarities = [
  'rotated log file, new file number',
  'reloading resolver settings, nothing changed, generation',
  'renewed lease of certificate store, serial',
  'compaction finished, run',
  'starting hourly report',
  'leader confirmed for term',
  'feature flags refreshed, revision',
  'connected to metrics collector as',
];

/** What happens around incidents and without any: harmless, and it changes what is written. Times are relative. */
export const companions: readonly (readonly Words[])[] = [
  [],
  // A release: new words at every level but error.
  [
    say('shop', 'info', [1, -60, 1], () => 'received SIGTERM, draining'),
    say('shop', 'info', [1, -50, 1], () => 'listening on port 3000, build 2026.4'),
    say('shop', 'info', [200, -49, 600], (r) => `rendered cart ${n(r)} with the new template engine`),
    say('shop', 'warn', [90, -45, 600], (r) => `option legacyCart is deprecated, used by page ${r.upTo(900)}`),
  ],
  // A nightly job.
  [
    say('worker', 'info', [150, -100, 700], (r) => `archived invoice ${n(r)} in ${r.upTo(90)}ms`),
    say('db', 'info', [12, -90, 600], (r) => `automatic vacuum of table orders: removed ${r.upTo(900)} tuples`),
  ],
  // A process is replaced as planned.
  [
    say('host', null, [2, -80, 30], () => 'systemd[1]: Stopping queue worker...'),
    say('host', null, [2, -78, 30], () => 'systemd[1]: worker.service: Deactivated successfully, exit code 0.'),
  ],
  // Settings are written anew, to no effect.
  [
    say('billing', 'info', [1, -70, 1], () => 'level=info msg="configuration reloaded" changed=logging.format'),
    say('gateway', 'info', [1, -66, 1], (r) => `signal 1 (SIGHUP) received from ${n(r)}, reconfiguring`),
  ],
  // One more instance, because of the load.
  [
    say('host', null, [1, -75, 1], () => 'scaled orders from 3 to 4 instances'),
    say('orders', 'info', [1, -60, 1], (r) => `Started orders version 4.11.3 with PID ${n(r)}`),
    say('orders', 'info', [25, -58, 20], (r) => `warming cache, ${r.upTo(100)} percent done`),
  ],
];
