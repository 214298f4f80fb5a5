import { z } from 'zod';
import { isNamespaceName, isObjectName } from '../../model/kubernetes/object.ts';
import { onOneLine } from '../../model/text/markdown.ts';
import { watchedAlertNames } from '../../model/kubernetes/watching/watched-alerts.ts';
import { Duration, Name, PlainUrl } from './fields.ts';

const NamespaceName = z.string().refine(isNamespaceName, 'write the name of a namespace');
const ObjectName = z.string().refine(isObjectName, 'write a name that an object of a cluster can have');
const File = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^[^\0]*$/, 'must not contain a NUL character');

const powers: Readonly<Record<string, number>> = { Ki: 1, Mi: 2, Gi: 3, Ti: 4 };

/** An amount of bytes as Kubernetes writes it, read as a number. */
const Quantity = z
  .string()
  .regex(/^[1-9]\d{0,5}(?:Ki|Mi|Gi|Ti)$/, 'write an amount as a number and a unit, such as 512Mi or 4Gi')
  .transform((text) => Number(text.slice(0, -2)) * 1_024 ** (powers[text.slice(-2)] ?? 0))
  .meta({ description: 'A number and a unit: Ki, Mi, Gi or Ti.' });

const Percent = z.int().min(1).max(100);

const Caps = z
  .strictObject({
    replicas: z
      .strictObject({
        least: z.int().min(0).max(1_000).default(1),
        most: z.int().min(1).max(1_000).default(20),
      })
      .refine(({ least, most }) => least <= most, 'least must not be more than most')
      .prefault({})
      .meta({ description: 'Replicas that a workload may be scaled to.' }),
    autoscalerMost: z
      .int()
      .min(1)
      .max(1_000)
      .default(20)
      .meta({ description: 'What the maximum of an autoscaler may be raised to.' }),
    memory: Quantity.prefault('4Gi').meta({ description: 'What the memory limit of a container may be raised to.' }),
    claim: z
      .strictObject({ stepPercent: Percent.default(20), most: Quantity.prefault('100Gi') })
      .prefault({})
      .meta({ description: 'What a volume claim may be expanded by, in percent of its size, and to.' }),
    nodesAway: z
      .strictObject({ most: z.int().min(0).max(100).default(2), percent: Percent.default(20) })
      .prefault({})
      .meta({ description: 'Nodes that may be cordoned, drained or not ready at once: whichever is less.' }),
  })
  .prefault({})
  .meta({ description: 'How far actions may go, however sick something is.' });

const Dns = z
  .strictObject({
    namespace: NamespaceName.default('kube-system'),
    deployment: ObjectName.default('coredns').meta({ description: 'The workload whose pods answer.' }),
    servers: z
      .array(
        z
          .string()
          .regex(
            /^(?:\[[0-9A-Fa-f:]{2,39}\]|[0-9.]{7,15}):[1-9]\d{0,4}$/,
            'write an address with a port, such as 10.96.0.10:53',
          ),
      )
      .max(10)
      .default([])
      .meta({ description: "Addresses with ports that the worker asks, in place of the pods' own." }),
    names: z
      .array(ObjectName)
      .min(1)
      .max(5)
      .default(['kubernetes.default.svc.cluster.local'])
      .meta({ description: 'Names that have to have an address.' }),
  })
  .meta({ description: 'How names are looked up in the cluster. Its pods may be restarted one at a time.' });

const Backend = z
  .strictObject({
    namespace: NamespaceName,
    service: NamespaceName,
    url: PlainUrl.meta({ description: 'Answers 2xx while all is well.' }),
    timeout: Duration('1ms', '30s').prefault('5s'),
  })
  .meta({ description: 'Traffic behind a Service, and how the worker asks whether it is served.' });

/** What is never touched unless operators say otherwise. */
const alwaysProtected = ['kube-system', 'kube-public', 'kube-node-lease', 'nightshift'];

const Cluster = z.strictObject({
  name: Name.refine((name) => onOneLine(name) === name, 'must be plain text on one line').meta({
    description: 'What the label cluster of its alerts says; default for alerts without one.',
  }),
  inCluster: z.literal(true).optional().meta({ description: 'The cluster that Nightshift itself runs in.' }),
  kubeconfig: File.optional().meta({ description: 'How it is reached; a relative path is seen from this file.' }),
  context: Name.optional().meta({ description: 'A context of the kubeconfig; its current one unless given.' }),
  requests: z
    .strictObject({
      perSecond: z.number().min(1).max(1_000).default(20),
      burst: z.int().min(1).max(1_000).default(40),
    })
    .prefault({})
    .meta({ description: 'Requests to the API server that one worker may send over time, and at once.' }),
  timeout: Duration('100ms', '1m').prefault('10s').meta({ description: 'For one request, its wait included.' }),
  protectedNamespaces: z
    .array(NamespaceName)
    .max(200)
    .default(alwaysProtected)
    .meta({ description: 'Nothing in them is ever changed, but the pods of the DNS that is described here.' }),
  caps: Caps,
  dns: Dns.optional(),
  backends: z.array(Backend).max(100).default([]),
  sidecar: NamespaceName.optional().meta({ description: 'The container by which pods take part in a service mesh.' }),
});

