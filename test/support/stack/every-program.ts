import { alertmanager } from '../../../stack/components/alertmanager.ts';
import { chromium } from '../../../stack/components/chromium.ts';
import { elasticsearch } from '../../../stack/components/elasticsearch.ts';
import { nodeExporter } from '../../../stack/components/node-exporter.ts';
import { openssh } from '../../../stack/components/openssh.ts';
import { postgresql } from '../../../stack/components/postgresql.ts';
import { prometheus } from '../../../stack/components/prometheus.ts';
import { temporalPostgres } from '../../../stack/components/temporal-postgres.ts';
import { temporal } from '../../../stack/components/temporal.ts';
import { timeSkipping } from '../../../stack/components/time-skipping.ts';
import { etcd } from '../../../stack/kubernetes/etcd.ts';
import { kubeApiserver } from '../../../stack/kubernetes/kube-apiserver.ts';
import { kubeControllerManager } from '../../../stack/kubernetes/kube-controller-manager.ts';
import { kubeScheduler } from '../../../stack/kubernetes/kube-scheduler.ts';
import { kwok } from '../../../stack/kubernetes/kwok.ts';
import { ansible } from '../../../stack/programs/ansible.ts';
import { journald } from '../../../stack/programs/journald.ts';
import { kustomize } from '../../../stack/programs/kustomize.ts';
import { logrotate } from '../../../stack/programs/logrotate.ts';
import { openssl } from '../../../stack/programs/openssl.ts';
import { sudo } from '../../../stack/programs/sudo.ts';
import type { Program, Provider, RunningComponent } from '../../../stack/provider.ts';

type AnyProvider = Provider<unknown, RunningComponent>;

/** What is started and stopped. */
export const components = [
  alertmanager,
  chromium,
  elasticsearch,
  nodeExporter,
  openssh,
  postgresql,
  prometheus,
  temporal,
  temporalPostgres,
  timeSkipping,
].map((each) => each as unknown as AnyProvider);

/** What a Kubernetes control plane consists of. */
export const controlPlane: readonly Program[] = [kubeApiserver, kubeControllerManager, kubeScheduler, etcd, kwok];

/** What is run and not started. */
export const programs: readonly Program[] = [ansible, journald, kustomize, logrotate, openssl, sudo];

/** Everything real that the stack can obtain. */
export const everyProgram: readonly Program[] = [...components, ...controlPlane, ...programs];
