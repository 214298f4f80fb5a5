import { describe, expect, it } from 'vitest';
import { withOwnNamespace } from '../../../../clients/kubernetes/own-namespace.ts';
import { aCluster } from '../../../support/kubernetes/builders.ts';
import { aScratchFile } from '../../../support/scratch.ts';

const inCluster = aCluster({ access: { kind: 'in-cluster' }, protectedNamespaces: ['kube-system'] });

describe('the namespace that Nightshift runs in', () => {
  it('is protected in the cluster that it runs in', async () => {
    const file = await aScratchFile('automation\n');

    expect(withOwnNamespace(inCluster, file).protectedNamespaces).toEqual(['kube-system', 'automation']);
  });

  it('is nothing to another cluster', async () => {
    const file = await aScratchFile('automation');
    const other = aCluster({ protectedNamespaces: [] });

    expect(withOwnNamespace(other, file)).toBe(other);
  });

  it('changes nothing where nobody knows it', () => {
    expect(withOwnNamespace(inCluster, '/nowhere/namespace')).toBe(inCluster);
  });
});
