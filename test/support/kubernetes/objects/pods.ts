import type { V1Container, V1Pod, V1PodSpec, V1PodTemplateSpec } from '@kubernetes/client-node';
import { troubleAnnotation } from '../../../../stack/kubernetes/stages/stage.ts';
import type { PodTroubleName } from '../../../../stack/kubernetes/stages/pod-troubles.ts';

/** What pods are like. */
export interface PodOptions {
  /** The label `app`; the name of the object unless given. */
  readonly app?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly image?: string;
  /** In place of one container `app`. */
  readonly containers?: readonly V1Container[];
  /** What the one container differs in. */
  readonly container?: Partial<V1Container>;
  readonly spec?: Partial<V1PodSpec>;
  /** What they suffer from as soon as they are there. */
  readonly trouble?: PodTroubleName;
  /** More of the trouble, such as `{ 'exit-code': '3', restarts: '12', container: 'proxy', 'restart-every': '2s' }`. */
  readonly details?: TroubleDetails;
}

/** What can be said of a pod's trouble. */
export type TroubleDetails = Readonly<
  Partial<
    Record<'container' | 'exit-code' | 'missing' | 'restart-every' | 'restarts' | 'run-for' | 'stop-after', string>
  >
>;

/** The annotations by which a pod suffers. */
export function troubled(trouble: PodTroubleName | undefined, details: TroubleDetails = {}): Record<string, string> {
  return {
    ...(trouble === undefined ? {} : { [troubleAnnotation]: trouble }),
    ...Object.fromEntries(Object.entries(details).map(([name, value]) => [`nightshift.test/${name}`, value])),
  };
}

/** The template of a controller's pods. */
export function aPodTemplate(name: string, options: PodOptions = {}): V1PodTemplateSpec {
  const { app = name, labels, annotations, image = `registry.test/${name}:1`, container } = options;
  return {
    metadata: {
      labels: { app, ...labels },
      annotations: { ...annotations, ...troubled(options.trouble, options.details) },
    },
    spec: {
      containers: [...(options.containers ?? [{ name: 'app', image, ...container }])],
      ...options.spec,
    },
  };
}

/** A pod that no controller owns. */
export function aPod({ name = 'web', ...options }: PodOptions & { readonly name?: string } = {}): V1Pod {
  const { metadata, spec } = aPodTemplate(name, options);
  return { apiVersion: 'v1', kind: 'Pod', metadata: Object.assign({ name }, metadata), ...(spec && { spec }) };
}
