import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AlertClass } from '../../../../../model/kubernetes/alerts/entry.ts';
import {
  alertsAnsweredBy,
  alertsThatHold,
  answerTo,
  families,
  runbookInCluster,
} from '../../../../../model/kubernetes/alerts/catalogue.ts';
import type { RunbookName } from '../../../../../model/names.ts';
import { runbookNames } from '../../../../../model/names.ts';
import { runbooks } from '../../../../../workflows/runbooks/index.ts';

type Names = readonly string[];

/** The alerts of kube-prometheus' rules, by the group of their rules. */
const groups = fixture('kube-prometheus-alerts') as Record<string, Names>;
/** How far others go for an alert at the most, as far as they say so: the catalogue never goes further. */
const furthest = fixture('furthest-classes') as Record<AlertClass, Names>;

const entries = families.flatMap((family) => family.entries);
const byName = new Map(entries.map((entry) => [entry.alert, entry]));

/** Runbooks that change nothing. */
const looking: readonly (RunbookName | null)[] = [
  null,
  'cluster-target-down',
  'container-waiting',
  'host-exhaustion',
  'kubernetes-alert',
  'quota-exhausted',
];

/** The runbooks that say what they look at: those for clusters. The one for any alert is chosen where no other is. */
const inClusters = runbookNames.filter((name) => runbooks[name].looks && name !== 'kubernetes-alert');

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../../fixtures/kubernetes/${name}.json`, import.meta.url), 'utf8'));
}

function namesWhere(holds: (entry: (typeof entries)[number]) => boolean): Names {
  return entries.filter(holds).map(({ alert }) => alert);
}

describe('the catalogue', () => {
  it('has each of the 125 alerts of kube-prometheus, and no other that it says is one', () => {
    const names = Object.values(groups).flat();

    expect(names).toHaveLength(125);
    expect(namesWhere(({ ruleSet }) => ruleSet === 'kube-prometheus').toSorted()).toEqual(names.toSorted());
  });

  it('has no alert twice', () => {
    expect([...byName.keys()]).toHaveLength(entries.length);
  });

  it.each(Object.entries(furthest))('goes for alerts that are at the most %s no further', (limit, names) => {
    const allowed = { auto: 3, approval: 2, diagnose: 1, meta: 0 };
    const tooFar = names.filter((name) => {
      const entry = byName.get(name);
      return !entry || allowed[entry.class] > allowed[limit as AlertClass];
    });

    expect(names.length).toBeGreaterThan(0);
    expect(tooFar).toEqual([]);
  });

  it('has everything done by itself that may be, and nothing of kube-prometheus beside it', () => {
    const auto = namesWhere((entry) => entry.ruleSet === 'kube-prometheus' && entry.class === 'auto');

    expect(auto.toSorted()).toEqual(furthest.auto.toSorted());
  });

  it('leaves out no approval but where no action of ours would be of use', () => {
    const narrower = furthest.approval.filter((name) => byName.get(name)?.class !== 'approval');

    expect(narrower).toEqual(
      expect.arrayContaining(['KubeQuotaExceeded', 'KubeClientCertificateExpiration', 'NodeFileDescriptorLimit']),
    );
    expect(
      narrower.filter((name) => /^Kube(Pod|Deployment|StatefulSet|DaemonSet|Job|Hpa)|^KubePersistent/.test(name)),
    ).toEqual([]);
  });

  it('has a runbook that acts where something may be done, and none where the monitoring speaks of itself', () => {
    const idle = namesWhere(({ class: of, runbook }) => ['auto', 'approval'].includes(of) && looking.includes(runbook));
    const acting = namesWhere(({ class: of, runbook }) => of === 'meta' && !looking.includes(runbook));

    expect(idle).toEqual([]);
    expect(acting).toEqual([]);
  });

  it('leaves nothing without a runbook but what needs no incident', () => {
    expect(namesWhere(({ runbook }) => runbook === null)).toEqual(['Watchdog', 'InfoInhibitor']);
  });

  it.each(inClusters)('gives to the runbook %s exactly what that answers', (name) => {
    const target = 'kubernetes/prod/shop/Service/web';
    const answered = entries.filter(({ alert }) => runbooks[name].answers({ labels: { alertname: alert } }, target));

    expect(answered.map(({ alert }) => alert)).toEqual(alertsAnsweredBy(name));
  });

  it.each(runbookNames.filter((name) => !runbooks[name].looks))(
    'gives no alert to the runbook %s that it does not answer',
    (name) => {
      const missed = alertsAnsweredBy(name).filter((alertname) => !runbooks[name].answers({ labels: { alertname } }));

      expect(missed).toEqual([]);
    },
  );

  it.each(namesWhere(({ class: of, runbook }) => runbook === 'node-unhealthy' && of !== 'diagnose'))(
    'has something that may be done for a node in trouble by %s',
    (alertname) => {
      const target = 'kubernetes/prod/-/Node/node-1';
      const alerts = [{ fingerprint: 'f', startsAt: '', labels: { alertname }, annotations: {} }] as never;
      const sick = { check: 'node-state', target, health: 'unhealthy', summary: 'sick', facts: {} };
      const pods = { ...sick, check: 'node-pods' };

      const plan = runbooks['node-unhealthy'].plan({ incident: 'incident:x', target, since: '', alerts }, {
        conclusion: 'sick',
        checks: [sick, pods],
        logs: null,
      } as never);

      expect(plan).not.toHaveProperty('noPlan');
    },
  );

  it('reads no target off the labels of whoever measured it', () => {
    const ofObjects = entries.filter(({ about }) => !['Cluster', 'Host', 'Monitoring', 'Node'].includes(about));
    const wrong = ofObjects.filter(({ labels }) => labels.includes('instance'));

    expect(wrong).toEqual([]);
    expect(byName.get('KubeDeploymentReplicasMismatch')?.labels).toEqual(['namespace', 'deployment']);
    expect(byName.get('KubeJobFailed')?.labels).toEqual(['namespace', 'job_name']);
    expect(byName.get('KubeNodeNotReady')?.labels).toEqual(['node']);
    expect(byName.get('NodeRAIDDegraded')?.labels).toEqual(['instance', 'device']);
  });

  it.each([
    ['etcdHighNumberOfFailedGRPCRequests', 10],
    ['etcdMembersDown', 20],
    ['KubeAPIErrorBudgetBurn', 180],
    ['KubePersistentVolumeFillingUp', 60],
    ['KubernetesHpaMetricAvailability', 0],
    ['KubernetesVolumeFullInFourDays', 0],
  ])('has %s fire after the longest time of its rules, %i minutes', (alert, minutes) => {
    expect(byName.get(alert)?.forMs).toBe(minutes * 60_000);
  });

  it('names first the namespace of what has one, and then what it is called', () => {
    const known = { Job: 'job_name', Node: 'node', APIService: 'name' } as Readonly<Record<string, string>>;
    const objects = entries.filter(
      ({ about, labels }) => !['Cluster', 'Host', 'Monitoring'].includes(about) && labels[0] !== 'instance',
    );
    const wrong = objects.filter(({ about, labels }) => {
      const name = known[about] ?? about.toLowerCase();
      const isWide = ['APIService', 'Node', 'PersistentVolume'].includes(about);
      return isWide ? labels[0] !== name : labels[0] !== 'namespace' || labels[1] !== name;
    });

    expect(wrong.map(({ alert }) => alert)).toEqual([]);
  });

  it.each([
    ['a cordon', 'cordon', ['KubeNodeNotReady', 'KubeNodeReadinessFlapping', 'KubeNodePressure']],
    ['a higher maximum', 'higher maximum', ['KubeHpaMaxedOut']],
  ] as const)('knows which alerts %s ends by itself', (_what, step, expected) => {
    const cleared = namesWhere(
      (entry) => entry.ruleSet === 'kube-prometheus' && Boolean(entry.clearedBy?.includes(step)),
    );

    expect(cleared).toEqual(expected);
  });

  it('tells people something of every alert, in one sentence that fits a line', () => {
    expect(namesWhere(({ advice }) => !/^[A-Z][^\n|<>]{15,139}\.$/.test(advice))).toEqual([]);
  });

  it.each(['SomethingNew', '', '__proto__'])(
    'has people told of an alert that it does not know, such as "%s"',
    (name) => {
      expect(answerTo(name)).toMatchObject({ class: 'diagnose', runbook: 'kubernetes-alert' });
    },
  );

  it('answers an alert that it knows as it says', () => {
    expect(answerTo('KubePodNotReady')).toMatchObject({ class: 'auto', runbook: 'pod-not-ready' });
  });
});

describe('runbookInCluster', () => {
  const names = ['cluster-target-down', 'kubernetes-alert', 'pod-crash-looping', 'pod-not-ready', 'service-down'];

  it.each([
    ['the one that the catalogue names', ['KubePodNotReady'], null, 'pod-not-ready'],
    ['the first of several', ['KubePodNotReady', 'KubePodCrashLooping'], null, 'pod-crash-looping'],
    [
      'one that does something before the one that only tells',
      ['CPUThrottlingHigh', 'KubePodNotReady'],
      null,
      'pod-not-ready',
    ],
    ['the one that tells, for an alert that nobody knows', ['SomethingNew'], null, 'kubernetes-alert'],
    ['one that answers an alert that the catalogue does not know', ['SomethingNew'], 'service-down', 'service-down'],
    ['the one for clusters, where the name also means hosts', ['TargetDown'], 'service-down', 'cluster-target-down'],
    ['none for a heartbeat', ['Watchdog'], null, null],
    ['the one that tells, where the one it names is not there', ['KubeNodeNotReady'], null, 'kubernetes-alert'],
    [
      'the one that tells, where the one it names is for hosts',
      ['NodeFilesystemAlmostOutOfSpace'],
      null,
      'kubernetes-alert',
    ],
    ['none without an alert', [], null, null],
  ])('finds %s', (_what, alerts, answering, expected) => {
    expect(runbookInCluster(alerts, names, answering)).toBe(expected);
  });
});

describe('while an alert fires', () => {
  it.each([
    'KubeAPIDown',
    'KubeAPIErrorBudgetBurn',
    'KubeAPITerminatedRequests',
    'KubeVersionMismatch',
    'etcdNoLeader',
  ])('of the control plane, such as %s, its cluster waits', (name) => {
    expect(alertsThatHold('cluster')).toContain(name);
  });

  it('that says that the store is untidy or grows, nothing waits', () => {
    expect(namesWhere(({ ruleSet, holds }) => ruleSet === 'etcd' && holds === undefined)).toEqual([
      'etcdExcessiveDatabaseGrowth',
      'etcdDatabaseHighFragmentationRatio',
    ]);
  });

  it('of a disruption budget, evictions wait', () => {
    expect(alertsThatHold('evictions')).toEqual(['KubePdbNotEnoughHealthyPods']);
  });
});
