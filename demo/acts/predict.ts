import { diskTarget } from '../../model/host/cleaning.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { firingAlerts } from '../../model/incident/incident.ts';
import type { Crossing } from '../../model/forecast/crossing.ts';
import { incidentWorkflowId } from '../../model/names.ts';
import { momentInWords } from '../../model/text/utc.ts';
import type { Audience } from '../audience.ts';
import { diskPath } from '../demo-host.ts';
import { follow } from '../follow.ts';
import { showNightshift } from '../operator.ts';
import type { FillingDisk } from '../predict/filling-disk.ts';
import { diskForecast } from '../predict/filling-disk.ts';
import { forecastNow, foreseenBy } from '../predict/foreseen.ts';
import type { Scene } from '../scene.ts';
import { workflowUrl } from '../scene.ts';
import { tellEntry, tellMoment, tellQuote, tellVerdict } from '../screen.ts';
import { leaveDecision } from './decision.ts';

const disk = { target: diskTarget({ host: 'web-1', path: diskPath }) };

/** A disk has filled up for weeks; hours before its alert would fire it is foreseen, cleaned, and no longer expected to be full. */
export async function actOfPrediction(scene: Scene, filling: FillingDisk, audience: Audience): Promise<boolean> {
  const startedAt = Date.now();
  const tell = (entry: Parameters<typeof tellEntry>[1]) => tellEntry(startedAt, entry);
  tellQuote(`three weeks of ${diskPath} on web-1, in Prometheus:`, [graphUrl(scene)]);
  tellMoment(startedAt, 'forecast', `made every minute by a schedule of Temporal, and now`);
  await forecastNow(scene.client, diskForecast.name);

  const waiting = await follow(scene, disk, ({ approval }) => approval !== null, { tell });
  const foreseen = waiting && (await foreseenBy(scene.client, waiting));
  const crossing = foreseen?.record.claim?.crossing;
  const code = waiting?.approval?.code;
  if (!foreseen || !crossing || !code) return tellVerdict(false, 'no plan waits for what was foreseen');

  tellQuote('what is predicted, when, and how surely:', [foreseen.summary, ...foreseen.grounds.split('; ')]);
  tellQuote('the same in the terminal, for whoever asks:', []);
  await showNightshift(scene, ...forecastArguments(filling));
  tellQuote('if it went on as it did, there would be less at:', [`${momentInWords(filling.limitAtMs)} UTC`]);
  tellQuote('the incident and the prediction in the Temporal UI:', [
    workflowUrl(scene, incidentWorkflowId(waiting.key)),
    workflowUrl(scene, foreseen.id),
  ]);
  await leaveDecision(scene, { ...disk, code, startedAt }, audience);

  const ended = await follow(scene, disk, isOver, { tell, after: waiting, withinMs: 150_000 });
  return judge(ended, crossing, filling);
}

function isOver(incident: IncidentRecord): boolean {
  return incident.status === 'escalated' || (incident.status === 'resolved' && firingAlerts(incident).length === 0);
}

/** What an operator would type. */
function forecastArguments({ leastBytes }: FillingDisk): readonly string[] {
  const { query, horizon, model, step, unit } = diskForecast;
  const asked = ['--query', query, '--horizon', horizon, '--step', step, '--model', model, '--unit', unit];
  return [
    'forecast',
    ...asked,
    '--lower',
    '0',
    '--limit',
    `below:${leastBytes}`,
    '--title',
    `disk ${diskPath} on web-1`,
  ];
}

function graphUrl({ prometheus }: Scene): string {
  const shown = new URLSearchParams({ 'g0.expr': diskForecast.query, 'g0.tab': '0', 'g0.range_input': '3w' });
  return `${prometheus.url}/graph?${shown.toString()}`;
}

function judge(record: IncidentRecord | undefined, { earliestMs, latestMs }: Crossing, { limitAtMs }: FillingDisk) {
  const { kind, reason, detail } = record?.outcome ?? {};
  if (reason === 'approval-denied') return tellVerdict(true, `${detail}: nothing was done`);
  if (kind !== 'resolved-by-us') return tellVerdict(false, 'the disk was not cleaned');
  const isRight = earliestMs <= limitAtMs && limitAtMs <= (latestMs ?? Infinity);
  return tellVerdict(
    isRight,
    isRight
      ? 'foreseen hours before at the right time, cleaned after the approval, and no longer expected'
      : 'it would have been full at another time',
  );
}
