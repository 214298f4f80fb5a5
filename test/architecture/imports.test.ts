import { describe, expect, it } from 'vitest';
import type { FolderRule } from '../support/sources/architecture-rules.ts';
import { forbiddenImports, importCycles, strayCode, strayPackages } from '../support/sources/architecture-rules.ts';
import { parseSource, sourceTree } from '../support/sources/source-tree.ts';

const all = sourceTree();
const product = all.filter(({ path }) => !path.startsWith('test/'));

/** Everything that runs in production. */
const engine = [
  'model',
  'workflows',
  'activities',
  'clients',
  'detection',
  'forecasting',
  'metrics',
  'config',
  'triggers',
  'workers',
  'cli',
];

/** Who may know whom; every folder may know itself. */
const rules: Readonly<Record<string, FolderRule>> = {
  model: { values: [], packages: ['@noble/hashes', 'temporal-polyfill'] },
  workflows: { values: ['model'], types: ['activities'], packages: ['@temporalio/workflow', '@temporalio/common'] },
  clients: { values: ['model'] },
  detection: { values: ['model'], packages: [] },
  // What it computes with; engines and networks are loaded when one is asked for.
  forecasting: {
    values: ['model'],
    packages: [
      '@bsull/augurs',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-layers',
      'd3-scale',
      'd3-shape',
      'date-holidays',
    ],
  },
  metrics: { values: ['model'] },
  config: { values: ['model'] },
  activities: { values: ['model', 'clients', 'metrics', 'forecasting', 'detection'] },
  // Of the workflows only what they are called, what they are told, and which runbooks there are.
  triggers: { values: ['model', 'clients', 'metrics', 'config', 'workflows/runbooks/index.ts'] },
  workers: { values: engine.filter((folder) => folder !== 'triggers' && folder !== 'cli') },
  cli: { values: [...engine, 'stack', 'demo'] },
  stack: { values: [] },
  demo: { values: [...engine, 'stack', 'bench'] },
  bench: { values: [...engine, 'stack', 'demo'] },
  test: { values: [...engine, 'stack', 'demo', 'bench'] },
  '': { values: [] },
};

describe('imports', () => {
  it('go in one direction', () => {
    expect(forbiddenImports(all, rules)).toEqual([]);
  });

  it.each([
    { path: 'model/planted.ts', text: `import { readFileSync } from 'node:fs';` },
    { path: 'model/planted.ts', text: `import type { Config } from '../config/config.ts';` },
    { path: 'workflows/planted.ts', text: `import { createActivities } from '../activities/index.ts';` },
    { path: 'workflows/planted.ts', text: `export { loadConfig } from '../config/load.ts';` },
    { path: 'workflows/runbooks/planted.ts', text: `import { z } from 'zod';` },
    { path: 'detection/planted.ts', text: `import { readFile } from 'node:fs/promises';` },
    { path: 'forecasting/planted.ts', text: `import { createPrometheusClient } from '../clients/prometheus.ts';` },
    { path: 'clients/planted.ts', text: `const metrics = await import('../metrics/webhook.ts');` },
    { path: 'activities/planted.ts', text: `import '../config/load.ts';` },
    { path: 'activities/planted.ts', text: `import { incident } from '../workflows/incident/incident.ts';` },
    { path: 'triggers/planted.ts', text: `import { incident } from '../workflows/incident/incident.ts';` },
    { path: 'workers/planted.ts', text: `import type { Door } from '../triggers/door.ts';` },
    { path: 'cli/planted.ts', text: `import { aBody } from '../test/support/trigger/webhook-bodies.ts';` },
    { path: 'stack/planted.ts', text: `import type { Target } from '../model/target.ts';` },
    { path: 'elsewhere/planted.ts', text: `import type { Target } from '../model/target.ts';` },
  ])('may not be $text in $path', ({ path, text }) => {
    expect(forbiddenImports([parseSource(path, text)], rules)).toHaveLength(1);
  });

  it('may take types where values are forbidden', () => {
    const text = `import type { Activities } from '../activities/index.ts';`;

    expect(forbiddenImports([parseSource('workflows/planted.ts', text)], rules)).toEqual([]);
  });

  it('never go round in a circle, not even for types', () => {
    expect(importCycles(all)).toEqual([]);
  });

  it('would be caught going round', () => {
    const files = [
      parseSource('model/a.ts', `import type { B } from './b.ts';`),
      parseSource('model/b.ts', `export * from './c/c.ts';`),
      parseSource('model/c/c.ts', `import { a } from '../a.ts';`),
    ];

    expect(importCycles(files)).toEqual(['model/a.ts → model/b.ts → model/c/c.ts → model/a.ts']);
  });
});

describe('packages', () => {
  const homes = {
    'prom-client': { values: ['metrics'] },
    zod: { values: ['config', 'triggers'] },
    // Another version of the time zone data would break a replay: test/architecture/bundle.test.ts keeps it out of workflows.
    'temporal-polyfill': { values: ['model/local-time/local-time.ts'] },
    pino: { values: ['config/logging.ts'], types: ['activities', 'triggers', 'workers'] },
  };

  it('stay in the folders that are their home', () => {
    expect(strayPackages(product, homes)).toEqual([]);
  });

  it.each([
    { path: 'workers/planted.ts', text: `import type { Counter } from 'prom-client';` },
    { path: 'activities/planted.ts', text: `import { z } from 'zod';` },
    { path: 'triggers/planted.ts', text: `import { pino } from 'pino';` },
    { path: 'clients/planted.ts', text: `import type { Logger } from 'pino';` },
    { path: 'model/oncall/planted.ts', text: `import { Temporal } from 'temporal-polyfill';` },
  ])('would be caught by $text in $path', ({ path, text }) => {
    expect(strayPackages([parseSource(path, text)], homes)).toHaveLength(1);
  });
});

describe('the environment', () => {
  const read =
    /\bprocess\s*(?:\?\.|\.)\s*(?:env|argv)\b|\bprocess\[|\{[^}]*\b(?:env|argv)\b[^}]*\}\s*(?:=\s*process\b|from\s+'(?:node:)?process')/;
  const places = [
    'cli/nightshift.ts',
    '*/main.ts',
    'stack',
    'demo',
    'bench',
    'test',
    'vitest.config.ts',
    'workers/bundler.ts',
    'workers/calculator/main.ts',
  ];

  it('is read by main files only', () => {
    expect(strayCode(all, read, places)).toEqual([]);
  });

  it.each([
    `const home = process.env['HOME'];`,
    `const [first] = process.argv;`,
    `const { env } = process;`,
    `import { argv } from 'node:process';`,
    `const all = process['env'];`,
  ])('would be caught by %s', (text) => {
    expect(strayCode([parseSource('workers/planted.ts', text)], read, places)).toEqual(['workers/planted.ts']);
  });

  it('may be spoken of', () => {
    const text = `/** Nothing but main files reads process.env. */\nexport const env = {};`;

    expect(strayCode([parseSource('workers/planted.ts', text)], read, places)).toEqual([]);
  });
});
