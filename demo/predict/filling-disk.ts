import type { PastSeries } from '../../stack/prometheus/openmetrics.ts';
import type { DemoHost } from '../demo-host.ts';
import { diskPath } from '../demo-host.ts';

const megabyte = 1_000_000;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** The share of the disk that its alert and its forecast want to be left. */
const leastShare = 0.1;
const pastMs = 21 * day;
const bytesADay = 0.66 * megabyte;
/** Days are busier than nights by this share. */
const rhythm = 0.2;
/** What the disk can still take before its alert fires: some eight hours. */
const roomBytes = (bytesADay * 9 * hour) / day;
/** A file system grows by whole pages. */
const page = 4_096;

/** A disk that has filled up for three weeks. */
export interface FillingDisk {
  /** What Prometheus would have scraped of it, up to now. */
  readonly past: readonly PastSeries[];
  /** What has to be left of it. */
  readonly leastBytes: number;
  /** When less is left, if it goes on like this; in milliseconds since 1970. */
  readonly limitAtMs: number;
}

const filling = `set -eu
cd "$1"
room=$2
mkdir tmp logs backups
yes 'GET /index.html 200 in 3 ms' | head -c 7000000 >logs/app.log
set -- $(df --block-size=1 --output=size,avail . | tail -n 1)
head -c "$(($2 - $1 / 10 - room))" /dev/zero >data
`;

/** Fills the disk of a host, with a log and with data, and makes up the three weeks in which that would have happened. */
export async function fillSlowly({ host, exporterUrl }: DemoHost): Promise<FillingDisk> {
  await host.succeed(['sh', '-c', filling, 'fill', diskPath, String(Math.round(roomBytes))]);
  const available = await measured(exporterUrl, 'node_filesystem_avail_bytes');
  const size = await measured(exporterUrl, 'node_filesystem_size_bytes');
  const now = Date.now();
  const availableAt = (atMs: number): number => Math.round((available.value - usedSince(now, atMs)) / page) * page;
  const leastBytes = leastShare * size.value;
  let limitAtMs = now;
  while (availableAt(limitAtMs) >= leastBytes) limitAtMs += minute;
  const past = [
    { ...available, samples: samples(now, availableAt) },
    { ...size, samples: samples(now, () => size.value) },
  ];
  return { past, leastBytes, limitAtMs };
}

/** What it takes up until a time; less than nothing before now. */
function usedSince(now: number, atMs: number): number {
  const days = (atMs - now) / day;
  const swing = (rhythm * Math.sin(2 * Math.PI * days)) / (2 * Math.PI);
  return bytesADay * (days + swing);
}

/** One a minute. */
function* samples(now: number, valueAt: (atMs: number) => number): Generator<{ atMs: number; value: number }> {
  const last = Math.floor(now / minute) * minute;
  for (let atMs = last - pastMs; atMs <= last; atMs += minute) yield { atMs, value: valueAt(atMs) };
}

/** What the node exporter says of the disk, with the labels that Prometheus will add to it. */
async function measured(exporterUrl: string, name: string) {
  const metrics = await (await fetch(new URL('/metrics', exporterUrl))).text();
  const line = metrics
    .split('\n')
    .find((each) => each.startsWith(`${name}{`) && each.includes(`mountpoint="${diskPath}"`));
  const [, labels = '', value] = /\{(.*)\} (\S+)$/.exec(line ?? '') ?? [];
  const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', text = '']) => [label, text] as const);
  return { name, labels: { ...Object.fromEntries(pairs), instance: 'web-1:9100', job: 'node' }, value: Number(value) };
}

/** What nightshift.yaml says of its forecast: as often and as finely as an audience likes. */
export const diskForecast = {
  name: 'disks',
  query: `node_filesystem_avail_bytes{mountpoint="${diskPath}"}`,
  unit: 'bytes',
  // For what grows and is given back.
  model: 'local-trend',
  horizon: '16h',
  history: '13d',
  every: '1m',
  step: '1m',
  bounds: { lower: 0, upper: { query: `node_filesystem_size_bytes{mountpoint="${diskPath}"}` } },
  limits: { below: { query: `${leastShare} * node_filesystem_size_bytes{mountpoint="${diskPath}"}` } },
  recedesAfter: 1,
  alert: { name: 'DiskFullPredicted' },
  owner: 'storage',
  runbook: 'disk-cleanup',
} as const;
