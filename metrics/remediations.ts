import { Counter, Histogram } from 'prom-client';
import type { OutcomeKind, OutcomeReason } from '../model/incident/outcome.ts';
import { outcomeKinds, outcomeReasons } from '../model/incident/outcome.ts';
import type { RunbookName } from '../model/names.ts';
import { actionNames, runbookNames } from '../model/names.ts';
import type { ActionName } from '../model/names.ts';
import { actionKinds, actionResults } from '../model/remediation/action-order.ts';
import type { ActionKind, ActionAnswer } from '../model/remediation/action-order.ts';
import type { MetricsRegistry } from './registry.ts';

const noRunbook = 'none';
const buckets = [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

export type RemediationMetrics = ReturnType<typeof createRemediationMetrics>;

/** What is counted about repairs, and about why there was none. */
export function createRemediationMetrics(registry: MetricsRegistry) {
  const registers = [registry];
  const attempts = new Counter({
    name: 'nightshift_attempts_total',
    help: 'Remediations begun, whether or not they came to an action.',
    labelNames: ['runbook'],
    registers,
  });
  const actions = new Counter({
    name: 'nightshift_actions_total',
    help: 'Actions and their undoing, by how they ended or whether they were refused.',
    labelNames: ['action', 'kind', 'result'],
    registers,
  });
  const outcomes = new Counter({
    name: 'nightshift_repairs_total',
    help: 'Ends of an incident, by runbook and outcome.',
    labelNames: ['runbook', 'outcome'],
    registers,
  });
  const nothingDone = new Counter({
    name: 'nightshift_nothing_done_total',
    help: 'Incidents in which nothing was done, by the reason.',
    labelNames: ['reason'],
    registers,
  });
  const firstAction = new Histogram({
    name: 'nightshift_first_action_seconds',
    help: 'Time from the first alert of an incident until its first action.',
    labelNames: ['runbook'],
    buckets,
    registers,
  });
  const verified = new Histogram({
    name: 'nightshift_verified_seconds',
    help: 'Time from the first alert of an incident until its repair was proven.',
    labelNames: ['runbook'],
    buckets,
    registers,
  });
  const recurrences = new Counter({
    name: 'nightshift_recurrences_total',
    help: 'Incidents of a target that had been repaired, and proven healthy, within 24 hours before.',
    labelNames: ['runbook'],
    registers,
  });
  for (const runbook of [...runbookNames, noRunbook]) {
    for (const outcome of outcomeKinds) outcomes.inc({ runbook, outcome }, 0);
  }
  for (const runbook of runbookNames) {
    firstAction.zero({ runbook });
    verified.zero({ runbook });
    recurrences.inc({ runbook }, 0);
    attempts.inc({ runbook }, 0);
  }
  for (const action of actionNames) {
    for (const kind of actionKinds) {
      for (const result of actionResults) actions.inc({ action, kind, result }, 0);
    }
  }
  for (const reason of outcomeReasons) nothingDone.inc({ reason }, 0);

  return {
    concluded(runbook: RunbookName | null, kind: OutcomeKind, reason: OutcomeReason | null): void {
      outcomes.inc({ runbook: runbook ?? noRunbook, outcome: kind });
      if (kind === 'nothing-done' && reason) nothingDone.inc({ reason });
    },
    attempted: (runbook: RunbookName) => attempts.inc({ runbook }),
    actionEnded: (action: ActionName, kind: ActionKind, result: ActionAnswer['result']) =>
      actions.inc({ action, kind, result }),
    recurred: (runbook: RunbookName) => recurrences.inc({ runbook }),
    firstActionBegan: (runbook: RunbookName, seconds: number) => firstAction.observe({ runbook }, seconds),
    verified: (runbook: RunbookName, seconds: number) => verified.observe({ runbook }, seconds),
  };
}
