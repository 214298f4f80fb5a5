import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { actions as allActions } from '../../../activities/actions/index.ts';
import { kubernetesDocument } from '../../../cli/kubernetes-document.ts';
import { families } from '../../../model/kubernetes/alerts/catalogue.ts';
import { runbookNames } from '../../../model/names.ts';
import { runbooks as allRunbooks } from '../../../workflows/runbooks/index.ts';
import { runNightshift } from '../../support/command-line.ts';
import { aScratchFile } from '../../support/scratch.ts';
import { root } from '../../support/sources/source-tree.ts';

type Sources = Parameters<typeof kubernetesDocument>[0];
type DescribedAction = NonNullable<Sources['actions'][keyof Sources['actions']]>;

const document = join(root, 'docs/runbooks.md');

const runbooks: Sources['runbooks'] = {
  'pod-not-ready': {
    summary: 'A pod is not ready: say why | evict it.',
    defaultMode: 'observe',
    looks: ['service-probe', 'crash-loop'],
    mayDo: ['restart-service'],
  },
  'kubernetes-alert': { summary: 'Says what it found.', defaultMode: 'observe', looks: ['dependencies'], mayDo: [] },
};

function anAction(overrides: Partial<DescribedAction> = {}): DescribedAction {
  return { risk: 'disruptive', undo: null, permissions: [], ...overrides };
}

/** The item of a list that begins with this text, and what stands below it, each without its line breaks. */
function itemOf(text: string, sources: Sources): readonly string[] {
  const items = kubernetesDocument(sources).split(/\n(?= *- )|\n\n/);
  const first = items.findIndex((item) => item.startsWith(`- ${text}`));
  const below = items.slice(first + 1);
  const next = below.findIndex((item) => !item.startsWith('  - '));
  return [items[first] ?? '', ...(next < 0 ? below : below.slice(0, next))].map((item) =>
    item.trim().replaceAll(/\s+/g, ' '),
  );
}

/** The rows of a table that begin with this name. */
function rowsOf(name: string, sources: Sources): readonly string[] {
  return kubernetesDocument(sources)
    .split('\n')
    .filter((line) => line.startsWith(`| \`${name}\` |`));
}

describe('the document of what is known of Kubernetes', () => {
  it('has a row for every alert, with class, labels, time, runbook and advice', () => {
    const printed = kubernetesDocument({ runbooks: {}, actions: {} });

    for (const { alert, advice } of families.flatMap(({ entries }) => entries))
      expect(printed).toMatch(new RegExp(`^\\| \`${alert}\` \\| .*${advice.slice(0, 12)}`, 'm'));
    expect(rowsOf('KubeNodeNotReady', { runbooks: {}, actions: {} })).toEqual([
      expect.stringContaining('| `KubeNodeNotReady` | `auto` | Node: `node` | 15 min | `node-unhealthy` | cordon | '),
    ]);
  });

  it('says of a runbook what it looks at, what it may do and which alerts it answers', () => {
    expect(rowsOf('pod-not-ready', { runbooks, actions: {} })).toEqual([
      String.raw`| ${[
        '`pod-not-ready`',
        String.raw`A pod is not ready: say why \| evict it.`,
        '`restart-service`',
        '`observe`',
      ].join(' | ')} |`,
    ]);
    expect(itemOf('`pod-not-ready`', { runbooks, actions: {} })).toEqual([
      '- `pod-not-ready`',
      '- looks at `service-probe`, `crash-loop`',
      '- answers `KubePodNotReady`, `KubernetesPodNotHealthy`',
    ]);
  });

  it('says during which alerts something must wait, by what they are about', () => {
    const sources = { runbooks: {}, actions: {} };

    expect(itemOf('Nodes and kubelets:', sources)).toEqual(['- Nodes and kubelets: `KubeletDown`']);
    expect(itemOf('Workloads:', sources)).toEqual(['- Workloads: `KubePdbNotEnoughHealthyPods`']);
  });

  it('has no long line outside of tables', () => {
    const lines = kubernetesDocument({ runbooks: allRunbooks, actions: allActions }).split('\n');

    expect(lines.filter((line) => line.length > 120 && !line.startsWith('|'))).toEqual([]);
  });

  it('says of an action its risk, its undo, its caps and the rights that it needs', () => {
    const action = anAction({
      undo: 'restore-dns-servers',
      caps: ['caps.replicas'],
      permissions: [
        { group: '', resource: 'pods/eviction', verbs: ['create'] },
        { group: 'apps', resource: 'deployments', verbs: ['get', 'patch'] },
      ],
    });

    const sources = { runbooks, actions: { 'restart-service': action } };
    expect(rowsOf('restart-service', sources)).toEqual([
      '| `restart-service` | disruptive | `restore-dns-servers` | `caps.replicas` |',
    ]);
    expect(itemOf('`restart-service`', sources)).toEqual([
      '- `restart-service`: create `pods/eviction`; get, patch `deployments.apps`',
    ]);
  });

  it('leaves out runbooks and actions outside of clusters', () => {
    const actions = {
      'delete-pod': anAction(),
      'rotate-logs': { risk: 'safe', undo: null },
    } as const;
    const sources = { runbooks: { 'disk-cleanup': { summary: 'Cleans.', defaultMode: 'observe' } }, actions } as const;

    expect(rowsOf('disk-cleanup', sources)).toEqual([]);
    expect(rowsOf('rotate-logs', sources)).toEqual([]);
    expect(rowsOf('delete-pod', sources)).toHaveLength(1);
  });
});

