import { describe, expect, it } from 'vitest';
import { actions } from '../../../activities/actions/index.ts';
import { actionNames, runbookNames } from '../../../model/names.ts';
import type { ActionName, RunbookName } from '../../../model/names.ts';
import { runbooks } from '../../../workflows/runbooks/index.ts';
import { tableIn } from '../../support/sources/docs.ts';

/** The words of a cell that holds a list. */
const namesIn = (cell = ''): readonly string[] => cell.match(/[\w-]+/g) ?? [];

describe('docs/runbooks.md', () => {
  it('has a row for each runbook, once', () => {
    const onHosts = tableIn('runbooks.md', 'Runbooks').filter(([, , target = '']) => target.startsWith('host/'));
    const inClusters = tableIn('runbooks.md', 'What the runbooks do');
    const named = [...onHosts, ...inClusters].map(([cell]) => namesIn(cell)[0] ?? '');

    expect(named.toSorted()).toEqual(runbookNames.toSorted());
  });

  it('has a heading for each runbook of clusters', () => {
    const told = tableIn('runbooks.md', 'Runbooks').filter(([, , target = '']) => !target.startsWith('host/'));
    const named = told
      .flatMap(([, names]) => namesIn(names))
      .filter((name) => runbookNames.some((one) => one === name));

    expect(named.toSorted()).toEqual(runbookNames.filter((name) => runbooks[name].looks).toSorted());
  });

  it('names only alerts that a runbook on hosts answers', () => {
    const rows = tableIn('runbooks.md', 'From an alert to a runbook');
    const wrong = rows.flatMap(([runbook, alerts]) =>
      namesIn(alerts).filter((alertname) => !runbooks[runbook as RunbookName].answers({ labels: { alertname } })),
    );

    expect(rows.map(([runbook]) => runbook)).toEqual(
      expect.arrayContaining(runbookNames.filter((name) => !runbooks[name].looks && name !== 'playbook')),
    );
    expect(wrong).toEqual([]);
  });

  it('has each action, once, with its risk and what takes it back', () => {
    const onHosts = tableIn('runbooks.md', 'Actions');
    const inClusters = tableIn('runbooks.md', 'What the actions need');
    const rows = [...onHosts, ...inClusters].flatMap(([names, risk, undo]) =>
      namesIn(names).map((name) => ({ name: name as ActionName, risk, undo: namesIn(undo)[0] ?? null })),
    );
    // What a playbook is, its own description says.
    const fixed = rows.filter(({ name }) => name !== 'run-playbook');

    // Outside of clusters, what only takes back has no row of its own.
    const named = [...rows.map(({ name }) => name), 'restore-dns-servers', 'undo-playbook'];
    expect(named.toSorted()).toEqual(actionNames.toSorted());
    expect(fixed).toEqual(fixed.map(({ name }) => ({ name, risk: actions[name].risk, undo: actions[name].undo })));
  });
});
