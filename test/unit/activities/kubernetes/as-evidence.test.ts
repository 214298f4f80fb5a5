import { expect, it } from 'vitest';
import { asEvidence } from '../../../../activities/kubernetes/as-evidence.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

it.each([
  { what: 'data of a Secret', object: { kind: 'Secret', data: { password: 'hunter2' } } },
  { what: 'data of a Secret as text', object: { kind: 'Secret', stringData: { password: 'hunter2' } } },
  { what: 'data of a ConfigMap', object: { kind: 'ConfigMap', binaryData: { key: 'hunter2' } } },
  {
    what: 'values of variables',
    object: { spec: { containers: [{ name: 'app', env: [{ name: 'GREETING', value: 'hunter2' }] }] } },
  },
  {
    what: 'values of variables of containers that run first',
    object: { template: { spec: { initContainers: [{ env: [{ name: 'GREETING', value: 'hunter2' }] }] } } },
  },
  {
    what: 'headers of probes',
    object: { httpGet: { path: '/', httpHeaders: [{ name: 'X-Key', value: 'hunter2' }] } },
  },
  { what: 'what was last applied', object: { metadata: { annotations: { [lastApplied]: '{"key":"hunter2"}' } } } },
  { what: 'who wrote what', object: { metadata: { managedFields: [{ manager: 'hunter2' }] } } },
  { what: 'secrets in arguments', object: { spec: { args: ['--password=hunter2'] } } },
  { what: 'secrets in a pair', object: { status: { message: 'password=hunter2 was refused' } } },
])('$what do not pass', ({ object }) => {
  const kept = JSON.stringify(asEvidence(object));

  expect(kept).not.toContain('hunter2');
});

it('all else of an object is kept, with the names of its variables and where they come from', () => {
  const secretKeyRef = { name: 'db', key: 'main' };
  const env = [
    { name: 'GREETING', value: 'hello' },
    { name: 'DATABASE', value: undefined, valueFrom: { secretKeyRef } },
  ];
  const made = new Date('2026-01-01T00:00:00.000Z');

  const kept = asEvidence({ metadata: { name: 'web', creationTimestamp: made }, spec: { image: 'web:1', env } });

  expect(kept).toEqual({
    metadata: { name: 'web', creationTimestamp: '2026-01-01T00:00:00.000Z' },
    spec: {
      image: 'web:1',
      env: [
        { name: 'GREETING', value: '[not kept]' },
        { name: 'DATABASE', valueFrom: { secretKeyRef } },
      ],
    },
  });
});

it('an object without an end is cut', () => {
  const kept = JSON.stringify(
    asEvidence({ status: { images: Array.from({ length: 9_000 }, () => 'web:1.8-alpine') } }),
  );

  expect(kept.length).toBeLessThan(80_000);
});
