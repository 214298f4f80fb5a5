import type { IncidentRecord } from '../../model/incident/incident.ts';
import { incidentWorkflowId } from '../../model/names.ts';
import type { Audience } from '../audience.ts';
import { follow } from '../follow.ts';
import type { Decided } from '../operator.ts';
import { approveCommand, voteJson } from '../operator.ts';
import type { Scene } from '../scene.ts';
import { workflowUrl } from '../scene.ts';
import { tellMoment, tellQuote } from '../screen.ts';

/** A plan that waits for people. */
interface WaitingPlan {
  readonly target: Decided['target'];
  readonly code: string;
  readonly startedAt: number;
}

const isDecided = ({ approval }: IncidentRecord): boolean => approval === null;

/** Says how a plan can be approved, waits for those who are asked, and approves it where they do not decide. */
export async function leaveDecision(scene: Scene, plan: WaitingPlan, audience: Audience): Promise<void> {
  const { code, startedAt } = plan;
  tellHowToDecide(scene, plan, { code, by: 'your name' });
  tellMoment(startedAt, 'waiting', audience.invitation);

  const decided = follow(scene, plan, isDecided, { withinMs: Infinity });
  const isOurTurn = await Promise.race([decided.then(() => false), audience.gaveUp().then(() => true)]);
  if (isOurTurn) await approveCommand(scene, plan, { code, by: 'the demo' }).run();
}

function tellHowToDecide(scene: Scene, plan: Decided, vote: Parameters<typeof voteJson>[0]): void {
  const url = workflowUrl(scene, incidentWorkflowId(plan.target));
  tellQuote('the incident in the Temporal UI, with the plan and its code under User Metadata:', [url]);
  tellQuote('there: More Actions, Send an Update, approve (or deny), with this as its data:', [voteJson(vote)]);
  tellQuote('or on the command line:', [approveCommand(scene, plan, vote).line]);
}
