import { describe, expect, it } from 'vitest';
import { templateChanges } from '../../../../../model/kubernetes/workloads/template-changes.ts';

const container = { name: 'app', image: 'web:1', env: [{ name: 'LEVEL', value: 'info' }] };

function aTemplate(change: object = {}, spec: object = {}, metadata: object = {}) {
  return {
    metadata: { labels: { app: 'web' }, ...metadata },
    spec: { containers: [{ ...container, ...change }], ...spec },
  };
}

describe('templateChanges', () => {
  it.each([
    { what: 'nothing', after: aTemplate(), changes: [] },
    { what: 'an image', after: aTemplate({ image: 'web:2' }), changes: ['image of app web:1 → web:2'] },
    {
      what: 'a value',
      after: aTemplate({ env: [{ name: 'LEVEL', value: 'secret-level' }] }),
      changes: ['app has other values of LEVEL'],
    },
    {
      what: 'variables',
      after: aTemplate({ env: [{ name: 'COLOUR', value: 'blue' }] }),
      changes: ['app has new variables COLOUR', 'app has lost the variables LEVEL'],
    },
    {
      what: 'a limit',
      after: aTemplate({ resources: { limits: { memory: '64Mi' } } }),
      changes: ['app memory limit none → 64Mi'],
    },
    {
      what: 'a probe and a command',
      after: aTemplate({ readinessProbe: { httpGet: { path: '/', port: 80 } }, command: ['web'] }),
      changes: ['app has other command, readinessProbe'],
    },
    {
      what: 'settings by reference',
      after: aTemplate({ envFrom: [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'keys' } }] }),
      changes: ['app settings refer to ConfigMap settings, Secret keys'],
    },
    {
      what: 'a volume of a Secret',
      after: aTemplate({}, { volumes: [{ name: 'keys', secret: { secretName: 'keys' } }] }),
      changes: ['volumes refer to Secret keys'],
    },
    {
      what: 'another container',
      after: aTemplate({}, { containers: [container, { name: 'proxy', image: 'proxy:1' }] }),
      changes: ['new container proxy, image proxy:1'],
    },
    {
      what: 'an annotation',
      after: aTemplate({}, {}, { annotations: { restartedAt: 'now' } }),
      changes: ['annotations of the template: restartedAt'],
    },
  ])('tells $what', ({ after, changes }) => {
    expect(templateChanges(aTemplate(), after)).toEqual(changes);
  });

  it('never tells what a variable is set to', () => {
    const after = aTemplate({
      env: [
        { name: 'LEVEL', value: 'hunter2' },
        { name: 'KEY', value: 'hunter2' },
      ],
    });

    expect(templateChanges(aTemplate(), after).join('\n')).not.toContain('hunter2');
  });

  it('keeps to a few changes, and takes any shape', () => {
    const many = aTemplate({}, { containers: Array.from({ length: 40 }, (_, index) => ({ name: `c${index}` })) });

    expect(templateChanges(aTemplate(), many)).toHaveLength(12);
    expect(templateChanges(undefined, null)).toEqual([]);
  });
});
