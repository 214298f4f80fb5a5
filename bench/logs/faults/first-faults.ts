import { hardFaults } from './hard-faults.ts';
import type { Fault } from '../words.ts';
import { breaker, gateway, n, refused, say, shop } from '../words.ts';

const npe = `java.lang.RuntimeException: cannot price the cart
	at shop.Pricing.price(Pricing.java:41)
Caused by: java.lang.NullPointerException: discount is null
	at shop.Discounts.of(Discounts.java:17)
	... 23 more`;

/** Ways of failing; the last ones are hard, and some of them cannot be told by what is written. */
export const faults: readonly Fault[] = [
  {
    name: 'memory',
    cause: say(
      'host',
      null,
      [1, 0, 1],
      (r) => `kernel: Out of memory: Killed process ${n(r)} (java) total-vm:${n(r)}kB, anon-rss:${n(r)}kB`,
    ),
    symptoms: [say('orders', 'info', [1, 8, 1], (r) => `Starting orders with PID ${n(r)}`), gateway(1), shop(2)],
  },
  {
    name: 'disk',
    cause: say('db', 'fatal', [4, 0, 300], (r) => `could not write to file "base/${n(r)}": No space left on device`),
    symptoms: [refused(3), gateway(4), shop(5)],
  },
  {
    name: 'database stopped',
    cause: say('db', 'info', [1, 0, 1], () => 'received fast shutdown request, database system is shutting down'),
    symptoms: [refused(1), breaker(4), gateway(2), shop(3)],
  },
  {
    name: 'certificate',
    cause: say(
      'billing',
      'error',
      [90, 0, 500],
      (r) => `level=error msg="payment failed" order=${n(r)} error="tls: certificate has expired"`,
    ),
    symptoms: [
      say('orders', 'error', [160, 1, 500], (r) => `Order ${n(r)} rejected: billing answered 500`),
      gateway(2),
    ],
  },
  {
    name: 'names',
    cause: say(
      'billing',
      'error',
      [70, 0, 500],
      (r) => `level=error msg="lookup of bank failed" order=${n(r)} error="no such host"`,
    ),
    symptoms: [
      say('orders', 'error', [160, 1, 500], (r) => `Order ${n(r)} rejected: billing answered 500`),
      gateway(2),
    ],
  },
  {
    name: 'bug in a release',
    cause: say(
      'orders',
      'error',
      [80, 0, 500],
      (r) => `Request ${r.hex(16)} failed: cannot price the cart ${n(r)}`,
      npe,
    ),
    symptoms: [say('orders', 'info', [1, -20, 1], () => 'Started orders version 4.12.0'), gateway(1), shop(1)],
  },
  {
    name: 'poisoned message',
    cause: say(
      'worker',
      'error',
      [120, 0, 500],
      (r) => `cannot decode message ${n(r)} of queue invoices: unexpected field "vat"`,
    ),
    symptoms: [
      say(
        'queue',
        'warn',
        [120, 1, 500],
        (r) => `message ${n(r)} of queue invoices was rejected and goes back, delivery ${r.upTo(90)}`,
      ),
      say('queue', 'warn', [20, 60, 400], (r) => `queue invoices has ${n(r)} messages ready, above the high watermark`),
    ],
  },
  {
    name: 'files',
    cause: say('gateway', 'error', [40, 0, 500], (r) => `accept4() failed (24: Too many open files), worker ${n(r)}`),
    symptoms: [say('shop', 'error', [200, 2, 500], (r) => `fetch of cart ${n(r)} failed: socket hang up`)],
  },
  {
    name: 'port',
    cause: say(
      'billing',
      'fatal',
      [6, 0, 400],
      () => 'level=fatal msg="cannot serve" error="listen tcp :8080: bind: address already in use"',
    ),
    symptoms: [
      say(
        'host',
        null,
        [6, 1, 400],
        (r) => `systemd[1]: billing.service: Main process exited, code=exited, status=1, restart ${r.upTo(90)}`,
      ),
      say('orders', 'error', [200, 1, 500], (r) => `Order ${n(r)} rejected: dial billing: connection refused`),
      gateway(2),
    ],
  },
  {
    name: 'permission',
    cause: say(
      'worker',
      'error',
      [50, 0, 500],
      (r) => `cannot write invoice ${n(r)}: open /srv/invoices/${n(r)}.pdf: permission denied`,
    ),
    symptoms: [say('shop', 'error', [90, 3, 500], (r) => `no invoice for order ${n(r)} from worker after 3 attempts`)],
  },
  {
    name: 'crash',
    cause: say(
      'host',
      null,
      [3, 0, 300],
      (r) => `kernel: nginx[${n(r)}]: segfault at ${r.hex(12)} ip ${r.hex(12)} sp ${r.hex(12)} error 4`,
    ),
    symptoms: [
      say('gateway', 'error', [20, 1, 300], (r) => `worker process ${n(r)} exited on signal 11`),
      say('shop', 'error', [120, 1, 400], (r) => `fetch of cart ${n(r)} failed: socket hang up`),
    ],
  },
  {
    name: 'panic',
    cause: say(
      'billing',
      'fatal',
      [5, 0, 300],
      () => 'panic: runtime error: index out of range [3] with length 3',
      'panic: runtime error: index out of range [3] with length 3\ngoroutine 18 [running]:\nmain.split(...)',
    ),
    symptoms: [
      say('orders', 'error', [150, 1, 500], (r) => `Order ${n(r)} rejected: dial billing: connection refused`),
      gateway(2),
    ],
  },
  ...hardFaults,
];
