import type { IncidentRecord } from '../../model/incident/incident.ts';
import { remediationWorkflowId } from '../../model/names.ts';
import type { Audience } from '../audience.ts';
import type { DemoService } from '../demo-service.ts';
import { follow } from '../follow.ts';
import { approveCommand, voteJson } from '../operator.ts';
import type { Scene } from '../scene.ts';
import { workflowUrl } from '../scene.ts';
import { tellEntry, tellMoment, tellQuote, tellVerdict } from '../screen.ts';
import { killOnStage } from './kill.ts';

/** A service dies whose repair the policy allows only to people: the plan waits until one of them decides. */
export async function actOfApproval(scene: Scene, service: DemoService, audience: Audience): Promise<boolean> {
  const startedAt = await killOnStage(scene, service);
  const tell = (entry: Parameters<typeof tellEntry>[1]) => tellEntry(startedAt, entry);
  const waiting = await follow(scene, service, ({ approval }) => approval !== null, { tell });
  const code = waiting?.approval?.code;
  if (!code) return verdict(false, 'no plan waits for an approval');

  const guess = approveCommand(scene, service, voteJson({ code: '00000000', by: 'somebody who guesses' }));
  tellMoment(startedAt, 'wrong code', refusalIn(await guess.run()));
  const tooEarly = await service.restarts();
  tellHowToDecide(scene, service, voteJson({ code, by: 'your name' }));
  tellMoment(startedAt, 'waiting', audience.invitation);

  const decided = follow(scene, service, ({ approval }) => approval === null, { withinMs: Infinity });
  const isOurTurn = await Promise.race([decided.then(() => false), audience.gaveUp().then(() => true)]);
  if (isOurTurn) await approveCommand(scene, service, voteJson({ code, by: 'the demo' })).run();

  const ended = await follow(scene, service, ({ outcome }) => outcome !== null, { tell, after: waiting });
  return tooEarly === 0 ? judge(ended, await service.restarts()) : verdict(false, 'nobody had approved it yet');
}

/** What the workflow answered, out of what Temporal's command line makes of it. */
function refusalIn(words: string): string {
  return /unable to update workflow: (.*) \(type: VoteRefused/.exec(words)?.[1] ?? words;
}

function tellHowToDecide(scene: Scene, service: DemoService, vote: string): void {
  const url = workflowUrl(scene, remediationWorkflowId(service.target));
  tellQuote('the repair in the Temporal UI, with its plan and the code under User Metadata:', [url]);
  tellQuote('there: More Actions, Send an Update, approve (or deny), with this as its data:', [vote]);
  tellQuote('or on the command line:', [approveCommand(scene, service, vote).line]);
}

function judge(record: IncidentRecord | undefined, restarts: number): boolean {
  const { kind, reason, detail } = record?.outcome ?? {};
  if (reason === 'approval-denied' && restarts === 0) return verdict(true, `${detail}: nothing was done`);
  const good = kind === 'resolved-by-us' && restarts === 1;
  return verdict(good, good ? 'nothing was done before the approval, and one restart after it' : 'not repaired');
}

function verdict(good: boolean, text: string): boolean {
  tellVerdict(good, text);
  return good;
}
