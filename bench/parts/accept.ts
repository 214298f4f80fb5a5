import { createIncidentClient } from '../../clients/temporal/incidents.ts';
import { body, deliveryMaker } from '../alerts.ts';
import type { Spell } from '../load.ts';
import { keepInFlight, post } from '../load.ts';
import { startNightshift } from '../processes.ts';
import type { Figure } from '../report.ts';
import type { BenchServer } from '../servers.ts';
import { median, percentile } from '../statistics.ts';

/** How one size of body is sent, and with how many bare calls at a time it is compared. */
interface Sending {
  readonly alerts: number;
  readonly bodiesInFlight: number;
  readonly callsInFlight: number;
  /** The least that the rate of alerts may be, as a multiple of the bare rate. */
  readonly atLeast?: number;
}

/** Bare calls under way at once, beyond which one server gets no faster. */
const manyCalls = 32;

const sendings: readonly Sending[] = [
  { alerts: 1, bodiesInFlight: 1, callsInFlight: 1, atLeast: 0.8 },
  { alerts: 1, bodiesInFlight: manyCalls, callsInFlight: manyCalls, atLeast: 0.8 },
  { alerts: 10, bodiesInFlight: 8, callsInFlight: manyCalls },
  { alerts: 100, bodiesInFlight: 4, callsInFlight: manyCalls, atLeast: 3 },
  { alerts: 1_000, bodiesInFlight: 2, callsInFlight: manyCalls },
];

/** Short spells in turn, so that the machine's own ups and downs meet both alike. */
const rounds = 8;
const spellMs = 750;

/** What it takes to accept alerts, beside the bare calls that nobody can do without. */
export async function measureAccept(server: BenchServer): Promise<readonly Figure[]> {
  const nightshift = await startNightshift(server, { hasWorker: false });
  const incidents = createIncidentClient(nightshift.client, 60_000);
  const nextDelivery = deliveryMaker();
  const bareCall = (): Promise<void> => {
    const { key, deliveries } = nextDelivery();
    return incidents.deliver(key, deliveries);
  };
  try {
    const figures: Figure[] = [];
    for (const sending of sendings) {
      const postBody = (): Promise<void> => post(nightshift.webhookUrl, body(sending.alerts));
      figures.push(...(await compare(sending, postBody, bareCall)));
    }
    return figures;
  } finally {
    await nightshift.stop();
  }
}

async function compare(
  sending: Sending,
  postBody: () => Promise<void>,
  bareCall: () => Promise<void>,
): Promise<readonly Figure[]> {
  const { alerts, bodiesInFlight, callsInFlight, atLeast } = sending;
  const pairs: { readonly ours: Spell; readonly bare: Spell }[] = [];
  // The first round only warms both up.
  for (let round = 0; round <= rounds; round++) {
    const ours = await keepInFlight(bodiesInFlight, spellMs, postBody);
    const bare = await keepInFlight(callsInFlight, spellMs, bareCall);
    if (round > 0) pairs.push({ ours, bare });
  }
  const all = (side: 'ours' | 'bare'): readonly number[] => pairs.flatMap((pair) => pair[side].latencies);
  const ratio = median(pairs.map(({ ours, bare }) => (alerts * rate(ours)) / rate(bare)));
  const what = `${alerts.toLocaleString('en')} a body, ${bodiesInFlight} in flight`;
  const times = [0.5, 0.99].map((share): Figure => {
    const [value, bare] = [percentile(all('ours'), share), percentile(all('bare'), share)];
    const beside = { what: 'ms bare', value: bare, ratio: value / bare };
    // A body of many is not to be compared with a call for one.
    return { what: `${what}: to 2xx, p${share * 100}`, unit: 'ms', value, ...(alerts === 1 ? { beside } : {}) };
  });
  return [
    {
      what: `${what}: accepted`,
      unit: 'alerts/s',
      value: alerts * median(pairs.map(({ ours }) => rate(ours))),
      beside: { what: `bare, ${callsInFlight} at once`, value: median(pairs.map(({ bare }) => rate(bare))), ratio },
      ...(atLeast ? { wanted: { atLeast } } : {}),
    },
    ...times,
  ];
}

/** How many a second were begun and ended. */
function rate({ latencies, seconds }: Spell): number {
  return latencies.length / seconds;
}
