import type { Client } from '@temporalio/client';
import { usedByChildrenMs } from '../cpu.ts';
import { incidentsOf, repeatedBody, serviceBody } from '../alerts.ts';
import type { LifeCost, Reaction, SentAlert } from '../histories.ts';
import { costOfLife, readReaction, untilHeard, untilRepaired } from '../histories.ts';
import { beginAtRate, keepInFlight, post } from '../load.ts';
import type { BenchNightshift } from '../processes.ts';
import { startNightshift } from '../processes.ts';
import type { Figure } from '../report.ts';
import type { BenchServer } from '../servers.ts';
import type { BenchServices } from '../services.ts';
import { startServices } from '../services.ts';
import { median, percentile } from '../statistics.ts';

const warmUps = 5;
const idleRepairs = 40;
const burst = 60;
const loadMs = 40_000;
/** Repairs a second beside a load of other alerts: enough to measure, too few to be the load. */
const sampled = 1;
/** Incidents that the other alerts belong to. */
const repeated = 100;
const lives = 5;
const maxRepairsPerSecond = 12;

/** From the moment before an alert is posted to the first activity and to the first action, with everything running. */
export async function measureReaction(server: BenchServer): Promise<readonly Figure[]> {
  const loadSeconds = loadMs / 1_000;
  const underLoad = loadSeconds * (2 * sampled + maxRepairsPerSecond / 2) + 1;
  const services = await startServices(warmUps + idleRepairs + lives + burst + underLoad);
  const nightshift = await startNightshift(server, { settings: services.settings, hasWorker: true });
  try {
    return await new Measurement(nightshift, services).all();
  } finally {
    await nightshift.stop();
    await services.close();
  }
}

class Measurement {
  private readonly client: Client;
  private readonly url: string;
  private readonly services: BenchServices;
  private repairs = 0;
  private repeats = 0;

  constructor({ client, webhookUrl }: BenchNightshift, services: BenchServices) {
    [this.client, this.url, this.services] = [client, webhookUrl, services];
  }

  async all(): Promise<readonly Figure[]> {
    await this.repairOneByOne(warmUps);
    const idle = await this.repairOneByOne(idleRepairs);
    const life = await this.wholeLives();
    const { repairRate, cpuMs } = await this.workOffBurst();
    const atHalfRepairs = await this.repairAtRate(Math.min(repairRate, maxRepairsPerSecond) / 2);
    const { repeatRate, repeatCpuMs } = await this.workOffRepeats();
    // The repairs that are sampled are a part of the load themselves.
    const mixedRate = Math.max(0, 0.5 - sampled / repairRate) * repeatRate;
    const atHalfMixed = await this.repairBeside(mixedRate);
    const atHalfAlerts = await this.repairBeside(repeatRate / 2);

    return [
      ...describe('idle', idle),
      { what: `burst of ${burst} repairs, worked off with`, unit: 'repairs/s', value: repairRate },
      { what: `burst of ${burst} repairs, processor time of one`, unit: 'ms', value: cpuMs },
      ...describe(`${perSecond(repairRate / 2)} repairs/s, half of that`, atHalfRepairs, 1_000),
      { what: 'repeated alerts, accepted and worked off', unit: 'alerts/s', value: repeatRate },
      { what: 'repeated alerts, processor time of one', unit: 'ms', value: repeatCpuMs },
      ...describe(`${sampled} repair/s and ${perSecond(mixedRate)} repeated alerts/s, half load`, atHalfMixed, 1_000),
      ...describe(`${sampled} repair/s and ${perSecond(repeatRate / 2)} repeated alerts/s`, atHalfAlerts),
      { what: 'history of one repaired incident', unit: 'events', value: life.events, wanted: { below: 121 } },
      { what: 'history of one repaired incident', unit: 'bytes', value: life.bytes },
    ];
  }

  private async repairOneByOne(count: number): Promise<readonly Reaction[]> {
    const sent: SentAlert[] = [];
    for (let done = 0; done < count; done++) {
      sent.push(await this.send());
      await untilRepaired(this.client, this.repairs);
    }
    return this.reactions(sent);
  }

