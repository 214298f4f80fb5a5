import type { ByIncident, IncidentClient } from '../clients/temporal/incidents.ts';
import type { Delivery } from '../model/incident/delivery.ts';

/**
 * Incidents that one body may tell directly. Beyond it the body is stored as it is, in one commit per
 * package, and an intake workflow tells the incidents: a thousand alerts must not cost a thousand
 * commits inside Alertmanager's timeout. docs/decisions has the measurements.
 */
const maxDirectIncidents = 8;

/** Bytes of one package: Temporal warns at 512 KiB and refuses at 2 MiB. */
const maxPackageBytes = 384 * 1024;

/** The most that JSON adds around one alert: quotation marks, a colon, brackets and a comma. */
const punctuationBytes = 8;

/** Stores alerts with their incidents; resolves once Temporal has every one of them. */
export async function startIncidents(
  incidents: IncidentClient,
  byIncident: ReadonlyMap<string, readonly Delivery[]>,
): Promise<void> {
  const packages = packagesOf(byIncident);
  const [first] = packages;
  if (packages.length === 1 && first && byIncident.size <= maxDirectIncidents) {
    await Promise.all(Object.entries(first).map(([key, deliveries]) => incidents.deliver(key, deliveries)));
    return;
  }
  await Promise.all(packages.map((part) => incidents.takeIn(part)));
}

/** Splits alerts into packages below the size that Temporal takes well; the door lets no alert in that is larger. */
function packagesOf(byIncident: ReadonlyMap<string, readonly Delivery[]>): readonly ByIncident[] {
  const packages: Record<string, Delivery[]>[] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const [key, deliveries] of byIncident) {
    for (const delivery of deliveries) {
      const size = Buffer.byteLength(JSON.stringify(delivery)) + Buffer.byteLength(key) + punctuationBytes;
      if (bytes + size > maxPackageBytes) {
        packages.push({});
        bytes = 2;
      }
      bytes += size;
      (packages.at(-1) as Record<string, Delivery[]>)[key] ??= [];
      packages.at(-1)?.[key]?.push(delivery);
    }
  }
  return packages;
}
