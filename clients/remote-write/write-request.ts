import protobuf from 'protobufjs';
import { compress } from 'snappyjs';
import type { Labels } from '../../model/alert/alert.ts';
import type { Sample } from '../../model/forecast/sample.ts';

/** Values of one series; the label `__name__` is its metric. */
export interface WrittenSeries {
  readonly labels: Labels;
  /** By time, the oldest first. */
  readonly samples: readonly Sample[];
}

/** The part of Prometheus' `prompb.WriteRequest` (remote-write 1.0) that is needed. */
const writeRequest = protobuf.Root.fromJSON({
  nested: {
    WriteRequest: { fields: { timeseries: { id: 1, rule: 'repeated', type: 'TimeSeries' } } },
    TimeSeries: {
      fields: {
        labels: { id: 1, rule: 'repeated', type: 'Label' },
        samples: { id: 2, rule: 'repeated', type: 'Sample' },
      },
    },
    Label: { fields: { name: { id: 1, type: 'string' }, value: { id: 2, type: 'string' } } },
    Sample: { fields: { value: { id: 1, type: 'double' }, timestamp: { id: 2, type: 'int64' } } },
  },
}).lookupType('WriteRequest');

/** Writes series as the body of a remote-write request. Labels are sorted, and empty ones left out, as receivers demand. */
export function encodeWriteRequest(series: readonly WrittenSeries[]): Uint8Array<ArrayBuffer> {
  const timeseries = series.map(({ labels, samples }) => ({
    labels: Object.entries(labels)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => ({ name, value: value.toWellFormed() }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    samples: samples.map(({ atMs, value }) => ({ value, timestamp: Math.round(atMs) })),
  }));
  return new Uint8Array(compress(writeRequest.encode({ timeseries }).finish()));
}
