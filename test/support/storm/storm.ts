import { setTimeout as sleep } from 'node:timers/promises';
import { readIncident } from '../../../clients/temporal/incident-directory.ts';
import type { Ledger } from '../../../model/guard/ledger.ts';
import type { IncidentRecord } from '../../../model/incident/incident.ts';
import { firingAlerts } from '../../../model/incident/incident.ts';
import { guardWorkflowId, incidentKeyOf, messageNames, workflowTypes } from '../../../model/names.ts';
import type { Fleet, FleetService } from './fleet.ts';
import { alertOfHost, alertsOf } from './fleet.ts';
import { flushesOf } from './flushes.ts';
import { Senders } from './senders.ts';
import type { Stage } from './stage.ts';

/** One run of an incident that has ended. */
interface EndedIncident {
  readonly key: string;
  /** How its workflow ended. */
  readonly ended: string;
  readonly record: IncidentRecord;
}

/** Milliseconds since the epoch. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a storm has left behind. */
export interface Chronicle {
  readonly senders: Senders;
  readonly incidents: readonly EndedIncident[];
  /** What the guard of each rack remembers at the end; none where it cannot say. */
  readonly ledgers: ReadonlyMap<string, Ledger>;
  /** By rack, times of which its guard had said that a storm would last so long at least. */
  readonly storms: ReadonlyMap<string, readonly Span[]>;
  /** From when on the sick hosts may be known to be well. */
  readonly hostsWellAt: number;
  /** The services that nobody had repaired when nothing was under way any more. */
  readonly leftToPeople: readonly FleetService[];
  /** Seconds from the first alert until all were taken, nothing was under way, and every incident was closed. */
  readonly seconds: { readonly accepted: number; readonly calm: number; readonly drained: number };
}

const seconds = 1_000;
/** Temporal stands still for a while when most of the alerts are on their way. */
const standstill = { atMs: 35 * seconds, lastsMs: 12 * seconds };
const hostsSickForMs = 90 * seconds;
/** Less than its test waits: what does not end must be told in time. */
const lastsAtMostMs = 840 * seconds;

/** Lets the storm come, waits until it is over and people have done the rest, and collects what is left. */
export async function playStorm(stage: Stage, fleet: Fleet, say: (line: string) => void): Promise<Chronicle> {
  const begunAt = Date.now();
  const endsBy = begunAt + lastsAtMostMs;
  const elapsed = (): number => Math.round((Date.now() - begunAt) / seconds);
  const startsAt = new Date(begunAt).toISOString();
  const senders = new Senders(stage.webhookUrl);
  const monitoring = new Monitoring(stage, fleet, senders, startsAt);
  const sampler = sampleGuards(stage, fleet.racks);

  const sickHosts = fleet.hosts.filter(({ isSick }) => isSick);
  await senders.send(sickHosts.map((host) => alertOfHost(host, { startsAt })));
  const interrupted = standStill(stage);
  await senders.sendAll(flushesOf(fleet, startsAt));
  await interrupted;
  const accepted = elapsed();
  say(`${senders.alertsSent} alerts sent, all taken after ${accepted} s`);

  await sleep(Math.max(0, hostsSickForMs - (Date.now() - begunAt)));
  const hostsWellAt = Date.now();
  await senders.send(sickHosts.map((host) => alertOfHost(host, ended(startsAt))));
  await until(stage, endsBy, async () => {
    await monitoring.tellWhatRecovered();
    return (await workUnderWay(stage)) === 0;
  });
  const calm = elapsed();
  const leftToPeople = fleet.services.filter((service) => !stage.world.hasAnswered(service));
  say(`nothing is under way after ${calm} s, ${leftToPeople.length} services are left to people`);
  const { ledgers, storms } = await sampler.stop();

  for (const service of leftToPeople) stage.world.mend(service);
  await monitoring.tellWhatRecovered(leftToPeople);
  await until(
    stage,
    endsBy,
    async () => (await countRunning(stage, 'incident')) + (await countRunning(stage, 'intake')) === 0,
  );
  const drained = elapsed();
  say(`every incident is closed after ${drained} s`);
  const incidents = await endedIncidents(stage);
  senders.close();
  return { senders, incidents, ledgers, storms, hostsWellAt, leftToPeople, seconds: { accepted, calm, drained } };
}

/** Plays Prometheus for what is well again. */
class Monitoring {
  private readonly told = new Set<FleetService>();
  private readonly stage: Stage;
  private readonly fleet: Fleet;
  private readonly senders: Senders;
  private readonly startsAt: string;

