import type { WorkflowBundleOption } from '@temporalio/worker';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The suffix of this very file: `.ts` from source, `.js` once built. */
const suffix = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const bundler = fileURLToPath(new URL(`./bundler.${suffix}`, import.meta.url));
const builtBundle = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

/**
 * The workflows' code as workers load it: made ahead in an image, made now in development. The bundler
 * runs as a process of its own, because what it needs once would stay in the worker's memory for good.
 */
export async function workflowBundle(): Promise<WorkflowBundleOption> {
  if (suffix === 'js' && existsSync(builtBundle)) return { codePath: builtBundle };
  const { stdout } = await run(process.execPath, [bundler], { maxBuffer: 64 * 1024 * 1024 });
  return { code: stdout };
}
