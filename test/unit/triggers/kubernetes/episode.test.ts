import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readDeliveries } from '../../../../model/incident/delivery.ts';
import { correlate } from '../../../../model/correlation.ts';
import type { Episode } from '../../../../triggers/kubernetes/episode.ts';
import { alertOf, packEpisodes, unpackEpisodes } from '../../../../triggers/kubernetes/episode.ts';
import { symptomsOfNode } from '../../../../triggers/kubernetes/judging/node.ts';
import { symptomsOfPod } from '../../../../triggers/kubernetes/judging/pod.ts';
import { anAlert } from '../../../support/builders.ts';
import { atMinute, aWatchedNode, aWatchedPod, crashing } from '../../../support/kubernetes/watched/sick-objects.ts';

function anEpisode(index = 0, endsAt: number | null = null): Episode {
  const [symptom] = symptomsOfPod(
    aWatchedPod([crashing(5)], { metadata: { name: `web-${index}`, namespace: 'shop', uid: crypto.randomUUID() } }),
    atMinute(6),
  );
  if (!symptom) throw new Error('a crash loop is a symptom');
  return { symptom, startsAt: atMinute(20), endsAt };
}

describe('the alert of an episode', () => {
  it('joins the incident that Alertmanager raises for the same pod', () => {
    const alert = alertOf(anEpisode(), 'production', 900_000);
    const other = anAlert({
      labels: {
        alertname: 'KubePodCrashLooping',
        cluster: 'production',
        namespace: 'shop',
        pod: 'web-0',
        container: 'app',
        instance: '10.0.0.1:8080',
        job: 'kube-state-metrics',
      },
    });

    expect(correlate(alert, [], []).incident).toBe('kubernetes/production/shop/Pod/web-0');
    expect(correlate(alert, [], [])).toEqual(correlate(other, [], []));
  });

  it('is the same alert whoever raises it, and can be taken in', () => {
    const episode = anEpisode();
    const [one, other] = [alertOf(episode, 'default', 900_000), alertOf(structuredClone(episode), 'default', 900_000)];

    expect(one).toEqual(other);
    expect(one).toMatchObject({ startsAt: '2026-01-01T00:20:00.000000000Z', endsAt: null, status: 'firing' });
    expect(one.labels).not.toHaveProperty('cluster');
    expect(readDeliveries([{ alert: one, target: null, runbook: null }])).toHaveLength(1);
  });

  it('says how long its state has to last, so that a repair is watched for longer', () => {
    expect(alertOf(anEpisode(), 'default', 900_000).annotations['nightshift_for']).toBe('900s');
  });

  it('has an end when the state has gone', () => {
    const alert = alertOf(anEpisode(0, atMinute(30)), 'default', 900_000);

    expect(alert).toMatchObject({ status: 'resolved', endsAt: '2026-01-01T00:30:00.000000000Z' });
  });

  it('means the node', () => {
    const [symptom] = symptomsOfNode(aWatchedNode('Ready', 'False'));
    if (!symptom) throw new Error('a node that is not ready has a symptom');

    const alert = alertOf({ symptom, startsAt: 0, endsAt: null }, 'default', 0);

    expect(correlate(alert, [], []).incident).toBe('kubernetes/default/-/Node/node-1');
  });
});

function identities(list: readonly Episode[]): readonly object[] {
  return list.map((one) => {
    const { fingerprint, startsAt, labels } = alertOf(one, 'production', 1_000);
    return { fingerprint, startsAt, labels };
  });
}

describe('what a lease remembers', () => {
  it('makes the same alerts again', () => {
    const episodes = [anEpisode(1), anEpisode(2)];

    const read = unpackEpisodes(packEpisodes(episodes).text) ?? [];

    expect(identities(read)).toEqual(identities(episodes));
  });

  it('has room for a storm, and says what it leaves out beyond', () => {
    const storm = Array.from({ length: 2_000 }, (_, index) => anEpisode(index));

    const remembered = packEpisodes(storm);
    const tooMany = packEpisodes([...storm, ...storm, ...storm, ...storm]);

    expect(remembered.leftOut).toBe(0);
    expect(tooMany.leftOut).toBeGreaterThan(0);
    expect(tooMany.text.length).toBeLessThan(256 * 1024);
    expect(unpackEpisodes(tooMany.text)).toHaveLength(8_000 - tooMany.leftOut);
  });

  it.each([
    ['nothing', ''],
    ['no packed text', 'hello'],
    ['another shape', gzipSync('[{"key":1}]').toString('base64')],
    ['an object of no watched kind', packed({ object: 'Secret/1' })],
    ['an alert of another name', packed({ alertname: 'Watchdog' })],
    ['far too much', gzipSync(Buffer.alloc(20_000_000)).toString('base64')],
  ])('is not believed when it is %s', (_what, text) => {
    expect(unpackEpisodes(text)).toBeNull();
  });
});

function packed(changes: object): string {
  const record = { key: 'k', object: 'Pod/1', alertname: 'KubeJobFailed', labels: {}, startsAt: 0, ...changes };
  return gzipSync(JSON.stringify([record])).toString('base64');
}
