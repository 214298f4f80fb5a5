import type { IncidentRecord } from '../../model/incident/incident.ts';
import type { Audience } from '../audience.ts';
import type { DemoService } from '../demo-service.ts';
import { follow } from '../follow.ts';
import { approveCommand } from '../operator.ts';
import type { Scene } from '../scene.ts';
import { tellEntry, tellMoment, tellVerdict } from '../screen.ts';
import { leaveDecision } from './decision.ts';
import { killOnStage } from './kill.ts';

/** A service dies whose repair the policy allows only to people: the plan waits until one of them decides. */
export async function actOfApproval(scene: Scene, service: DemoService, audience: Audience): Promise<boolean> {
  const startedAt = await killOnStage(scene, service);
  const tell = (entry: Parameters<typeof tellEntry>[1]) => tellEntry(startedAt, entry);
  const waiting = await follow(scene, service, ({ approval }) => approval !== null, { tell });
  const code = waiting?.approval?.code;
  if (!code) return tellVerdict(false, 'no plan waits for an approval');

  const guess = approveCommand(scene, service, { code: '00000000', by: 'somebody who guesses' });
  tellMoment(startedAt, 'wrong code', await guess.run());
  const tooEarly = await service.restarts();
  await leaveDecision(scene, { target: service.target, code, startedAt }, audience);

  const ended = await follow(scene, service, ({ outcome }) => outcome !== null, { tell, after: waiting });
  return tooEarly === 0 ? judge(ended, await service.restarts()) : tellVerdict(false, 'nobody had approved it yet');
}

function judge(record: IncidentRecord | undefined, restarts: number): boolean {
  const { kind, reason, detail } = record?.outcome ?? {};
  if (reason === 'approval-denied' && restarts === 0) return tellVerdict(true, `${detail}: nothing was done`);
  const good = kind === 'resolved-by-us' && restarts === 1;
  return tellVerdict(good, good ? 'nothing was done before the approval, and one restart after it' : 'not repaired');
}