  constructor(stage: Stage, fleet: Fleet, senders: Senders, startsAt: string) {
    this.stage = stage;
    this.fleet = fleet;
    this.senders = senders;
    this.startsAt = startsAt;
  }

  /** Has the alerts of services resolved: of those that have answered a probe, and of others that are named. */
  async tellWhatRecovered(others: readonly FleetService[] = []): Promise<void> {
    const answering = this.fleet.services.filter((service) => this.stage.world.hasAnswered(service));
    const news = [...new Set([...answering, ...others])].filter((service) => !this.told.has(service));
    for (const service of news) this.told.add(service);
    const alerts = news.flatMap((service) => alertsOf(service, ended(this.startsAt)));
    if (alerts.length > 0) await this.senders.send(alerts);
  }
}

async function standStill({ server }: Stage): Promise<void> {
  await sleep(standstill.atMs);
  server.kill('SIGSTOP');
  await sleep(standstill.lastsMs);
  server.kill('SIGCONT');
}

/** Asks the guards again and again how long a storm will last at least. */
function sampleGuards(stage: Stage, racks: readonly string[]) {
  const ledgers = new Map<string, Ledger>();
  const storms = new Map<string, Span[]>(racks.map((rack) => [rack, []]));
  const sample = async (rack: string): Promise<void> => {
    const handle = stage.client.workflow.getHandle(guardWorkflowId(rack));
    const ledger = await handle.query<Ledger>(messageNames.ledger).catch(() => undefined);
    if (!ledger) return void ledgers.delete(rack);
    ledgers.set(rack, ledger);
    if (ledger.stormUntil !== null) storms.get(rack)?.push({ from: Date.now(), to: ledger.stormUntil });
  };
  const sampleAll = (): Promise<void[]> => Promise.all(racks.map(sample));
  const stopping = new AbortController();
  const sampling = (async () => {
    while (!stopping.signal.aborted) {
      await sampleAll();
      await sleep(5 * seconds, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await sampling;
      await sampleAll();
      return { ledgers, storms };
    },
  };
}

/** Incidents that Nightshift is at work on, and bodies whose alerts are not with their incidents yet. */
async function workUnderWay(stage: Stage): Promise<number> {
  const intakes = await countRunning(stage, 'intake');
  const done = await countRunning(stage, 'incident', "AND NightshiftStatus IN ('resolved', 'escalated')");
  return intakes + (await countRunning(stage, 'incident')) - done;
}

async function countRunning({ client }: Stage, type: 'incident' | 'intake', further = ''): Promise<number> {
  const query = `WorkflowType = '${workflowTypes[type]}' AND ExecutionStatus = 'Running' ${further}`;
  return (await client.workflow.count(query)).count;
}

/** Every run of every incident there was; their results need no worker. */
async function endedIncidents({ client }: Stage): Promise<readonly EndedIncident[]> {
  const found: EndedIncident[] = [];
  for await (const { workflowId, runId, status } of client.workflow.list({
    query: `WorkflowType = '${workflowTypes.incident}'`,
  })) {
    const record = (await client.workflow.getHandle(workflowId, runId).result()) as IncidentRecord;
    found.push({ key: incidentKeyOf(workflowId), ended: status.name, record });
  }
  return found;
}

/** A server that is busy may not answer; then it is asked again. Who waits for long hears what it is that does not end. */
async function until(stage: Stage, endsBy: number, isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > endsBy) throw new Error(`the storm does not end: ${await someUnderWay(stage)}`);
    await sleep(2 * seconds);
  }
}

async function someUnderWay({ client }: Stage): Promise<string> {
  const some: string[] = [];
  const asksUntil = Date.now() + 20 * seconds;
  for await (const { workflowId, type, startTime, searchAttributes } of client.workflow.list({
    query: "ExecutionStatus = 'Running'",
  })) {
    const ask = () => client.connection.withDeadline(asksUntil, () => readIncident(client, workflowId));
    const record = type === workflowTypes.incident ? await ask().catch(() => undefined) : undefined;
    const story = record && { firing: firingAlerts(record).length, entries: record.timeline.entries.slice(-8) };
    some.push(JSON.stringify({ workflowId, type, startTime, searchAttributes, story }));
    if (some.length === 20) break;
  }
  return some.join('\n');
}

function ended(startsAt: string) {
  return { startsAt, status: 'resolved', endsAt: new Date().toISOString() };
}
