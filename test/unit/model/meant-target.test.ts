import { describe, expect, it } from 'vitest';
import type { Labels } from '../../../model/alert/alert.ts';
import { meantBy } from '../../../model/meant-target.ts';
import { aService, described } from '../../support/builders.ts';

const pod = { namespace: 'shop', pod: 'web-0' };

/** The target that the labels mean. */
function targetOf(...about: Parameters<typeof meantBy>): string | null {
  return meantBy(...about)?.target ?? null;
}

describe('the target that an alert means', () => {
  it.each<[string, Labels, string | null]>([
    ['a pod', pod, 'kubernetes/default/shop/Pod/web-0'],
    ['a pod of a named cluster', { ...pod, cluster: 'eu' }, 'kubernetes/eu/shop/Pod/web-0'],
    ['the pod before its deployment', { ...pod, deployment: 'web' }, 'kubernetes/default/shop/Pod/web-0'],
    ['a deployment', { namespace: 'shop', deployment: 'web' }, 'kubernetes/default/shop/Deployment/web'],
    ['a stateful set', { namespace: 'shop', statefulset: 'db' }, 'kubernetes/default/shop/StatefulSet/db'],
    ['a daemon set', { namespace: 'shop', daemonset: 'log' }, 'kubernetes/default/shop/DaemonSet/log'],
    ['a job', { namespace: 'shop', job_name: 'bill' }, 'kubernetes/default/shop/Job/bill'],
    ['a cron job', { namespace: 'shop', cronjob: 'bill' }, 'kubernetes/default/shop/CronJob/bill'],
    [
      'an autoscaler',
      { namespace: 'a', horizontalpodautoscaler: 'b' },
      'kubernetes/default/a/HorizontalPodAutoscaler/b',
    ],
    ['a disruption budget', { namespace: 'a', poddisruptionbudget: 'b' }, 'kubernetes/default/a/PodDisruptionBudget/b'],
    ['a volume claim', { namespace: 'a', persistentvolumeclaim: 'b' }, 'kubernetes/default/a/PersistentVolumeClaim/b'],
    ['a service of the cluster', { namespace: 'shop', service: 'web' }, 'kubernetes/default/shop/Service/web'],
    ['a namespace', { namespace: 'shop' }, 'kubernetes/default/shop/Namespace/shop'],
    ['a node', { node: 'n1', instance: '10.0.0.1:9100' }, 'kubernetes/default/-/Node/n1'],
    ['the scrape job as no object', { namespace: 'shop', job: 'web' }, 'kubernetes/default/shop/Namespace/shop'],
    ['empty values as missing', { namespace: 'shop', pod: '', cluster: '' }, 'kubernetes/default/shop/Namespace/shop'],
    ['a host with its port', { instance: '10.0.0.1:9100' }, 'host/10.0.0.1'],
    ['a host without a port', { instance: 'web-1' }, 'host/web-1'],
    ['an IPv6 host with its port', { instance: '[2001:db8::1]:9100' }, 'host/2001%3Adb8%3A%3A1'],
    ['an IPv6 host without a port', { instance: '2001:db8::2' }, 'host/2001%3Adb8%3A%3A2'],
    ['a probed address', { instance: 'http://web/health' }, 'host/http%3A%2F%2Fweb%2Fhealth'],
    ['a port without a host', { instance: ':9100' }, null],
    ['an empty instance', { instance: '' }, null],
    ['kube-state-metrics, which names itself', { job: 'kube-state-metrics', instance: '10.0.0.9:8443' }, null],
    [
      'the node that kube-state-metrics speaks of',
      { job: 'kube-state-metrics', instance: '10.0.0.9:8443', node: 'n1' },
      'kubernetes/default/-/Node/n1',
    ],
    ['labels that say nothing', { alertname: 'Down' }, null],
    ['no labels', {}, null],
  ])('reads %s', (_what, labels, expected) => {
    expect(targetOf({ labels }, [])).toBe(expected);
  });

  it('takes a configured service before everything else', () => {
    const services = described(
      aService({ match: { pod: 'other' } }),
      aService({ name: 'shop', match: { pod: 'web-0' } }),
    );

    expect(targetOf({ labels: pod }, services)).toBe('host/host-1/service/shop');
  });

  it('takes the first of two services that match', () => {
    const services = described(aService({ name: 'first', match: pod }), aService({ name: 'second', match: pod }));

    expect(targetOf({ labels: pod }, services)).toBe('host/host-1/service/first');
  });

  it.each([
    ['slashes', 'a/b', 'a%2Fb'],
    ['the way up', '../..', '..%2F..'],
    ['a NUL', 'a\u0000b', 'a%00b'],
    ['half a surrogate pair', 'a\ud800b', 'a%EF%BF%BDb'],
    ['line breaks', 'a\nb', 'a%0Ab'],
    ['Markdown', '[a](b)*', '%5Ba%5D%28b%29%2a'],
    ['quotes', `'"!`, '%27%22%21'],
    ['a percent sign', 'a%2Fb', 'a%252Fb'],
    ['the mark of a shortened path', 'a~b', 'a%7eb'],
  ])('encodes %s in a value', (_what, name, encoded) => {
    expect(targetOf({ labels: { namespace: 'shop', pod: name } }, [])).toBe(`kubernetes/default/shop/Pod/${encoded}`);
  });

  it('does not fall for labels with the names of inherited properties', () => {
    const labels = JSON.parse('{"__proto__": "x", "constructor": "y", "instance": "web-1:80"}') as Labels;

    expect(targetOf({ labels }, described(aService({ match: { __proto__x: 'x' } })))).toBe('host/web-1');
  });
});
