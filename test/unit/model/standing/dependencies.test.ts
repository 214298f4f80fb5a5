import { describe, expect, it } from 'vitest';
import type { Labels } from '../../../../model/alert/alert.ts';
import {
  controlPlaneAlerts,
  dependencyNames,
  evictionAlerts,
  failedDependency,
} from '../../../../model/standing/dependencies.ts';
import { canonicalPath } from '../../../../model/target.ts';
import { aKnownAlert, anAlert } from '../../../support/builders.ts';

const pod = (cluster: string) => canonicalPath('kubernetes', cluster, 'shop', 'Pod', 'web-0');
const firing = (alertname: string, labels: Labels = {}) => aKnownAlert({ labels: { alertname, ...labels } });
const repairOf = (target: string, ...alerts: readonly Labels[]) => ({
  target,
  alerts: alerts.map((labels) => anAlert({ labels })),
});
const networkOf = (target: string) => [{ target, alerts: ['NetworkDown'] }];

describe('failedDependency', () => {
  it('lets a repair go on where nothing else fires', () => {
    expect(failedDependency(repairOf(pod('default'), { alertname: 'PodDown' }), [], [])).toBeUndefined();
  });

  it.each(controlPlaneAlerts)('keeps repairs away from a cluster where %s fires', (alertname) => {
    const labels = { alertname, cluster: 'prod' };

    const obstacle = failedDependency(repairOf(pod('prod')), [aKnownAlert({ labels })], []);

    expect(obstacle).toEqual({ name: alertname, labels, because: 'control-plane' });
  });

  it.each([
    ['the cluster of the target', pod('prod'), { cluster: 'prod' }, true],
    ['another cluster', pod('prod'), { cluster: 'test' }, false],
    ['a cluster whose name begins alike', pod('prod-2'), { cluster: 'prod' }, false],
    ['a cluster with a hostile name', pod('a/b *'), { cluster: 'a/b *' }, true],
    ['a cluster called like the wildcard', pod('prod'), { cluster: '*' }, false],
    ['no cluster, which is the default one', pod('default'), {}, true],
    ['an empty cluster, which is the default one', pod('default'), { cluster: '' }, true],
    ['no cluster while the target names one', pod('prod'), {}, false],
    ['a cluster while the target is a host', 'host/web-1', { cluster: 'prod' }, false],
  ])('judges an alert of the control plane of %s', (_what, target, labels, stands) => {
    const obstacle = failedDependency(repairOf(target), [firing('KubeAPIDown', labels)], []);

    expect(obstacle !== undefined).toBe(stands);
  });

  it.each([pod('prod'), 'host/10.0.0.1'])('never repairs %s for an alert of a control plane', (target) => {
    const labels = { alertname: 'etcdMembersDown', instance: '10.0.0.1:2379' };

    expect(failedDependency(repairOf(target, { alertname: 'Other' }, labels), [], [])).toMatchObject({
      name: 'etcdMembersDown',
      because: 'control-plane',
    });
  });

  it.each([
    ['that is silenced, because somebody has judged it', { silencedBy: ['s1'] }, false],
    ['that is silenced and inhibited', { silencedBy: ['s1'], inhibitedBy: ['i1'] }, false],
    ['that is inhibited, because it fires all the same', { inhibitedBy: ['i1'] }, true],
  ])('judges an alert %s', (_what, status, stands) => {
    const known = [{ ...firing('KubeAPIDown'), state: 'suppressed' as const, ...status }];

    expect(failedDependency(repairOf(pod('default')), known, []) !== undefined).toBe(stands);
  });

  it('knows what says that the API server, its store, the controllers or the kubelets cannot be trusted', () => {
    expect(controlPlaneAlerts).toEqual(
      expect.arrayContaining([
        'KubeAPIDown',
        'KubeAPIInstanceUnreachable',
        'KubeAPIErrorBudgetBurn',
        'KubeAPITerminatedRequests',
        'KubeSchedulerDown',
        'KubeControllerManagerDown',
        'KubeletDown',
        'KubeVersionMismatch',
        'etcdMembersDown',
        'etcdInsufficientMembers',
        'etcdNoLeader',
        'etcdBackendQuotaLowSpace',
        'etcdDatabaseQuotaLowSpace',
      ]),
    );
  });

  it.each([
    ['its namespace', pod('prod'), { cluster: 'prod', namespace: 'shop' }, true],
    ['another namespace', pod('prod'), { cluster: 'prod', namespace: 'bank' }, false],
    ['a namespace whose name begins alike', pod('prod'), { cluster: 'prod', namespace: 'sho' }, false],
    ['the same namespace of another cluster', pod('prod'), { cluster: 'test', namespace: 'shop' }, false],
    ['its namespace in the default cluster', pod('default'), { namespace: 'shop' }, true],
    ['no namespace that it names, which may be any', pod('prod'), { cluster: 'prod' }, true],
    [
      'a namespace, for a node, which has none',
      'kubernetes/prod/-/Node/n-1',
      { cluster: 'prod', namespace: 'shop' },
      false,
    ],
  ])('takes no pod away while a disruption budget lacks pods in %s', (_what, target, labels, stands) => {
    const known = [firing('KubePdbNotEnoughHealthyPods', labels)];

    const obstacle = failedDependency({ ...repairOf(target), evicts: true }, known, []);

    expect(obstacle?.because).toBe(stands ? 'evictions' : undefined);
    expect(failedDependency(repairOf(target), known, [])).toBeUndefined();
  });

  it.each([
    ['its target', 'host/web-1', 'host/web-1', {}, true],
    ['what lies below', 'host/web-1', 'host/web-1/service/shop', {}, true],
    ['any host', 'host/*', 'host/web-1', { cluster: 'prod' }, true],
    ['another target', 'host/web-1', 'host/web-2', {}, false],
    ['a cluster, by an alert without one', 'kubernetes/prod', pod('prod'), {}, true],
    ['a cluster, by its own alert', 'kubernetes', pod('prod'), { cluster: 'prod' }, true],
    ['a cluster, by an alert of another one', 'kubernetes', pod('prod'), { cluster: 'test' }, false],
  ])("applies an operator's rule to %s", (_what, pattern, target, labels, stands) => {
    const obstacle = failedDependency(repairOf(target), [firing('NetworkDown', labels)], networkOf(pattern));

    expect(obstacle?.because).toBe(stands ? 'rule' : undefined);
  });

  it("applies an operator's rule to the alerts that the repair is for", () => {
    const obstacle = failedDependency(repairOf('host/web-1', { alertname: 'NetworkDown' }), [], networkOf('host'));

    expect(obstacle).toMatchObject({ name: 'NetworkDown', because: 'rule' });
  });
});

describe('dependencyNames', () => {
  it('are those of the control plane and of the rules for this target, each once', () => {
    const rules = [...networkOf('kubernetes'), { target: 'kubernetes/prod', alerts: ['NetworkDown', 'KubeAPIDown'] }];

    expect(dependencyNames(pod('prod'), rules)).toEqual([...controlPlaneAlerts, ...evictionAlerts, 'NetworkDown']);
  });

  it.each([
    ['host/web-1', ['NetworkDown']],
    ['host/web-2', []],
  ])('leave the control plane out for %s', (target, expected) => {
    expect(dependencyNames(target, networkOf('host/web-1'))).toEqual(expected);
  });
});
