import { canonicalJson } from '../../text/canonical-json.ts';

/** A part of an object as it came from the API server. */
type Part = Readonly<Record<string, unknown>>;

const maxChanges = 12;

/**
 * What differs between two templates of pods, one short line each: images, commands, names of variables, references to
 * settings, resources, probes, volumes and the rest. Values of variables are never told.
 */
export function templateChanges(before: unknown, after: unknown): readonly string[] {
  const [one, other] = [partOf(partOf(before)['spec']), partOf(partOf(after)['spec'])];
  const names = new Set([...containersOf(one).keys(), ...containersOf(other).keys()]);
  const changes = [
    ...[...names].flatMap((name) => containerChanges(name, containersOf(one).get(name), containersOf(other).get(name))),
    ...fieldChanges('pods have other', one, other, ['containers', 'initContainers', 'volumes']),
    ...referenceChanges('volumes', refersTo(one['volumes']), refersTo(other['volumes'])),
    ...metadataChanges(before, after),
  ];
  return changes.slice(0, maxChanges);
}

function containerChanges(name: string, before: Part | undefined, after: Part | undefined): readonly string[] {
  if (!before) return [`new container ${name}, image ${textOf(after?.['image'])}`];
  if (!after) return [`container ${name} is gone`];
  const image =
    before['image'] === after['image']
      ? []
      : [`image of ${name} ${textOf(before['image'])} → ${textOf(after['image'])}`];
  return [
    ...image,
    ...variableChanges(name, before, after),
    ...resourceChanges(name, before, after),
    ...fieldChanges(`${name} has other`, before, after, ['image', 'env', 'envFrom', 'resources', 'name']),
  ];
}

/** Variables by their names: what they are set to is nobody's business here. */
function variableChanges(name: string, before: Part, after: Part): readonly string[] {
  const [one, other] = [byName(before['env']), byName(after['env'])];
  const added = [...other.keys()].filter((variable) => !one.has(variable));
  const gone = [...one.keys()].filter((variable) => !other.has(variable));
  const changed = [...other.keys()].filter((key) => one.has(key) && !same(one.get(key), other.get(key)));
  return [
    ...told(`${name} has new variables`, added),
    ...told(`${name} has lost the variables`, gone),
    ...told(`${name} has other values of`, changed),
    ...referenceChanges(`${name} settings`, refersTo(before['envFrom']), refersTo(after['envFrom'])),
    ...referenceChanges(`${name} variables`, refersTo(before['env']), refersTo(after['env'])),
  ];
}

function resourceChanges(name: string, before: Part, after: Part): readonly string[] {
  const [one, other] = [partOf(before['resources']), partOf(after['resources'])];
  return ['requests', 'limits'].flatMap((group) => {
    const [had, has] = [partOf(one[group]), partOf(other[group])];
    return [...new Set([...Object.keys(had), ...Object.keys(has)])]
      .filter((resource) => had[resource] !== has[resource])
      .map(
        (resource) => `${name} ${resource} ${group.slice(0, -1)} ${textOf(had[resource])} → ${textOf(has[resource])}`,
      );
  });
}

function fieldChanges(who: string, before: Part, after: Part, except: readonly string[]): readonly string[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => !except.includes(field) && !same(before[field], after[field]))
    .toSorted();
  return told(who, fields);
}

function referenceChanges(what: string, before: ReadonlySet<string>, after: ReadonlySet<string>): readonly string[] {
  return [
    ...told(
      `${what} refer to`,
      [...after].filter((name) => !before.has(name)),
    ),
    ...told(
      `${what} no longer refer to`,
      [...before].filter((name) => !after.has(name)),
    ),
  ];
}

function metadataChanges(before: unknown, after: unknown): readonly string[] {
  return ['labels', 'annotations'].flatMap((field) => {
    const [one, other] = [before, after].map((template) => partOf(partOf(partOf(template)['metadata'])[field]));
    const names = [...new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})])];
    return told(
      `${field} of the template:`,
      names.filter((name) => one?.[name] !== other?.[name]),
    );
  });
}

/** The ConfigMaps and Secrets that variables and volumes are read from. */
function refersTo(value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (part: unknown, key: string): void => {
    if (typeof part !== 'object' || part === null) return;
    const { name, secretName } = part as Part;
    if (key.startsWith('configMap') && typeof name === 'string') found.add(`ConfigMap ${name}`);
    if (key.startsWith('secret')) {
      const secret = secretName ?? name;
      if (typeof secret === 'string') found.add(`Secret ${secret}`);
    }
    for (const [inner, child] of Object.entries(part)) walk(child, inner);
  };
  walk(value, '');
  return found;
}

function containersOf(spec: Part): ReadonlyMap<string, Part> {
  return new Map([...byName(spec['initContainers']), ...byName(spec['containers'])]);
}

function byName(value: unknown): ReadonlyMap<string, Part> {
  const items = Array.isArray(value) ? value.map(partOf) : [];
  return new Map(items.map((item) => [textOf(item['name']), item]));
}

function told(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length > 6 ? ` and ${names.length - 6} more` : '';
  return [`${what} ${names.slice(0, 6).join(', ')}${more}`];
}

function same(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

function partOf(value: unknown): Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Part) : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'none';
}
