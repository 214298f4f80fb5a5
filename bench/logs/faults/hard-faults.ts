import { checkpoint, retrying, slowQuery } from '../services/backgrounds.ts';
import type { Fault } from '../words.ts';
import { gateway, n, say, shop } from '../words.ts';

/** Causes that are quiet, known before, late, or normal words. */
export const hardFaults: readonly Fault[] = [
  {
    name: 'locks',
    cause: say(
      'db',
      'error',
      [25, 0, 400],
      (r) => `deadlock detected: process ${n(r)} waits for ShareLock on transaction ${n(r)}`,
    ),
    symptoms: [
      say(
        'orders',
        'error',
        [180, 5, 480],
        (r) => `Request ${r.hex(16)} failed: db did not answer, timed out after ${n(r)} ms`,
      ),
      gateway(6),
      shop(7),
    ],
  },
  {
    name: 'pool',
    cause: say(
      'orders',
      'warn',
      [30, 0, 400],
      (r) => `Connection pool exhausted: 50 active, 0 idle, ${r.upTo(90)} waiting`,
    ),
    symptoms: [
      say(
        'orders',
        'error',
        [200, 4, 500],
        (r) => `Request ${r.hex(16)} failed: timed out after 30000 ms waiting for a connection`,
      ),
      gateway(5),
      shop(6),
    ],
  },
  {
    name: 'configuration',
    cause: say('orders', 'info', [1, 0, 1], () => 'Configuration reloaded: maximum pool size is now 2'),
    symptoms: [
      say(
        'orders',
        'error',
        [200, 15, 480],
        (r) => `Request ${r.hex(16)} failed: timed out after 30000 ms waiting for a connection`,
      ),
      gateway(16),
      shop(17),
    ],
  },
  {
    name: 'partner slow',
    cause: say(
      'orders',
      'warn',
      [60, 0, 500],
      (r) => `Retrying call to partner in ${n(r)} ms, attempt ${1 + r.upTo(3)}`,
    ),
    symptoms: [gateway(10), shop(12)],
    isKnownBefore: { lines: 3, as: retrying },
  },
  {
    name: 'slow queries',
    cause: say('orders', 'warn', [90, 0, 500], (r) => `Slow query took ${n(r)} ms on table orders`),
    symptoms: [gateway(5), shop(6)],
    isKnownBefore: { lines: 15, as: slowQuery },
  },
  {
    name: 'late words',
    cause: say('orders', 'warn', [6, 45, 400], (r) => `GC pause full ${n(r)}ms, heap 2047M of 2048M`),
    symptoms: [gateway(0), shop(1)],
  },
  {
    name: 'wrong clock',
    cause: say('db', 'error', [25, 20, 400], (r) => `invalid page in block ${n(r)} of relation base/${n(r)}/${n(r)}`),
    symptoms: [
      say('orders', 'error', [180, 0, 480], (r) => `Request ${r.hex(16)} failed: db answered with an internal error`),
      gateway(1),
      shop(2),
    ],
  },
  {
    name: 'normal words',
    cause: say(
      'db',
      'info',
      [15, 0, 200],
      (r) => `checkpoint complete: wrote ${n(r)} buffers, 0 files added, longest ${n(r)} ms`,
    ),
    symptoms: [
      say(
        'orders',
        'error',
        [180, 3, 480],
        (r) => `Request ${r.hex(16)} failed: db did not answer, timed out after ${n(r)} ms`,
      ),
      gateway(4),
      shop(5),
    ],
    isKnownBefore: { lines: 75, as: checkpoint },
  },
];
