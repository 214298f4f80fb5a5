import { rm, writeFile } from 'node:fs/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openFeed } from '../../../../clients/kubernetes/watching/open-feed.ts';
import { createKubernetesWatchMetrics } from '../../../../metrics/kubernetes-watch.ts';
import { createRegistry } from '../../../../metrics/registry.ts';
import { followKind } from '../../../../triggers/kubernetes/follow-kind.ts';
import type { StubAnswer } from '../../../support/http/http-stub.ts';
import { anHttpStub } from '../../../support/http/http-stub.ts';
import { aCluster } from '../../../support/kubernetes/builders.ts';
import { aKubeconfig, kubeconfigOf } from '../../../support/kubernetes/access/kubeconfig.ts';
import { aLedger } from '../../../support/kubernetes/watched/watching.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';

const listed: StubAnswer = { status: 200, body: JSON.stringify({ items: [], metadata: { resourceVersion: '5' } }) };
const endsAtOnce: StubAnswer = { status: 200, body: '' };
const bookmark = JSON.stringify({ type: 'BOOKMARK', object: { metadata: { resourceVersion: '9' } } });
const expired: StubAnswer = { status: 410, body: '{}' };
const unknown: StubAnswer = { status: 401, body: '{}' };

function busy(seconds: number): StubAnswer {
  return { status: 429, headers: { 'retry-after': String(seconds) }, body: '{}' };
}

/** Follows the pods of an API server that gives these answers, and hears nothing more from the last request on. */
async function following(answers: readonly StubAnswer[], timeoutMs = 20_000) {
  const { url, requests } = await anHttpStub(...answers, 'silence');
  const kubeconfigFile = await aKubeconfig(url, 'first');
  const access = { kind: 'kubeconfig', file: kubeconfigFile, context: null } as const;
  const feed = openFeed(aCluster({ access, timeoutMs }), { asked: () => undefined, waited: () => undefined });
  const [over, log] = [new AbortController(), aMemoryLog()];
  const metrics = createKubernetesWatchMetrics(createRegistry(), ['shop']);
  const begin = async () => {
    const running = followKind(
      'Pod',
      { cluster: 'shop', feed, ledger: aLedger(), metrics, log: log.log, reconcileMs: 60_000 },
      () => undefined,
      over.signal,
    );
    await vi.waitFor(() => expect(requests).toHaveLength(answers.length + 1), { timeout: 15_000, interval: 20 });
    over.abort();
    feed.close();
    await running;
    // Each request is only sent when the one before has been answered.
    return requests.map(({ at }, index) => at - (requests[index - 1]?.at ?? at));
  };
  onTestFinished(() => over.abort());
  return { url, requests, kubeconfigFile, log, begin };
}

describe('following all objects of a kind', () => {
  it('goes on from the last bookmark where a watch ends', async () => {
    const { begin, requests } = await following([listed, { status: 200, body: `${bookmark}\n` }]);

    await begin();

    const versions = requests.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('resourceVersion'));
    expect(versions).toEqual([null, '5', '9']);
  });

  it('leaves an API server alone that asks for it, for as long as it asks', async () => {
    const { begin } = await following([listed, busy(1)]);

    const gaps = await begin();

    expect(gaps[2]).toBeGreaterThan(1_390);
  });

  it('lists no sooner either', async () => {
    const { begin } = await following([busy(2), listed], 1_500);

    const gaps = await begin();

    expect(gaps[1]).toBeGreaterThan(2_390);
  });

  it.each([
    ['a watch that ends at once', [listed, endsAtOnce, endsAtOnce], [2, 3]],
    ['a version that is too old each time', [listed, expired, listed, expired, listed], [2, 4]],
    ['a stream that breaks off at once', [listed, 'break-off', 'break-off'], [2, 3]],
  ] as const)('asks less and less often after %s', async (_, answers, [first, second]) => {
    const { begin } = await following(answers);

    const gaps = await begin();

    expect(gaps[first]).toBeGreaterThan(390);
    expect(gaps[second]).toBeGreaterThan(790);
  });

  it('reads its kubeconfig anew where the API server does not know its account any more', async () => {
    const { begin, url, requests, kubeconfigFile } = await following([listed, unknown]);
    await writeFile(kubeconfigFile, kubeconfigOf(url, 'second'));

    await begin();

    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer first',
      'Bearer first',
      'Bearer second',
    ]);
  });

  it('says so and waits where the kubeconfig is gone as well', async () => {
    const { begin, kubeconfigFile, log } = await following([listed, unknown, unknown]);
    await rm(kubeconfigFile);

    const gaps = await begin();

    expect(gaps[2]).toBeGreaterThan(390);
    expect(gaps[3]).toBeGreaterThan(790);
    expect(log.text()).toContain('cannot be read (ENOENT)');
    expect(log.text()).not.toContain('first');
  });
});
