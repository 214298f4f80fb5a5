import type { CatalogueEntry } from './entry.ts';
import { after, alike } from './entry.ts';

// In kube-prometheus `instance` is the name of the node; elsewhere it is an address with a port.
const host = { ruleSet: 'kube-prometheus', about: 'Host', labels: ['instance'], forMs: after.quarterHour } as const;
const disk = { ...host, labels: ['instance', 'mountpoint', 'device'], forMs: after.oneHour } as const;
const load = { ...host, class: 'diagnose', runbook: 'kubernetes-alert' } as const;
const hardware = {
  ...host,
  class: 'auto',
  about: 'Node',
  labels: ['instance', 'device'],
  runbook: 'node-unhealthy',
} as const;

/** Alerts of node_exporter. Those of described hosts are answered by the runbooks for hosts, within what is described there. */
export const hostAlerts: readonly CatalogueEntry[] = [
  ...alike(
    { ...disk, class: 'auto', runbook: 'disk-cleanup' },
    {
      NodeFilesystemSpaceFillingUp:
        'Find what grows; what operators allow is cleaned, as little as brings it below its goal.',
    },
  ),
  ...alike(
    { ...disk, class: 'auto', forMs: after.halfHour, runbook: 'disk-cleanup' },
    {
      NodeFilesystemAlmostOutOfSpace:
        'Find what is large; what operators allow is cleaned, as little as brings it below its goal.',
    },
  ),
  ...alike(
    { ...disk, class: 'diagnose', runbook: 'disk-cleanup' },
    {
      NodeFilesystemFilesFillingUp:
        'Find where the many small files are; on a described host old temporary files may go.',
      NodeFilesystemAlmostOutOfFiles:
        'Find where the many small files are; on a described host old temporary files may go.',
    },
  ),
  ...alike(
    { ...host, class: 'auto', labels: ['instance', 'name'], forMs: after.fiveMinutes, runbook: 'unit-failed' },
    { NodeSystemdServiceFailed: 'See why it ended; a described unit is started anew once, where that can help.' },
  ),
  ...alike(
    { ...host, class: 'auto', labels: ['instance', 'name'], runbook: 'unit-failed' },
    { NodeSystemdServiceCrashlooping: 'See why it ends again and again; one more start would not help.' },
  ),
  ...alike(
    { ...host, class: 'auto', forMs: after.tenMinutes, runbook: 'clock-skew' },
    {
      NodeClockSkewDetected: 'Ask other clocks; the described time daemon is restarted once.',
      NodeClockNotSynchronising: 'See which servers the time daemon has; it is restarted once.',
    },
  ),
  ...alike(
    { ...host, class: 'diagnose', runbook: 'host-exhaustion' },
    { NodeFileDescriptorLimit: 'Say who holds the descriptors; people raise the limit, or stop the leak.' },
  ),
  ...alike(
    { ...host, class: 'diagnose', forMs: after.atOnce, runbook: 'host-exhaustion' },
    { NodeHighNumberConntrackEntriesUsed: 'Say who holds the connections; people raise the limit, or move the load.' },
  ),
  ...alike(load, {
    NodeMemoryHighUtilization: 'Name what takes the memory, with its requests and limits; people move it.',
    NodeMemoryMajorPagesFaults: 'Memory is short enough to be read back from disk: name what takes it.',
    NodeCPUHighUsage: 'Name what takes the processors; alone it is no trouble.',
    NodeSystemSaturation: 'Name what runs and what waits for disks.',
  }),
  ...alike(
    { ...load, labels: ['instance', 'device'], forMs: after.halfHour },
    { NodeDiskIOSaturation: 'Name what reads and writes most on this disk.' },
  ),
  ...alike(
    { ...load, forMs: after.atOnce },
    { NodeTextFileCollectorScrapeError: 'A file for node_exporter cannot be read: say which job writes it.' },
  ),
  ...alike(
    { ...hardware, forMs: after.oneHour },
    {
      NodeNetworkReceiveErrs: 'Cable, port or card: a cordon within the cap, a drain waits for people.',
      NodeNetworkTransmitErrs: 'Cable, port or card: a cordon within the cap, a drain waits for people.',
    },
  ),
  ...alike(
    { ...hardware, forMs: after.twoMinutes },
    { NodeNetworkInterfaceFlapping: 'The link comes and goes: a cordon within the cap, a drain waits for people.' },
  ),
  ...alike(
    { ...hardware, labels: ['instance', 'master'], forMs: after.fiveMinutes },
    { NodeBondingDegraded: 'One leg of the bond is gone: a cordon within the cap, a drain waits for people.' },
  ),
  ...alike(hardware, {
    NodeRAIDDegraded:
      'One more disk would be the last: a cordon within the cap, a drain before the disk is changed waits for people.',
  }),
  ...alike(
    { ...hardware, forMs: after.atOnce },
    {
      NodeRAIDDiskFailure: 'A disk has failed: a cordon within the cap, a drain before it is changed waits for people.',
    },
  ),
];
