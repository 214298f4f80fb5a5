import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundleWorkflows } from '../temporal/temporal-env.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file of the real workflows' bundle; undefined where no level of tests has made one. */
    workflowBundle: string | undefined;
  }
}

/** Bundles the real workflows once for all test beds, which takes seconds each time. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'nightshift-bundle-'));
  const file = join(folder, 'workflows.js');
  const { code } = await bundleWorkflows();
  await writeFile(file, code);
  provide('workflowBundle', file);
  return () => rm(folder, { recursive: true });
}
