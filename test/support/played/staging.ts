import type { IncidentRecord, IncidentStatus } from '../../../model/incident/incident.ts';
import { messageNames } from '../../../model/names.ts';
import type { ApprovalRequest } from '../../../model/remediation/approval.ts';
import type { Episode } from '../episodes.ts';
import { anEpisode } from '../episodes.ts';
import { minutes } from './mock-world.ts';
import type { PlayedIncident } from './played-incident.ts';
import type { Play } from './test-bed.ts';

/** Longer than the checks must hold, shorter than everything else that is waited for. */
export const untilVerified = 3 * minutes;

/** Waits for a status without letting time pass. */
export function reaches(incident: PlayedIncident, status: IncidentStatus): Promise<IncidentRecord> {
  return incident.until((record) => record.status === status);
}

/** Delivers an alert and lets the repair run, up to its verification and past it. */
export async function fireAndVerify({ incident, pass }: Play, { firing }: Episode): Promise<void> {
  await incident.deliver(firing);
  await reaches(incident, 'verifying');
  await pass(untilVerified);
}

/** Has the alert clear in the midst of the first diagnosis, and holds that up until the remediation knows. */
export function clearsWhileDiagnosing({ world, incident, remediation }: Play, { resolved }: Episode): void {
  world.instead.collectLogs = async (input) => {
    delete world.instead.collectLogs;
    await incident.deliver(resolved);
    await remediation.untilSignalled(messageNames.standDown);
    return world.collectLogs(input);
  };
}

/** Fires, and waits until a plan waits for an approval; what is asked for. */
export async function fireAndAsk(play: Play, { firing }: Episode = anEpisode(play)): Promise<ApprovalRequest> {
  await play.incident.deliver(firing);
  return asked(play);
}

/** Waits until a plan waits for an approval; what is asked for. */
export async function asked({ incident, world }: Play): Promise<ApprovalRequest> {
  await reaches(incident, 'awaiting-approval');
  const request = world.requests.at(-1);
  if (!request) throw new Error('an approval is awaited that nobody recorded');
  return request;
}

/** Lets the checks hold, and the alerts clear and the book be closed. */
export async function verifyAndClose(play: Play, { resolved }: Episode = anEpisode(play)): Promise<IncidentRecord> {
  await reaches(play.incident, 'verifying');
  await play.pass(untilVerified);
  await play.incident.until(({ status }) => status === 'resolved' || status === 'escalated');
  await play.incident.deliver(resolved);
  return play.incident.closed();
}

/** Waits until people have it, then has the alerts clear and the book be closed. */
export async function escalateAndClose(play: Play, { resolved }: Episode = anEpisode(play)): Promise<IncidentRecord> {
  await reaches(play.incident, 'escalated');
  await play.incident.deliver(resolved);
  return play.incident.closed();
}
