import { describe, expect, it } from 'vitest';
import { configJsonSchema } from '../../../config/json-schema.ts';
import { refusalReasons } from '../../../model/guard/refusal.ts';
import { tableIn } from '../../support/sources/docs.ts';

const reasons = tableIn('guards.md', 'What is in the way');
const caps = tableIn('guards.md', 'Caps');
const precedents = tableIn('guards.md', 'Where the caps come from');

/** As much of a JSON Schema as says what may be set, and what holds where nothing is. */
interface Setting {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Setting>>;
}

const schema = configJsonSchema() as Setting;

describe('docs/guards.md', () => {
  it('lists exactly what can be in the way', () => {
    expect(reasons.map(([reason]) => String(reason)).toSorted()).toEqual(refusalReasons.toSorted());
  });

  it.each(['guard', 'approval'])('lists exactly the settings of policy.%s, with their defaults', (part) => {
    const policy = schema.properties?.['policy']?.properties ?? {};

    const settings = defaultsIn(policy[part] ?? {}, `policy.${part}`);

    const rows = caps.filter(([setting]) => setting?.startsWith(`policy.${part}.`));
    expect(settings.length).toBeGreaterThan(0);
    expect(rows.map(([setting, value]) => `${setting} ${value}`).toSorted()).toEqual(settings.toSorted());
  });

  it('says something in every cell', () => {
    const empty = [...reasons, ...caps, ...precedents].filter((cells) => cells.some((cell) => cell === ''));

    expect(empty).toEqual([]);
  });
});

/** Every setting at and below a path, with its default in words. */
function defaultsIn({ properties, default: value }: Setting, path: string): readonly string[] {
  if (properties) return Object.entries(properties).flatMap(([name, part]) => defaultsIn(part, `${path}.${name}`));
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return [`${path} ${isEmpty ? 'none' : String(value)}`];
}
