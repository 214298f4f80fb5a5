import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { V1Pod } from '@kubernetes/client-node';
import { symptomsOfPod } from '../../../../triggers/kubernetes/judging/pod.ts';
import { within } from '../../../../triggers/kubernetes/pause.ts';
import { aLedger } from '../../../support/kubernetes/watched/watching.ts';
import { aWatchedPod } from '../../../support/kubernetes/watched/sick-objects.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const pods = 1_000;
const times = 10_000;
/** What a kubelet may pass on of a registry's answer. */
const message = 'no such image '.repeat(2_000);

/** Bytes that are kept of each pod when all have been looked at, each read from JSON as a feed reads it. */
function keptOfEach(pod: V1Pod): number {
  const ledger = aLedger();
  const json = JSON.stringify(pod);
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let nth = 0; nth < pods; nth += 1) {
    const read = JSON.parse(json.replaceAll('uid-1', `uid-of-${nth}`)) as V1Pod;
    ledger.see(`Pod/${read.metadata?.uid}`, symptomsOfPod(read, 0), 0);
  }
  collectGarbage();
  const kept = (process.memoryUsage().heapUsed - before) / pods;
  // Until here it has to be there.
  expect(ledger.count().firing).toBe(0);
  return kept;
}

describe('what is kept of a time within which something was done', () => {
  it('is next to nothing in a signal that outlives many of them', async () => {
    const leading = new AbortController();
    collectGarbage();
    const before = process.memoryUsage().heapUsed;

    for (let nth = 0; nth < times; nth += 1) await within(60_000, leading.signal, async () => undefined);

    collectGarbage();
    expect((process.memoryUsage().heapUsed - before) / times).toBeLessThan(100);
    expect(leading.signal.aborted).toBe(false);
  });
});

describe('what is kept of a pod', () => {
  it('is next to nothing where it is well', () => {
    expect(keptOfEach(aWatchedPod([]))).toBeLessThan(200);
  });

  it('is a few lines where it is sick, however much its messages say', () => {
    const sick = aWatchedPod([{ state: { waiting: { reason: 'ErrImagePull', message } } }]);

    expect(keptOfEach(sick)).toBeLessThan(6_000);
  });
});
