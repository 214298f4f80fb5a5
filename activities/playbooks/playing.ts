import { cancellationSignal } from '@temporalio/activity';
import type { PlaybookRun } from '../../clients/ansible/ansible.ts';
import type { CommandOutcome } from '../../clients/commands/command.ts';
import type { EvidenceList } from '../../clients/evidence/evidence-files.ts';
import type { PlayEvent } from '../../model/playbook/play-event.ts';
import type { ActionResult } from '../../model/remediation/plan.ts';
import type { Target } from '../../model/target.ts';
import type { ActionDependencies } from '../contracts/action-definition.ts';
import { beginList, endList } from '../evidence-list.ts';
import { PlayTally } from './play-tally.ts';
import { whyAstray, whyNot } from './rehearsing.ts';
import { neverBegan, whyUnreachable } from './unreachable.ts';

/** A list of what a playbook did is of no use when it fills the disk. */
const maxListed = 5_000;

/**
 * Runs a playbook to its end, with every task in a list of evidence.
 *
 * @throws Error when this worker has to stop: another one finds out what has become of it.
 */
export async function play(target: Target, run: PlaybookRun, deps: ActionDependencies): Promise<ActionResult> {
  const { ansible } = deps;
  const { host, name } = run.playbook;
  const beganAt = Date.now();
  const evidence = await beginList(deps.evidence, { target, playbook: name, file: run.file }, 'nothing was run');
  if ('result' in evidence) return evidence;
  const tally = new PlayTally();
  try {
    const astray = await whyAstray(run, ansible);
    if (astray) return ended(evidence, { result: 'failed', summary: `nothing was run: ${astray}` });
    const signal = cancellationSignal();
    let listed = 0;
    const onEvent = (event: PlayEvent): void => {
      tally.add(event);
      listed += 1;
      if (listed <= maxListed) evidence.add(event);
    };
    const timeoutMs = Math.max(1, run.timeoutMs - (Date.now() - beganAt));
    const outcome = await ansible.play({ ...run, timeoutMs }, { check: false, onEvent, signal });
    if (signal.aborted && outcome.problem) throw new Error('the playbook was ended because the worker stops');
    const { result, summary } = resultOf(tally, outcome, host);
    return await ended(evidence, { result, summary: `${name}: ${summary}` }, Math.max(0, listed - maxListed));
  } catch (error) {
    await ended(evidence, { result: 'unknown', summary: (error as Error).message });
    throw error;
  }
}

async function ended(evidence: EvidenceList, { result, summary }: ActionResult, leftOut = 0): Promise<ActionResult> {
  const place = await endList(evidence, { result, summary, leftOut }, 'each task');
  return { result, summary: `${summary}; ${place}` };
}

function resultOf(
  { stats, ended: tasks, failed, unreachable }: PlayTally,
  outcome: CommandOutcome,
  host: string,
): ActionResult {
  const counts = stats ? `ok=${stats.ok} changed=${stats.changed} failed=${stats.failed} on ${host}` : '';
  if (unreachable) {
    const isUntouched = tasks === 0 && neverBegan(unreachable);
    const summary = `${whyUnreachable(unreachable)} (in the task ${unreachable.task})`;
    return { result: isUntouched ? 'failed' : 'unknown', summary };
  }
  if (failed) return { result: 'failed', summary: `${counts}; the task ${failed.task} failed: ${failed.message}` };
  if (outcome.problem === 'timed-out') return { result: 'unknown', summary: 'it took too long and was ended' };
  if (outcome.problem === 'killed') return { result: 'unknown', summary: `it was killed after ${tasks} tasks` };
  if (outcome.exitCode !== 0) return { result: tasks > 0 ? 'unknown' : 'failed', summary: whyNot(outcome) };
  if (!stats || tasks === 0) return { result: 'failed', summary: 'it did nothing' };
  return { result: 'done', summary: counts };
}
