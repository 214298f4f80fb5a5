import type { ByIncident, IncidentClient } from '../../../clients/temporal/incidents.ts';
import type { Alert } from '../../../model/alert/alert.ts';
import type { Delivery } from '../../../model/incident/delivery.ts';

/** An incident client that stores in memory. */
export interface FakeIncidents extends IncidentClient {
  /** What was given to incidents one by one, in the order in which it was stored. */
  readonly delivered: readonly (readonly [key: string, deliveries: readonly Delivery[]])[];
  /** What was stored as packages. */
  readonly packages: readonly ByIncident[];
  /** Every alert that was stored, whichever way. */
  alerts(): readonly Alert[];
  /** Calls that are under way. */
  pending(): number;
  /** Keeps calls from now on waiting until {@link FakeIncidents.release}. */
  hold(): void;
  release(): void;
  /** Lets every call from now on fail; undefined mends it. */
  failWith(error: Error | undefined): void;
}

/** Makes the fake. */
export function fakeIncidents(): FakeIncidents {
  const delivered: [string, readonly Delivery[]][] = [];
  const packages: ByIncident[] = [];
  let failure: Error | undefined;
  let gate = Promise.withResolvers<void>();
  let pending = 0;
  gate.resolve();

  const store = async (write: () => void): Promise<void> => {
    pending += 1;
    try {
      await gate.promise;
      if (failure) throw failure;
      write();
    } finally {
      pending -= 1;
    }
  };
  const deliver: IncidentClient['deliver'] = (key, deliveries) => store(() => delivered.push([key, deliveries]));

  return {
    delivered,
    packages,
    alerts: () =>
      [
        ...delivered.flatMap(([, deliveries]) => deliveries),
        ...packages.flatMap((part) => Object.values(part).flat()),
      ].map(({ alert }) => alert),
    pending: () => pending,
    hold() {
      gate = Promise.withResolvers();
    },
    release: () => gate.resolve(),
    failWith(error) {
      failure = error;
    },
    deliver,
    async deliverAll(entries) {
      await Promise.all(entries.map(([key, deliveries]) => deliver(key, deliveries)));
      return [];
    },
    takeIn: (byIncident) => store(() => packages.push(byIncident)),
  };
}
