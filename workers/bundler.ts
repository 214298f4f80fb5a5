import { bundleWorkflowCode } from '@temporalio/worker';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Bundles the workflows: to the file that is named, as an image's build does, else to standard output. */
const suffix = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const silent = (): void => undefined;

const { code } = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL(`../workflows/index.${suffix}`, import.meta.url)),
  logger: { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: silent },
});

const [file] = process.argv.slice(2);
if (file) await writeFile(file, code);
else process.stdout.write(code);
