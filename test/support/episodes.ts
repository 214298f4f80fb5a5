import type { Labels } from '../../model/alert/alert.ts';
import type { Delivery } from '../../model/incident/delivery.ts';
import type { Target } from '../../model/target.ts';
import { aDelivery, aResolvedAlert, anAlert, atSecond } from './builders.ts';

/** One firing period of one alert: the delivery of its start, and that of its end. */
export interface Episode {
  readonly firing: Delivery;
  readonly resolved: Delivery;
}

/** What an episode is made of; everything but the target has a default. */
interface EpisodeParts {
  readonly target: Target | null;
  readonly name?: string;
  readonly labels?: Labels;
  /** Which firing period of the alert: each begins an hour after the one before and lasts half of that. */
  readonly nth?: number;
}

const hour = 3_600;

/** Makes an episode of an alert that the service-down runbook answers, by a rule that fires at once. */
export function anEpisode({ target, name = 'ServiceDown', labels, nth = 0 }: EpisodeParts): Episode {
  const firing = anAlert({
    labels: { alertname: name, severity: 'critical', instance: target ?? 'nowhere', ...labels },
    // Or the rules of a cluster would have each of its repairs watched for a quarter of an hour.
    annotations: { nightshift_for: '0s' },
    startsAt: atSecond(nth * hour),
  });
  const resolved = aResolvedAlert({ ...firing, status: 'resolved', endsAt: atSecond((nth + 0.5) * hour) });
  return { firing: aDelivery(firing, { target }), resolved: aDelivery(resolved, { target }) };
}