/** The clusters that Nightshift may look at. */
export const Kubernetes = z
  .strictObject({ clusters: z.array(Cluster).max(50).default([]).superRefine(refuseOddClusters) })
  .prefault({})
  .meta({ description: 'Clusters that may be looked at, and changed as far as their account may.' });

function refuseOddClusters(clusters: z.output<typeof Cluster>[], ctx: z.core.$RefinementCtx): void {
  const names = new Set<string>();
  const ways = new Map<string, string>();
  for (const [index, cluster] of clusters.entries()) {
    const refuse = (path: (string | number)[], message: string): void =>
      ctx.addIssue({ code: 'custom', path: [index, ...path], message, input: cluster });

    const { name, inCluster, kubeconfig, context } = cluster;
    if (names.has(name)) refuse(['name'], `the cluster ${name} is described twice`);
    names.add(name);
    if (Boolean(inCluster) === (kubeconfig !== undefined))
      refuse([], 'say how it is reached: inCluster: true or kubeconfig: FILE');
    if (context !== undefined && kubeconfig === undefined) refuse(['context'], 'only a kubeconfig has contexts');
    const way = JSON.stringify([inCluster, kubeconfig, context]);
    const twin = ways.get(way);
    // Under two names, what is locked, counted and frozen by one of them would not be by the other.
    if (twin !== undefined && twin !== name) refuse(['name'], `it is reached in the same way as ${twin}`);
    ways.set(way, name);
    refuseOddBackends(cluster, refuse);
  }
}

function refuseOddBackends(
  { backends, protectedNamespaces }: z.output<typeof Cluster>,
  refuse: (path: (string | number)[], message: string) => void,
): void {
  const seen = new Set<string>();
  for (const [index, { namespace, service }] of backends.entries()) {
    const key = `${namespace}/${service}`;
    if (seen.has(key)) refuse(['backends', index, 'service'], `the backend ${key} is described twice`);
    seen.add(key);
    if (protectedNamespaces.includes(namespace))
      refuse(['backends', index, 'namespace'], `${namespace} is protected: nothing there is ever taken out of traffic`);
  }
}

/** How clusters are watched without Prometheus. */
export const ClusterWatch = z
  .strictObject({
    clusters: z
      .array(Name)
      .min(1)
      .optional()
      .meta({ description: 'The names of the clusters that are watched; all that are described unless given.' }),
    namespace: NamespaceName.default('nightshift').meta({
      description: 'Where the Lease is by which one of several triggers watches a cluster.',
    }),
    for: z
      .partialRecord(z.enum(watchedAlertNames), Duration('10s', '7d'))
      .default({})
      .meta({ description: 'How long a state has to last before its alert is raised, by the name of the alert.' }),
    clearAfter: Duration('10s', '1d')
      .prefault('5m')
      .meta({ description: 'How long a state has to be gone before its alert is resolved.' }),
    reconcile: Duration('10s', '1h')
      .prefault('2m')
      .meta({ description: 'How often everything is listed anew, whatever the watch has said.' }),
  })
  .meta({ description: 'Raises alerts from the objects of the clusters themselves; absent, nothing is watched.' });

interface Watched {
  readonly trigger: { readonly kubernetes?: z.output<typeof ClusterWatch> | undefined };
  readonly kubernetes: { readonly clusters: readonly { readonly name: string }[] };
}

/** Refuses a watch over clusters that nobody described: it would never see anything. */
export function refuseVainWatch(
  { trigger: { kubernetes: watch }, kubernetes }: Watched,
  ctx: z.core.$RefinementCtx,
): void {
  const described = kubernetes.clusters.map(({ name }) => name);
  const path = ['trigger', 'kubernetes'];
  if (watch && described.length === 0)
    ctx.addIssue({ code: 'custom', path, message: 'describe the clusters under kubernetes.clusters', input: watch });
  for (const [index, name] of (watch?.clusters ?? []).entries()) {
    const message = `there is no cluster ${name}: describe it under kubernetes.clusters`;
    if (!described.includes(name))
      ctx.addIssue({ code: 'custom', path: [...path, 'clusters', index], message, input: name });
  }
}
