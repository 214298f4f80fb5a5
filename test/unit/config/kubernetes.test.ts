import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../config/errors.ts';
import { parseConfig } from '../../../config/load.ts';

const GiB = 1024 ** 3;

function parse(clusters: readonly object[]) {
  return parseConfig(JSON.stringify({ kubernetes: { clusters } }), '/etc/nightshift/nightshift.yaml', {});
}

function mistakesIn(...clusters: readonly object[]): readonly string[] {
  try {
    parse(clusters);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ path, message }) => `${path.replace('kubernetes.clusters.', '')}: ${message}`);
  }
}

const shop = { name: 'shop', kubeconfig: 'shop.kubeconfig' };
const web = { namespace: 'shop', service: 'web', url: 'https://shop.example.com/healthz' };

describe('a cluster', () => {
  it('has safe defaults, and a kubeconfig that is seen from the file', () => {
    const { clusters } = parse([shop]);

    expect(clusters).toEqual([
      {
        name: 'shop',
        access: { kind: 'kubeconfig', file: '/etc/nightshift/shop.kubeconfig', context: null },
        requests: { perSecond: 20, burst: 40 },
        timeoutMs: 10_000,
        protectedNamespaces: ['kube-system', 'kube-public', 'kube-node-lease', 'nightshift'],
        caps: {
          replicas: { least: 1, most: 20 },
          autoscalerMost: 20,
          memoryBytes: 4 * GiB,
          claim: { stepPercent: 20, mostBytes: 100 * GiB },
          nodesAway: { most: 2, percent: 20 },
        },
        dns: null,
        backends: [],
        sidecar: null,
      },
    ]);
  });

  it('may say everything itself', () => {
    const { clusters } = parse([
      {
        name: 'arn:aws:eks:eu-west-1:123456789012:cluster/shop',
        inCluster: true,
        requests: { perSecond: 5, burst: 10 },
        timeout: '3s',
        protectedNamespaces: [],
        caps: {
          replicas: { least: 2, most: 6 },
          autoscalerMost: 8,
          memory: '512Mi',
          claim: { stepPercent: 10, most: '1Ti' },
          nodesAway: { most: 1, percent: 5 },
        },
        dns: {},
        backends: [web],
        sidecar: 'istio-proxy',
      },
    ]);

    expect(clusters[0]).toMatchObject({
      name: 'arn:aws:eks:eu-west-1:123456789012:cluster/shop',
      access: { kind: 'in-cluster' },
      timeoutMs: 3_000,
      protectedNamespaces: [],
      caps: { memoryBytes: GiB / 2, claim: { stepPercent: 10, mostBytes: 1024 * GiB } },
      dns: {
        namespace: 'kube-system',
        deployment: 'coredns',
        servers: [],
        names: ['kubernetes.default.svc.cluster.local'],
      },
      backends: [{ ...web, timeoutMs: 5_000 }],
      sidecar: 'istio-proxy',
    });
  });

  it.each([
    ['without a way to it', { name: 'shop' }, '0: say how it is reached: inCluster: true or kubeconfig: FILE'],
    ['with two ways', { ...shop, inCluster: true }, '0: say how it is reached: inCluster: true or kubeconfig: FILE'],
    [
      'with a context of nothing',
      { name: 'shop', inCluster: true, context: 'shop' },
      '0.context: only a kubeconfig has contexts',
    ],
    [
      'with an odd protected namespace',
      { ...shop, protectedNamespaces: ['../x'] },
      '0.protectedNamespaces.0: write the name of a namespace',
    ],
    [
      'with a cap below its minimum',
      { ...shop, caps: { replicas: { least: 3, most: 2 } } },
      '0.caps.replicas: least must not be more than most',
    ],
    [
      'with an odd amount',
      { ...shop, caps: { memory: '4GB' } },
      '0.caps.memory: write an amount as a number and a unit, such as 512Mi or 4Gi',
    ],
    [
      'with a server of a name',
      { ...shop, dns: { servers: ['dns:53'] } },
      '0.dns.servers.0: write an address with a port, such as 10.96.0.10:53',
    ],
    [
      'with a backend in a protected namespace',
      { ...shop, backends: [{ ...web, namespace: 'kube-system' }] },
      '0.backends.0.namespace: kube-system is protected: nothing there is ever taken out of traffic',
    ],
    [
      'with a backend twice',
      { ...shop, backends: [web, web] },
      '0.backends.1.service: the backend shop/web is described twice',
    ],
    ['with an unknown setting', { ...shop, colour: 'blue' }, '0.colour: there is no such setting'],
  ])('%s is a mistake', (_what, cluster, mistake) => {
    expect(mistakesIn(cluster)).toEqual([mistake]);
  });

  it('is described once, under one name and by one way', () => {
    expect(mistakesIn(shop, { ...shop, context: 'other' })).toEqual(['1.name: the cluster shop is described twice']);
    expect(mistakesIn(shop, { ...shop, name: 'store' })).toEqual(['1.name: it is reached in the same way as shop']);
  });
});
