import { Registry } from 'prom-client';
import { createWebhookMetrics } from '../../../../metrics/webhook.ts';
import type { MetricsRegistry } from '../../../../metrics/registry.ts';
import type { Alert } from '../../../../model/alert/alert.ts';
import { createDoor } from '../../../../triggers/door.ts';
import { alertOf } from '../../../../triggers/kubernetes/episode.ts';
import { symptomsOfPod } from '../../../../triggers/kubernetes/judging/pod.ts';
import { aResolvedAlert, anAlert, atSecond } from '../../builders.ts';
import { atMinute, aWatchedPod, crashing } from '../watched/sick-objects.ts';
import type { Play } from '../../played/test-bed.ts';

/** How alerts come in to the incidents of a play: by the real door, which says where each belongs. */
export interface PlayedDoor {
  readonly admit: (...alerts: readonly Alert[]) => Promise<void>;
  /** The incidents that were told of anything. */
  readonly keys: ReadonlySet<string>;
}

/** Makes the door. */
export function aDoor({ incidentOf }: Pick<Play, 'incidentOf'>): PlayedDoor {
  const registry: MetricsRegistry = new Registry();
  const keys = new Set<string>();
  const deliver: Parameters<typeof createDoor>[0]['incidents']['deliver'] = async (key, deliveries) => {
    keys.add(key);
    await incidentOf(key).deliver(...deliveries);
  };
  const door = createDoor({
    incidents: {
      deliver,
      deliverAll: async (entries) => {
        for (const [key, deliveries] of entries) await deliver(key, deliveries);
        return [];
      },
      takeIn: async (byIncident) => {
        for (const [key, deliveries] of Object.entries(byIncident)) await deliver(key, deliveries);
      },
    },
    metrics: createWebhookMetrics(registry),
    routes: [],
    described: [],
  });
  return {
    keys,
    admit: async (...alerts) => {
      for (const source of new Set(alerts.map((alert) => alert.source))) {
        const ofSource = alerts.filter((alert) => alert.source === source);
        await door.admit(source, { alerts: ofSource, invalid: [], truncatedAlerts: 0 });
      }
    },
  };
}

/** Alertmanager says that a pod of the namespace `shop` crashes again and again. */
export function crashLoopOf(pod: string): Alert {
  return anAlert({
    labels: {
      alertname: 'KubePodCrashLooping',
      severity: 'warning',
      namespace: 'shop',
      pod,
      container: 'app',
      instance: '10.0.0.9:8443',
      job: 'kube-state-metrics',
    },
    annotations: { nightshift_for: '0s' },
  });
}

/** The watch says the same. */
export function watchedCrashLoopOf(pod: string): Alert {
  const [symptom] = symptomsOfPod(
    aWatchedPod([crashing(5)], { metadata: { name: pod, namespace: 'shop', uid: `uid-${pod}` } }),
    atMinute(6),
  );
  if (!symptom) throw new Error('a crash loop is a symptom');
  return alertOf({ symptom, startsAt: atMinute(0), endsAt: null }, 'default', 0);
}

/** The end of an alert. */
export function endOf(alert: Alert): Alert {
  return aResolvedAlert({ ...alert, status: 'resolved', endsAt: atSecond(1_800) });
}
