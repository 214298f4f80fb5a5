import { describe, expect, it } from 'vitest';
import { actions } from '../../../activities/actions/index.ts';
import { actionNames, runbookNames } from '../../../model/names.ts';
import type { ActionName, RunbookName } from '../../../model/names.ts';
import { runbooks } from '../../../workflows/runbooks/index.ts';
import { tableIn } from '../../support/docs.ts';

/** The words of a cell that holds a list. */
const namesIn = (cell = ''): readonly string[] => cell.match(/[\w-]+/g) ?? [];

describe('docs/runbooks.md', () => {
  it('has a row for each runbook', () => {
    const named = tableIn('runbooks.md', 'Runbooks').map(([cell]) => namesIn(cell)[0] ?? '');

    expect(named.toSorted()).toEqual(runbookNames.toSorted());
  });

  it('names only alerts that the runbook answers', () => {
    const rows = tableIn('runbooks.md', 'From an alert to a runbook');
    const wrong = rows.flatMap(([runbook, alerts]) =>
      namesIn(alerts).filter(
        (alertname) =>
          !runbooks[runbook as RunbookName].answers({ labels: { alertname } }, 'kubernetes/c/n/Service/web'),
      ),
    );

    expect(rows.map(([runbook]) => runbook)).toHaveLength(runbookNames.length - 1);
    expect(wrong).toEqual([]);
  });

  it('has each action, with its risk and what takes it back', () => {
    const rows = tableIn('runbooks.md', 'Actions').flatMap(([names, risk, undo]) =>
      namesIn(names).map((name) => ({ name: name as ActionName, risk, undo: namesIn(undo)[0] ?? null })),
    );
    // What a playbook is, its own description says.
    const fixed = rows.filter(({ name }) => name !== 'run-playbook');

    // One that is taken back by itself is named twice.
    const named = new Set(rows.flatMap(({ name, undo }) => [name, ...(undo ? [undo] : [])]));
    expect([...named].toSorted()).toEqual(actionNames.toSorted());
    expect(fixed).toEqual(fixed.map(({ name }) => ({ name, risk: actions[name].risk, undo: actions[name].undo })));
  });
});
