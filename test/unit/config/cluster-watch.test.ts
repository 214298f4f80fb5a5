import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../config/load.ts';

const described = 'kubernetes:\n  clusters:\n    - name: shop\n      inCluster: true\n';

function watchOf(settings: string, clusters: string = described) {
  return parseConfig(`trigger:\n  kubernetes: ${settings}\n${clusters}`, 'test.yaml', {}).trigger.kubernetes;
}

describe('the watch over clusters', () => {
  it('waits as long as kube-prometheus unless told otherwise', () => {
    const watch = watchOf('{ for: { KubePodCrashLooping: 10m } }');

    expect(watch).toMatchObject({
      clusters: null,
      namespace: 'nightshift',
      clearAfterMs: 300_000,
      reconcileMs: 120_000,
    });
    expect(watch?.forMs).toMatchObject({ KubePodCrashLooping: 600_000, KubeNodeNotReady: 900_000 });
  });

  it.each([
    ['an alert that it does not know', '{ for: { Watchdog: 10m } }', 'Watchdog'],
    ['a first sight', '{ for: { KubeJobFailed: 0s } }', 'must be between 10s and 7d'],
    ['a cluster that nobody described', '{ clusters: [elsewhere] }', 'there is no cluster elsewhere'],
    ['a namespace that cannot be', '{ namespace: ../x }', 'write the name of a namespace'],
  ])('refuses %s', (_what, settings, message) => {
    expect(() => watchOf(settings)).toThrow(message);
  });

  it('refuses to watch nothing', () => {
    expect(() => watchOf('{}', '')).toThrow('describe the clusters under kubernetes.clusters');
  });
});
