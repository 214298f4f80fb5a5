import { cacheLookup, statement } from '../services/backgrounds.ts';
import type { Fault } from '../words.ts';
import { gateway, ip, n, refused, say, shop } from '../words.ts';

const slowOrders = (after: number) =>
  say(
    'orders',
    'error',
    [180, after, 480],
    (r) => `Request ${r.hex(16)} failed: db did not answer, timed out after ${n(r)} ms`,
  );

/** Ways of failing that were written down before anything was measured with them: changes, quiet services, shifted values. */
export const addedFaults: readonly Fault[] = [
  {
    name: 'silence',
    cause: say('worker', 'info', [0, 0, 1], () => ''),
    silences: 'worker',
    symptoms: [
      say('queue', 'warn', [30, 60, 400], (r) => `queue invoices has ${n(r)} messages ready, above the high watermark`),
      say('shop', 'error', [90, 30, 500], (r) => `no invoice for order ${n(r)} from worker after 3 attempts`),
    ],
  },
  {
    name: 'leader lost',
    needs: 'zookeeper',
    cause: say('zookeeper', 'info', [1, 0, 1], () => 'QuorumPeer@774 - LOOKING, leader election started'),
    symptoms: [
      say('zookeeper', 'warn', [40, 2, 200], (r) => `NIOServerCxn@384 - ZooKeeperServer not running, from ${ip(r)}`),
      say(
        'queue',
        'error',
        [60, 4, 300],
        (r) => `session 0x${r.hex(15)} expired, partition ${r.upTo(90)} has no owner`,
      ),
      say('shop', 'error', [90, 5, 300], (r) => `order ${n(r)} could not be queued: not available`),
    ],
  },
  {
    name: 'bad disk',
    needs: 'datanode',
    cause: say(
      'datanode',
      'warn',
      [25, 0, 400],
      (r) => `dfs.DataNode: IOException in BlockReceiver for blk_${n(r)}: Input/output error on /data/${r.upTo(9)}`,
    ),
    symptoms: [
      say(
        'worker',
        'error',
        [80, 4, 480],
        (r) => `archive of invoice ${n(r)} failed: could only be replicated to 0 nodes`,
      ),
      say('shop', 'error', [60, 8, 480], (r) => `no invoice for order ${n(r)} from worker after 3 attempts`),
    ],
  },
  {
    name: 'executor lost',
    needs: 'spark',
    cause: say(
      'spark',
      'error',
      [3, 0, 200],
      (r) =>
        `cluster.YarnScheduler: Lost executor ${r.upTo(40)} on ${ip(r)}: Container killed for exceeding memory limits`,
    ),
    symptoms: [
      say(
        'spark',
        'warn',
        [120, 1, 480],
        (r) => `scheduler.TaskSetManager: Lost task ${r.upTo(40)}.0 in stage ${r.upTo(40)}.0 (TID ${n(r)})`,
      ),
      say('shop', 'error', [60, 30, 480], (r) => `recommendations for session ${r.hex(20)} are missing`),
    ],
  },
  {
    name: 'feature flag',
    cause: say('shop', 'info', [1, 0, 1], () => 'flag new-checkout turned on for 100 percent of users'),
    symptoms: [
      say(
        'orders',
        'error',
        [160, 6, 480],
        (r) => `Request ${r.hex(16)} rejected: unknown step "express" of order ${n(r)}`,
      ),
      say('gateway', 'error', [150, 7, 480], (r) => `upstream orders answered 400 for "POST /api/orders/${n(r)}"`),
    ],
  },
  {
    name: 'migration',
    cause: say(
      'db',
      'info',
      [1, 0, 1],
      () => 'statement: ALTER TABLE orders ADD COLUMN note text, waiting for exclusive lock',
    ),
    symptoms: [slowOrders(8), gateway(9), shop(10)],
  },
  {
    name: 'quota',
    cause: say(
      'billing',
      'warn',
      [60, 0, 500],
      (r) => `level=warn msg="bank answered 429, quota of requests is used up" order=${n(r)}`,
    ),
    symptoms: [
      say('orders', 'error', [160, 1, 500], (r) => `Order ${n(r)} rejected: billing answered 500`),
      gateway(2),
    ],
  },
  {
    name: 'link down',
    cause: say('host', null, [1, 0, 1], () => 'kernel: e1000e: eth0 NIC Link is Down'),
    symptoms: [
      say(
        'orders',
        'error',
        [150, 2, 400],
        (r) => `Request ${r.hex(16)} failed: connect to db:5432 timed out after ${n(r)} ms`,
      ),
      say(
        'billing',
        'error',
        [80, 2, 400],
        (r) => `level=error msg="payment failed" order=${n(r)} error="i/o timeout"`,
      ),
      gateway(3),
      shop(4),
    ],
  },
  {
    name: 'clock',
    cause: say('host', null, [1, 0, 1], (r) => `chronyd[${n(r)}]: System clock was stepped by -312.5 seconds`),
    symptoms: [
      say(
        'billing',
        'error',
        [120, 1, 480],
        (r) => `level=error msg="token refused, issued in the future" subject=user-${n(r)}`,
      ),
      say('shop', 'error', [150, 2, 480], (r) => `payment page failed for session ${r.hex(20)}: billing said 401`),
    ],
  },
  {
    name: 'read-only disk',
    cause: say(
      'host',
      null,
      [1, 0, 1],
      (r) => `kernel: EXT4-fs (sd${r.pick(['a', 'b'])}1): Remounting filesystem read-only`,
    ),
    symptoms: [
      say('db', 'error', [60, 1, 300], (r) => `could not open file "base/${n(r)}": Read-only file system`),
      refused(10),
      gateway(11),
      shop(12),
    ],
  },
  {
    name: 'rollout',
    cause: say('host', null, [1, 0, 1], () => 'rolled out orders 4.13.0 to 3 of 3 instances'),
    symptoms: [
      say(
        'billing',
        'error',
        [140, 12, 480],
        (r) => `level=error msg="cannot read request" field=currency order=${n(r)}`,
      ),
      say('shop', 'error', [120, 13, 480], (r) => `payment page failed for session ${r.hex(20)}: billing said 400`),
    ],
  },
  {
    name: 'brute force',
    needs: 'openssh',
    cause: say(
      'openssh',
      null,
      [600, 0, 400],
      (r) => `sshd[${n(r)}]: Invalid user admin${r.upTo(90)} from ${ip(r)} port ${n(r)}`,
    ),
    symptoms: [
      say('openssh', null, [40, 20, 380], (r) => `sshd[${n(r)}]: error: beginning MaxStartups throttling`),
      say('worker', 'error', [30, 25, 380], (r) => `upload of invoice ${n(r)} over sftp failed: connection closed`),
    ],
  },
  {
    name: 'backup',
    cause: say('host', null, [1, 0, 1], (r) => `CRON[${n(r)}]: (postgres) CMD (/usr/local/bin/backup-db --full)`),
    symptoms: [slowOrders(20), gateway(21), shop(22)],
  },
  {
    name: 'cold cache',
    cause: say('orders', 'debug', [600, 0, 500], (r) => `Cache miss for key customer-${n(r)}`),
    isKnownBefore: { lines: 0, as: cacheLookup },
    symptoms: [slowOrders(10), gateway(11), shop(12)],
  },
  {
    name: 'slow disk',
    cause: say(
      'db',
      'info',
      [40, 0, 500],
      (r) => `duration: ${2_000 + r.upTo(9_000)}.${r.upTo(999)} ms statement: select by id ${n(r)} from orders`,
    ),
    isKnownBefore: { lines: 0, as: statement },
    symptoms: [slowOrders(3), gateway(4), shop(5)],
  },
];
