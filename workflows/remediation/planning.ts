import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type { Diagnosis } from '../../model/remediation/diagnosis.ts';
import { shortHashLength } from '../../model/remediation/approval.ts';
import type { Plan, Proposal } from '../../model/remediation/plan.ts';
import { inertLine } from '../../model/text/markdown.ts';
import { look } from '../activity-profiles.ts';
import type { NoPlan } from '../runbook/runbook.ts';
import type { RemediationRun } from './run.ts';

const looking = proxyActivities<Activities>(look);

/** Minutes that a plan stays valid beyond all that it may have to wait for. */
const spareMs = 5 * 60 * 1_000;

/** Has the runbook find out what is the matter, and keeps what proves and explains it. */
export async function diagnose(run: RemediationRun): Promise<Diagnosis> {
  run.show({ phase: 'diagnosing' });
  const diagnosis = await run.runbook.diagnose(run.trouble);
  run.logs = diagnosis.logs;
  run.proof = run.runbook.proofOfHealth(run.trouble, diagnosis);
  if (diagnosis.details) run.hasFound(diagnosis.details);
  if (diagnosis.reading) run.hasRead(diagnosis.reading);
  run.note('diagnosed', diagnosis.conclusion);
  return diagnosis;
}

/** The ladder of what the runbook wants to try; a rung without actions is none. */
export function propose(run: RemediationRun, diagnosis: Diagnosis): readonly Proposal[] | NoPlan {
  const ladder = ladderOf(run, diagnosis);
  if ('noPlan' in ladder) run.note('planned', `nothing: ${ladder.because}`);
  return ladder;
}

function ladderOf({ runbook, trouble, proof }: RemediationRun, diagnosis: Diagnosis): readonly Proposal[] | NoPlan {
  const proposed = runbook.plan(trouble, diagnosis);
  if ('noPlan' in proposed) return proposed;
  const ladder = proposed.filter(({ actions }) => actions.length > 0);
  if (ladder.length === 0) return { noPlan: 'no-plan', because: 'the plan has no actions' };
  const strange = ladder
    .flatMap(({ actions }) => actions)
    .find(({ action }) => runbook.mayDo?.includes(action) === false);
  if (strange)
    return { noPlan: 'no-plan', because: `the runbook does not say that it may have ${strange.action} done` };
  // Asked before anything is done: what cannot be proven must not be begun.
  if (proof.length > 0) return ladder;
  return { noPlan: 'no-plan', because: 'the runbook knows no check that would prove that it helped' };
}

/** Makes a proposal a plan: each action with its risk, its undo and what it depends on, sealed under one hash. */
export async function preparePlan(run: RemediationRun, proposal: Proposal): Promise<Plan> {
  const { incident, runbook, target, policy } = run.order;
  run.show({ phase: 'planning' });
  const validForMs = 2 * policy.patienceMs + policy.approval.deadlineMs + spareMs;
  const plan = await looking.preparePlan.executeWithOptions({ summary: inertLine(`plan: ${proposal.summary}`, 200) }, [
    { incident, runbook, target, proposal, validForMs },
  ]);
  run.show({ plan, steps: plan.steps.map(() => 'waits') });
  run.note('planned', describe(plan));
  return plan;
}

function describe({ summary, hash, steps }: Plan): string {
  const list = steps.map(({ action, risk, undo }) => `${action} (${risk}, undo: ${undo?.action ?? 'none'})`);
  return `${summary}; plan ${hash.slice(0, shortHashLength)}: ${list.join(', then ')}`;
}
