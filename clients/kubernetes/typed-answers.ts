import {
  createConfiguration,
  KubernetesObjectApi,
  ResponseContext,
  SelfDecodingBody,
  V1MicroTime,
} from '@kubernetes/client-node';
import { partsOf } from '../json-parts.ts';
import type { Kind, Kinds } from './kinds.ts';

/** Where the library's name of a type is not its version and kind. */
const typeNames: Readonly<Partial<Record<Kind, string>>> = {
  Event: 'CoreV1Event',
  HorizontalPodAutoscaler: 'V2HorizontalPodAutoscaler',
  PodMetrics: 'PodMetrics',
};

/** Some of many objects, and where the next of them begin. */
interface Page<Item> {
  readonly items: readonly Item[];
  /** Empty at the end. */
  readonly next: string;
}

/** The library's own way from JSON to objects, in which times are dates. Its requests are not used. */
class TypedAnswers extends KubernetesObjectApi {
  constructor() {
    super(createConfiguration());
  }

  typed(body: Buffer, type: string): Promise<object> {
    const headers = { 'content-type': 'application/json' };
    return this.processResponse(new ResponseContext(200, headers, new SelfDecodingBody(Promise.resolve(body))), type);
  }
}

const answers = new TypedAnswers();

/** Reads one object; throws for anything else. */
export async function readObject<K extends Kind>(kind: K, body: Buffer): Promise<Kinds[K]> {
  return withMicroTimes(kind, (await answers.typed(body, typeName(kind))) as Kinds[K]);
}

/** Reads one page of a list; throws for anything else. */
export async function readPage<K extends Kind>(kind: K, body: Buffer): Promise<Page<Kinds[K]>> {
  const list = await answers.typed(body, `${typeName(kind)}List`);
  const { items, metadata } = list as { items?: Kinds[K][]; metadata?: object };
  const next = partsOf(metadata)['_continue'];
  return {
    items: (items ?? []).map((item) => withMicroTimes(kind, item)),
    next: typeof next === 'string' ? next : '',
  };
}

function typeName(kind: Kind): string {
  return typeNames[kind] ?? `V1${kind}`;
}

/** The library leaves these as text, against its own types. */
function withMicroTimes<K extends Kind>(kind: K, object: Kinds[K]): Kinds[K] {
  if (kind === 'Event') revive(object, ['eventTime']);
  if (kind === 'Lease') revive((object as Kinds['Lease']).spec ?? {}, ['acquireTime', 'renewTime']);
  return object;
}

function revive(holder: object, names: readonly string[]): void {
  for (const name of names) {
    const value: unknown = Reflect.get(holder, name);
    if (typeof value === 'string') Reflect.set(holder, name, new V1MicroTime(value));
  }
}
