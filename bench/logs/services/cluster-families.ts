import type { Background } from '../words.ts';
import { healthy as say, ip, ms, n } from '../words.ts';

/** Distributed systems and supercomputers in the way of public corpora (Loghub): formats, not lines. */
export const clusterFamilies: Readonly<Record<string, readonly Background[]>> = {
  datanode: [
    say(
      'info',
      9,
      (r) =>
        `dfs.DataNode$DataXceiver: Receiving block blk_${n(r)}${n(r)} src: /${ip(r)}:${n(r)} dest: /${ip(r)}:50010`,
    ),
    say(
      'info',
      9,
      (r) => `dfs.DataNode$PacketResponder: PacketResponder ${r.upTo(3)} for block blk_${n(r)}${n(r)} terminating`,
    ),
    say(
      'info',
      5,
      (r) =>
        `dfs.FSNamesystem: BLOCK* NameSystem.addStoredBlock: blockMap updated: ${ip(r)}:50010 is added to blk_${n(r)} size ${n(r)}`,
    ),
    say(
      'warn',
      0.4,
      (r) => `dfs.DataNode$DataXceiver: ${ip(r)}:50010:Got exception while serving blk_${n(r)} to /${ip(r)}:`,
    ),
  ],
  hadoop: [
    say(
      'info',
      8,
      (r) =>
        `TaskAttemptImpl: attempt_${n(r)}_0001_m_0000${r.upTo(99)}_0 TaskAttempt Transitioned from RUNNING to SUCCEEDED`,
    ),
    say(
      'info',
      6,
      (r) =>
        `TaskAttemptListenerImpl: Progress of TaskAttempt attempt_${n(r)}_0001_m_0000${r.upTo(99)}_0 is : 0.${n(r)}`,
    ),
    say(
      'warn',
      0.3,
      (r) =>
        `LeaseRenewer: Failed to renew lease for [DFSClient_NONMAPREDUCE_${n(r)}_1] for ${r.upTo(90)} seconds. Will retry shortly ...`,
    ),
    say(
      'error',
      0.1,
      (r) =>
        `RMContainerAllocator: Container complete event for unknown container id container_${n(r)}_01_0000${r.upTo(99)}`,
    ),
  ],
  spark: [
    say(
      'info',
      9,
      (r) =>
        `executor.Executor: Finished task ${r.upTo(40)}.0 in stage ${r.upTo(40)}.0 (TID ${n(r)}). ${n(r)} bytes result sent to driver`,
    ),
    say('info', 5, (r) => `storage.BlockManager: Found block rdd_${r.upTo(90)}_${r.upTo(40)} locally`),
    say(
      'info',
      3,
      (r) =>
        `storage.MemoryStore: Block broadcast_${r.upTo(90)} stored as values in memory (estimated size ${r.upTo(90)}.${r.upTo(9)} KB, free ${r.upTo(900)}.0 KB)`,
    ),
    say('warn', 0.1, (r) => `executor.Executor: 1 block locks were not released by TID = ${n(r)}`),
  ],
  zookeeper: [
    say('info', 3, (r) => `NIOServerCxn$Factory@197 - Accepted socket connection from /${ip(r)}:${n(r)}`),
    say('info', 2, (r) => `ZooKeeperServer@839 - Client attempting to establish new session at /${ip(r)}:${n(r)}`),
    say(
      'warn',
      1,
      (r) =>
        `NIOServerCxn@357 - caught end of stream exception: Unable to read additional data from client sessionid 0x${r.hex(15)}, likely client has closed socket`,
    ),
    say(
      'info',
      1,
      (r) =>
        `NIOServerCxn@1001 - Closed socket connection for client /${ip(r)}:${n(r)} which had sessionid 0x${r.hex(15)}`,
    ),
  ],
  nova: [
    say(
      'info',
      8,
      (r) =>
        `nova.osapi_compute.wsgi.server [req-${r.hex(8)}] ${ip(r)} "GET /v2/${r.hex(32)}/servers/detail HTTP/1.1" status: 200 len: ${n(r)} time: 0.${n(r)}`,
    ),
    say(
      'info',
      2,
      (r) =>
        `nova.compute.manager [instance: ${r.hex(8)}-${r.hex(4)}] VM ${r.pick(['Started', 'Paused', 'Resumed', 'Stopped'])} (Lifecycle Event)`,
    ),
    say('info', 1, (r) => `nova.virt.libvirt.imagecache Active base files: /var/lib/nova/instances/_base/${r.hex(40)}`),
    say(
      'warn',
      0.6,
      (r) => `nova.virt.libvirt.imagecache Unknown base file: /var/lib/nova/instances/_base/${r.hex(40)}`,
    ),
  ],
  bluegene: [
    say(
      'info',
      6,
      (r) =>
        `R0${r.upTo(9)}-M${r.upTo(2)}-N${r.hex(1)} RAS KERNEL INFO ${r.upTo(900)} double-hummer alignment exceptions`,
    ),
    say(
      'info',
      4,
      (r) => `R0${r.upTo(9)}-M${r.upTo(2)}-N${r.hex(1)} RAS KERNEL INFO instruction cache parity error corrected`,
    ),
    say('info', 2, (r) => `R0${r.upTo(9)}-M${r.upTo(2)}-N${r.hex(1)} RAS KERNEL INFO generating core.${n(r)}`),
    say(
      'error',
      0.2,
      (r) =>
        `R0${r.upTo(9)}-M${r.upTo(2)} RAS LINKCARD ERROR MidplaneSwitchController ${r.upTo(9)} reported errors, retrained`,
    ),
  ],
  supercomputer: [
    say(
      null,
      4,
      (r) =>
        `node-${r.upTo(256)} unix.hw state_change.unavailable ${n(r)} 1 Component State Change: Component "alt0" is in the unavailable state (HWID=${n(r)})`,
    ),
    say(
      null,
      3,
      (r) =>
        `node-${r.upTo(256)} boot_cmd new ${n(r)} 1 Targeting domains:node-D${r.upTo(9)} and nodes:node-[${r.upTo(99)}-${r.upTo(99)}] child of command ${n(r)}`,
    ),
    say(null, 1, (r) => `gige temperature ${n(r)} 1 ambient=${20 + r.upTo(9)}`),
    say(null, 0.3, (r) => `node-${r.upTo(256)} node psu ${n(r)} 1 psu failure\\ ambient=${20 + r.upTo(9)}`),
  ],
  replica: [
    say('info', 5, (r) => `replica of stock: caught up to offset ${n(r)} in ${ms(r)} ms`),
    say('info', 2, (r) => `snapshot ${n(r)} of log ${r.upTo(20)} written in ${ms(r)} ms`),
    say('warn', 0.3, (r) => `follower ${r.upTo(5)} is ${r.upTo(900)} entries behind`),
  ],
};
