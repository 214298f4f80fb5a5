import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acquire } from '../stack/acquire.ts';
import type { RunningAlertmanager } from '../stack/components/alertmanager.ts';
import { alertmanager } from '../stack/components/alertmanager.ts';
import type { RunningPrometheus } from '../stack/components/prometheus.ts';
import { prometheus } from '../stack/components/prometheus.ts';
import type { Progress } from '../stack/progress.ts';
import type { PastSeries } from '../stack/prometheus/openmetrics.ts';
import { startPrometheusWithHistory } from '../stack/prometheus/with-history.ts';
import type { Watched } from './settings.ts';
import { alertRules, alertmanagerConfig, prometheusConfig } from './settings.ts';

/** A cluster of Alertmanagers that all post to one webhook. */
export async function startAlertmanagers(
  count: number,
  extraArguments: readonly string[],
  {
    folder,
    webhookUrl,
    port,
    cleanup,
    progress,
  }: { folder: string; webhookUrl: string; port: number; cleanup: AsyncDisposableStack; progress: Progress },
): Promise<readonly RunningAlertmanager[]> {
  const program = await acquire(alertmanager, progress);
  const started: RunningAlertmanager[] = [];
  for (let index = 0; index < count; index++) {
    const peers = started.flatMap(({ clusterAddress }) => clusterAddress ?? []);
    const running = await alertmanager.start(program, {
      config: { text: alertmanagerConfig(webhookUrl) },
      dataDir: join(folder, `alertmanager-${index}`),
      logFile: join(folder, `alertmanager-${index}.log`),
      extraArguments,
      ...(index === 0 ? { port } : {}),
      ...(count > 1 ? { cluster: { peers } } : {}),
    });
    cleanup.defer(() => alertmanager.stop(running));
    started.push(running);
  }
  return started;
}

/** A Prometheus that watches the services, alerts every Alertmanager, and may remember a past. */
export async function startPrometheus(
  watched: Watched,
  alertmanagers: readonly RunningAlertmanager[],
  {
    port,
    past,
    folder,
    cleanup,
    progress,
  }: {
    port: number;
    past: readonly PastSeries[];
    folder: string;
    cleanup: AsyncDisposableStack;
    progress: Progress;
  },
): Promise<RunningPrometheus> {
  const rulesFile = join(folder, 'rules.yml');
  await writeFile(rulesFile, alertRules);
  const options = {
    port,
    config: {
      text: prometheusConfig(
        watched,
        rulesFile,
        alertmanagers.map(({ url }) => url),
      ),
    },
    dataDir: join(folder, 'prometheus'),
    logFile: join(folder, 'prometheus.log'),
  };
  const running =
    past.length > 0
      ? await startPrometheusWithHistory({ ...options, series: past, progress })
      : await prometheus.start(await acquire(prometheus, progress), options);
  cleanup.defer(() => prometheus.stop(running));
  return running;
}
