import { bundleWorkflowCode } from '@temporalio/worker';
import type { WorkflowBundleOption } from '@temporalio/worker';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The suffix of this very file: `.ts` from source, `.js` once built. */
const suffix = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const workflowsPath = fileURLToPath(new URL(`../workflows/index.${suffix}`, import.meta.url));
const bundlePath = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

/** The workflows' code as workers load it: made ahead in an image, made now in development. */
export async function workflowBundle(): Promise<WorkflowBundleOption> {
  return suffix === 'js' && existsSync(bundlePath) ? { codePath: bundlePath } : bundle();
}

/** Makes the bundle ahead of time; part of the image's build. */
export async function writeWorkflowBundle(): Promise<string> {
  const { code } = await bundle();
  await writeFile(bundlePath, code);
  return bundlePath;
}

const silent = (): void => undefined;

async function bundle(): Promise<{ code: string }> {
  return bundleWorkflowCode({
    workflowsPath,
    logger: { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: silent },
  });
}
