import { describe, expect, it } from 'vitest';
import type { Labels } from '../../../../../model/alert/alert.ts';
import { correlate } from '../../../../../model/correlation.ts';
import { meantObject } from '../../../../../model/kubernetes/targets/meant-object.ts';
import { objectOf } from '../../../../../model/kubernetes/object.ts';
import { anAlert } from '../../../../support/builders.ts';

/** What kube-state-metrics says of itself where nobody dropped it. */
const ofStateMetrics = {
  job: 'kube-state-metrics',
  instance: '10.0.0.9:8443',
  pod: 'kube-state-metrics-6d5f8b7c94-x2x4z',
  service: 'kube-state-metrics',
  endpoint: 'http',
};
const ofNodeExporter = {
  job: 'node-exporter',
  namespace: 'monitoring',
  pod: 'node-exporter-x7k2p',
  service: 'node-exporter',
  container: 'kube-rbac-proxy',
  endpoint: 'https',
};
const ofKubelet = { job: 'kubelet', namespace: 'kube-system', service: 'kubelet', endpoint: 'https-metrics' };

describe('the object that an alert means', () => {
  it.each<[string, Labels, string | null]>([
    [
      'the Deployment of a pod, by its name',
      { alertname: 'KubePodCrashLooping', namespace: 'shop', pod: 'web-7c9d8b6f5d-x2x4z', container: 'web' },
      'kubernetes/default/shop/Deployment/web',
    ],
    [
      'the pod of a DaemonSet, whose name says no more',
      { alertname: 'KubePodNotReady', namespace: 'shop', pod: 'agent-x7k2p' },
      'kubernetes/default/shop/Pod/agent-x7k2p',
    ],
    [
      'the pod of a StatefulSet',
      { alertname: 'KubePodNotReady', namespace: 'shop', pod: 'db-0' },
      'kubernetes/default/shop/Pod/db-0',
    ],
    [
      'a Deployment, and not who measured it',
      { ...ofStateMetrics, alertname: 'KubeDeploymentReplicasMismatch', namespace: 'shop', deployment: 'web' },
      'kubernetes/default/shop/Deployment/web',
    ],
    [
      'a Deployment of an alert of one’s own',
      { ...ofStateMetrics, alertname: 'TooFewReplicas', namespace: 'shop', deployment: 'web' },
      'kubernetes/default/shop/Deployment/web',
    ],
    [
      'kube-state-metrics itself where it crashes',
      { ...ofStateMetrics, alertname: 'KubePodCrashLooping', namespace: 'monitoring' },
      'kubernetes/default/monitoring/Deployment/kube-state-metrics',
    ],
    [
      'what Prometheus renamed',
      {
        alertname: 'KubePodCrashLooping',
        namespace: 'monitoring',
        pod: 'kube-state-metrics-6d5f8b7c94-x2x4z',
        exported_namespace: 'shop',
        exported_pod: 'web-0',
      },
      'kubernetes/default/shop/Pod/web-0',
    ],
    [
      'a Job',
      { alertname: 'KubeJobFailed', namespace: 'shop', job: 'x', job_name: 'bill' },
      'kubernetes/default/shop/Job/bill',
    ],
    [
      'a node that kube-state-metrics speaks of',
      { ...ofStateMetrics, alertname: 'KubeNodeNotReady', namespace: 'monitoring', node: 'n1' },
      'kubernetes/default/-/Node/n1',
    ],
    [
      'the node of a kubelet',
      { ...ofKubelet, alertname: 'KubeletTooManyPods', node: 'n1', instance: '10.0.0.1:10250' },
      'kubernetes/default/-/Node/n1',
    ],
    [
      'the node of an alert of one’s own about kubelets',
      { ...ofKubelet, alertname: 'SlowKubelet', node: 'n1', instance: '10.0.0.1:10250' },
      'kubernetes/default/-/Node/n1',
    ],
    [
      'the claim that a kubelet measured',
      {
        ...ofKubelet,
        alertname: 'KubePersistentVolumeFillingUp',
        namespace: 'shop',
        persistentvolumeclaim: 'data',
        node: 'n1',
      },
      'kubernetes/default/shop/PersistentVolumeClaim/data',
    ],
    [
      'the node of a node exporter that is a pod',
      { ...ofNodeExporter, alertname: 'NodeFilesystemAlmostOutOfSpace', instance: 'n1', mountpoint: '/' },
      'kubernetes/default/-/Node/n1',
    ],
    [
      'no pod where a node exporter names its node by an address',
      { ...ofNodeExporter, alertname: 'NodeClockSkewDetected', instance: '10.0.0.1:9100' },
      null,
    ],
    [
      'the exporter itself where it crashes',
      { ...ofStateMetrics, ...ofNodeExporter, job: 'kube-state-metrics', alertname: 'KubePodCrashLooping' },
      'kubernetes/default/monitoring/Pod/node-exporter-x7k2p',
    ],
    [
      'the Service of what cannot be scraped',
      { alertname: 'TargetDown', job: 'node-exporter', namespace: 'monitoring', service: 'node-exporter' },
      'kubernetes/default/monitoring/Service/node-exporter',
    ],
    [
      'a volume',
      { alertname: 'KubePersistentVolumeErrors', persistentvolume: 'pv-1', phase: 'Failed' },
      'kubernetes/default/-/PersistentVolume/pv-1',
    ],
    [
      'a quota',
      { alertname: 'KubeQuotaExceeded', namespace: 'shop', resourcequota: 'all' },
      'kubernetes/default/shop/ResourceQuota/all',
    ],
    [
      'no object of the port of a scrape',
      { alertname: 'Slow', namespace: 'shop', endpoint: 'http' },
      'kubernetes/default/shop/Namespace/shop',
    ],
    [
      'a cluster as a whole',
      { alertname: 'KubeAPIErrorBudgetBurn', cluster: 'eu', long: '1h' },
      'kubernetes/eu/-/Cluster/cluster',
    ],
    [
      'a cluster whose store suffers',
      { alertname: 'etcdNoLeader', namespace: 'kube-system', pod: 'etcd-cp-1', instance: '10.0.0.1:2379' },
      'kubernetes/default/-/Cluster/cluster',
    ],
    [
      'nothing of a host',
      { alertname: 'NodeFilesystemAlmostOutOfSpace', job: 'node-exporter', instance: 'web-1:9100' },
      null,
    ],
  ])('is %s', (_what, labels, target) => {
    expect(meantObject(labels)).toBe(target);
  });

  it('is one for many sick pods of one Deployment', () => {
    const pods = ['web-7c9d8b6f5d-x2x4z', 'web-7c9d8b6f5d-b7k9q', 'web-5b8f9c4d7c-zzzz2'];

    const incidents = pods.map((pod) => {
      const labels = { alertname: 'KubePodCrashLooping', namespace: 'shop', pod, uid: `uid-of-${pod}` };
      return correlate(anAlert({ labels }), [], []).incident;
    });

    expect(new Set(incidents)).toEqual(new Set(['kubernetes/default/shop/Deployment/web']));
  });

  it.each<[string, Labels]>([
    ['the way up', { namespace: 'shop', pod: '../../kube-system/pods/dns' }],
    ['the way up instead of a namespace', { namespace: '../..', pod: 'web-0' }],
    ['300 characters', { namespace: 'shop', pod: 'x'.repeat(300) }],
    ['uppercase', { namespace: 'shop', deployment: 'Web' }],
    ['Unicode', { namespace: 'shop', deployment: 'wéb' }],
    ['what looks like Latin', { namespace: 'kube-ѕystem', deployment: 'web' }],
    ['a line break', { namespace: 'shop', deployment: 'web\nweb' }],
    ['a mark of its own', { namespace: '-', deployment: 'web' }],
    ['a pod with the way up before its hash', { namespace: 'shop', pod: '../web-7c9d8b6f5d-x2x4z' }],
  ])('is none where the name has %s', (_what, labels) => {
    const target = meantObject(labels);

    const object = target === null ? null : objectOf(target);
    expect(object).toBeNull();
  });

  it('is not in a namespace of the empty name', () => {
    expect(meantObject({ namespace: '', pod: 'web-0', deployment: 'web' })).toBeNull();
  });
});
