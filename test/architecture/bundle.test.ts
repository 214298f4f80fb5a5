import { describe, expect, it } from 'vitest';
import { workflowBundle } from '../../workers/bundle-workflows.ts';
import { strayCode } from '../support/sources/architecture-rules.ts';
import { parseSource, root, sourceTree } from '../support/sources/source-tree.ts';

/** Everything that may reach the workflow sandbox. Schemas, clients, time zones and Node's own modules are not in it. */
const allowed = [
  /^(?:model(?!\/local-time\/local-time\.)|workflows)\/.+\.(?:ts|cjs)$/,
  /^node_modules\/(?:@temporalio\/(?:workflow|common)|@noble\/hashes|nexus-rpc|ms|long)\//,
  /^webpack\/(?:bootstrap|runtime\/[\w ]+)$/,
  /^ignored\|node_modules\/@temporalio\/workflow\//,
];

/** The modules that a bundle was made from, by the source map at its end. */
async function modulesOfBundle(): Promise<readonly string[]> {
  const bundle = await workflowBundle();
  const code = 'code' in bundle ? bundle.code : '';
  const map = code.slice(code.lastIndexOf('base64,') + 'base64,'.length);
  const { sources } = JSON.parse(Buffer.from(map, 'base64').toString('utf8')) as {
    readonly sources: readonly string[];
  };
  return sources.map((source) => source.replace(root, '').replace(/(^|\|)\/.*?(?=node_modules\/)/, '$1'));
}

function strangers(modules: readonly string[]): readonly string[] {
  return modules.filter((name) => !allowed.some((pattern) => pattern.test(name)));
}

describe('the workflow bundle', () => {
  it('holds the workflows, and nothing that the sandbox must not see', { timeout: 60_000 }, async () => {
    const modules = await modulesOfBundle();

    expect(modules).toEqual(
      expect.arrayContaining(['workflows/incident/incident.ts', 'workflows/unreadable-messages.ts']),
    );
    expect(strangers(modules)).toEqual([]);
  });

  it.each([
    'node_modules/zod/v4/classic/external.js',
    'node_modules/temporal-polyfill/index.js',
    'model/local-time/local-time.ts',
    'node_modules/@temporalio/client/lib/index.js',
    'activities/index.ts',
    'external "node:fs"',
  ])('would be caught with %s in it', (name) => {
    expect(strangers([name])).toEqual([name]);
  });
});

describe('modules that all workflows of a worker share', () => {
  const state = [
    /^(?:export )?(?:let|var)\s/,
    /^(?:export )?const \w+(?:: [^=]+)? = (?:new (?:Weak)?(?:Map|Set)(?:<.*>)?\(\)|\[\]|\{\});/,
    /^\s+(?:(?:private|protected|public) )?static (?!readonly )\w+(?:[:;]| =)/,
  ];
  const keepsState = new RegExp(state.map(({ source }) => source).join('|'), 'm');
  const shared = sourceTree().filter(({ path }) => /^(?:model|workflows)\//.test(path));

  it('keep no state', () => {
    expect(strayCode(shared, keepsState, [])).toEqual([]);
  });

  it.each([
    'let last = 0;',
    'const seen = new Map<string, number>();',
    'export const seen: string[] = [];',
    'class Counter {\n  private static count = 0;\n}',
  ])('would be caught keeping it: %s', (text) => {
    expect(strayCode([parseSource('workflows/planted.ts', text)], keepsState, [])).toHaveLength(1);
  });
});