describe('what the document is made of', () => {
  it('is said by every runbook for clusters: what it looks at, and what it may do', () => {
    const folders = ['cluster', 'workload'].flatMap((name) => readdirSync(join(root, 'workflows/runbooks', name)));
    const saying = runbookNames.filter((name) => allRunbooks[name].looks && allRunbooks[name].mayDo);

    expect(saying.map((name) => `${name}.ts`).toSorted()).toEqual(folders.toSorted());
  });

  it('has an action, with the rights that it needs, for whatever such a runbook may do', () => {
    const named = Object.values(allRunbooks).flatMap(({ mayDo = [] }) => mayDo);

    expect(named.filter((name) => !allActions[name].permissions)).toEqual([]);
  });

  it('names each cap of a cluster that the configuration has, and no other', () => {
    const schema = readFileSync(join(root, 'config/nightshift.schema.json'), 'utf8');
    const { clusters } = JSON.parse(schema).properties.kubernetes.properties;
    const known = Object.keys(clusters.items.properties.caps.properties).map((name) => `caps.${name}`);
    const named = Object.values(allActions).flatMap(({ caps = [] }) => caps);

    expect([...new Set(named)].toSorted()).toEqual(known.toSorted());
  });
});

describe('nightshift runbooks', () => {
  it('prints it', async () => {
    const { exitCode, stdout } = await runNightshift(['runbooks']);

    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: `${kubernetesDocument({ runbooks: allRunbooks, actions: allActions })}\n`,
    });
  });

  it('finds docs/runbooks.md as it would write it', async () => {
    const kept = readFileSync(document, 'utf8');
    const file = await aScratchFile(kept.replace('| `Watchdog`', '| `Watchdogs`'));

    const { exitCode, stdout } = await runNightshift(['runbooks', '--into', file]);

    const style = await resolveConfig(document);
    const written = await format(readFileSync(file, 'utf8'), { ...style, filepath: document });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(written).toBe(kept);
  });

  it.each(['no marker', '<!-- nightshift runbooks: end --> <!-- nightshift runbooks: begin -->'])(
    'ends with 2 and leaves a file alone that says "%s"',
    async (text) => {
      const file = await aScratchFile(text);

      const { exitCode, stderr } = await runNightshift(['runbooks', '--into', file]);

      expect(exitCode).toBe(2);
      expect(stderr).toContain('there is no <!-- nightshift runbooks: begin --> with a');
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );
});
