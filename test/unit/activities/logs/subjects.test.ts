import { describe, expect, it } from 'vitest';
import { suspectsOf } from '../../../../activities/logs/subjects.ts';
import { serviceDirectory } from '../../../../activities/described/services.ts';
import { canonicalPath, serviceTarget } from '../../../../model/target.ts';
import { aService } from '../../../support/builders.ts';

const nobody = serviceDirectory([]);

describe('whose logs are read for a described service', () => {
  it.each([
    ['by its name', {}, ['web']],
    ['and its unit', { manager: { kind: 'systemd', unit: 'shop.service' } }, ['web', 'shop.service', 'shop']],
    ['and its container', { manager: { kind: 'container', container: 'c', api: 'unix:///x' } }, ['web', 'c']],
  ] as const)('its own, %s', (_how, overrides, services) => {
    const service = aService(overrides);

    expect(suspectsOf(serviceTarget(service), serviceDirectory([service]))).toEqual({
      subjects: [{ host: 'host-1', services, namespace: null, workload: null }],
      services: [service],
    });
  });

  it('also those of what it cannot work without, described or not, but of no more than four', () => {
    const database = aService({ name: 'database', host: 'host-2' });
    const others = [1, 2, 3, 4].map((nth) => canonicalPath('kubernetes', 'c', 'shop', 'Deployment', `d${nth}`));
    const web = aService({ dependsOn: [serviceTarget(database), ...others] });

    const { subjects, services } = suspectsOf(serviceTarget(web), serviceDirectory([web, database]));

    expect(services).toEqual([web, database]);
    expect(subjects.map(({ host, workload }) => host ?? workload)).toEqual(['host-1', 'host-2', 'd1', 'd2', 'd3']);
  });
});

describe('whose logs are read for a target that nobody described', () => {
  it.each([
    [['host', 'db 1'], { host: 'db 1', services: [], namespace: null, workload: null }],
    [['host', 'a', 'service', 'b'], { host: 'a', services: ['b'], namespace: null, workload: null }],
    [['host', 'a', 'disk', '/srv'], { host: 'a', services: [], namespace: null, workload: null }],
    [['kubernetes', 'c', 'n', 'Deployment', 'd'], { host: null, services: [], namespace: 'n', workload: 'd' }],
    [['kubernetes', 'c', 'n', 'Namespace', 'n'], { host: null, services: [], namespace: 'n', workload: null }],
    [['kubernetes', 'c', '-', 'Node', 'node-1'], { host: 'node-1', services: [], namespace: null, workload: null }],
  ])('%j', (parts, subject) => {
    expect(suspectsOf(canonicalPath(...parts), nobody).subjects).toEqual([subject]);
  });

  it.each([
    ['a path that had to be cut', canonicalPath('kubernetes', 'c', 'n', 'Pod', 'p'.repeat(300))],
    ['a path that is none', 'host/%zz'],
    ['what is neither a host nor of Kubernetes', 'alert/abc'],
  ])('nobody’s, where it is %s', (_what, target) => {
    expect(suspectsOf(target, nobody)).toEqual({ subjects: [], services: [] });
  });
});
