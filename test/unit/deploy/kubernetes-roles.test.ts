import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { roleFiles } from '../../../cli/rbac.ts';
import { parseConfig } from '../../../config/load.ts';
import { readPermissions } from '../../../model/kubernetes/rights/read-permissions.ts';
import { rolesFor } from '../../../model/kubernetes/rights/roles.ts';
import { aScratchFile } from '../../support/scratch.ts';
import { inRepository, textOf } from './deploy-files.ts';

const account = { namespace: 'nightshift', name: 'nightshift-worker' };
const pods = { group: '', resource: 'pods', verbs: ['patch', 'get'] };
const nodes = { group: '', resource: 'nodes', verbs: ['patch'] };

describe('the roles of a deployment', () => {
  it('are those that the command writes', () => {
    const folder = 'deploy/kubernetes/roles';
    const paths = readdirSync(inRepository(folder), { recursive: true, encoding: 'utf8' });
    const files = paths.filter((path) => path.endsWith('.yaml')).toSorted();

    expect(files).toEqual([...roleFiles().keys()].toSorted());
    for (const [path, text] of roleFiles()) expect(textOf(join(folder, path))).toBe(text);
  });

  it('have rights on nodes for the whole cluster, and on pods for a namespace', () => {
    const roles = rolesFor('some', [pods, nodes, { ...pods, verbs: ['list'] }], account, { namespace: 'shop' });

    expect(roles).toMatchObject([
      { kind: 'ClusterRole', metadata: { name: 'some' }, rules: [{ resources: ['nodes'], verbs: ['patch'] }] },
      { kind: 'ClusterRoleBinding', subjects: [{ kind: 'ServiceAccount', ...account }] },
      {
        kind: 'Role',
        metadata: { namespace: 'shop' },
        rules: [{ resources: ['pods'], verbs: ['get', 'list', 'patch'] }],
      },
      { kind: 'RoleBinding', metadata: { namespace: 'shop' }, roleRef: { kind: 'Role', name: 'some' } },
    ]);
  });

  it('to look allow no change, no Secret and no ConfigMap', () => {
    expect(new Set(readPermissions.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list']));
    expect(readPermissions.map(({ resource }) => resource)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/secrets|configmaps/)]),
    );
  });
});

describe('the manifests', () => {
  it('have a configuration that is taken, on the ports that they probe', async () => {
    const token = await aScratchFile('a-token\n');
    const text = readFileSync(inRepository('deploy/kubernetes/base/nightshift.yaml'), 'utf8');

    const config = parseConfig(text.replace('/etc/nightshift/secrets/webhook-token', token), 'nightshift.yaml', {});

    expect(config.trigger.listen.port).toBe(portOf('trigger.yaml'));
    expect(config.worker.listen.port).toBe(portOf('worker.yaml'));
    expect(config.clusters).toMatchObject([{ access: { kind: 'in-cluster' } }]);
  });
});

function portOf(file: string): unknown {
  const [workload] = parseAllDocuments(textOf(`deploy/kubernetes/base/${file}`));
  return workload?.getIn(['spec', 'template', 'spec', 'containers', 0, 'ports', 0, 'containerPort']);
}