  /** How many repairs a second are ended while many are under way, and the processor time of one. */
  private async workOffBurst() {
    const [startedAt, usedBefore] = [performance.now(), usedByChildrenMs()];
    await Promise.all(Array.from({ length: burst }, () => this.send()));
    await untilRepaired(this.client, this.repairs);
    const seconds = (performance.now() - startedAt) / 1_000;
    return { repairRate: burst / seconds, cpuMs: (usedByChildrenMs() - usedBefore) / burst };
  }

  private async repairAtRate(rate: number): Promise<readonly Reaction[]> {
    const sent: Promise<SentAlert>[] = [];
    await beginAtRate(rate, loadMs, () => {
      const sending = this.send();
      sent.push(sending);
      return sending;
    });
    await untilRepaired(this.client, this.repairs);
    return this.reactions(await Promise.all(sent));
  }

  /** How many alerts a second are accepted and worked off that go on firing, as most of Alertmanager's do. */
  private async workOffRepeats() {
    const alerts = Array.from({ length: repeated }, (_, number) => repeatedBody(number));
    const incidents = alerts.flatMap(incidentsOf);
    await Promise.all(alerts.map((alert) => post(this.url, alert)));
    await untilHeard(this.client, incidents);

    const [startedAt, usedBefore] = [performance.now(), usedByChildrenMs()];
    const { latencies } = await keepInFlight(32, 10_000, () => this.repeat());
    await untilHeard(this.client, incidents);
    const seconds = (performance.now() - startedAt) / 1_000;
    const sent = latencies.length;
    return { repeatRate: sent / seconds, repeatCpuMs: (usedByChildrenMs() - usedBefore) / sent };
  }

  private repeat(): Promise<void> {
    return post(this.url, repeatedBody(this.repeats++ % repeated));
  }

  private async repairBeside(alertsPerSecond: number): Promise<readonly Reaction[]> {
    const [reactions] = await Promise.all([
      this.repairAtRate(sampled),
      beginAtRate(alertsPerSecond, loadMs, () => this.repeat()),
    ]);
    return reactions;
  }

  /** From an alert's first delivery until its incident has closed. */
  private async wholeLives(): Promise<LifeCost> {
    const costs: LifeCost[] = [];
    for (let done = 0; done < lives; done++) {
      const { service, at } = await this.send();
      await untilRepaired(this.client, this.repairs);
      await post(this.url, serviceBody(service, 'resolved', new Date(at)));
      costs.push(await costOfLife(this.client, service));
    }
    return { events: median(costs.map(({ events }) => events)), bytes: median(costs.map(({ bytes }) => bytes)) };
  }

  private async send(): Promise<SentAlert> {
    this.repairs++;
    const service = this.services.next();
    const at = performance.timeOrigin + performance.now();
    await post(this.url, serviceBody(service, 'firing', new Date(at)));
    return { service, at };
  }

  private async reactions(sent: readonly SentAlert[]): Promise<readonly Reaction[]> {
    const reactions: Reaction[] = [];
    for (const alert of sent) reactions.push(await readReaction(this.client, alert));
    return reactions;
  }
}

/** A rate for people. */
function perSecond(rate: number): string {
  return rate.toFixed(rate < 10 ? 1 : 0);
}

function describe(when: string, reactions: readonly Reaction[], belowMs?: number): readonly Figure[] {
  const wanted = belowMs ? { wanted: { below: belowMs } } : {};
  return [0.5, 0.99].flatMap((share): readonly Figure[] => {
    const at = (which: keyof Reaction): number =>
      percentile(
        reactions.map((reaction) => reaction[which]),
        share,
      );
    const title = (what: string): string => `${when}: to ${what}, p${share * 100} of ${reactions.length}`;
    return [
      { what: title('the first activity'), unit: 'ms', value: at('toFirstActivityMs') },
      { what: title('the first action'), unit: 'ms', value: at('toFirstActionMs'), ...(share === 0.99 ? wanted : {}) },
    ];
  });
}
