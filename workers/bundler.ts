import { bundleWorkflowCode } from '@temporalio/worker';
import { writeFile } from 'node:fs/promises';
import { bundleOptions } from './bundle-options.ts';

/** Bundles the workflows: to the file that is named, as an image's build does, else to standard output. */
const silent = (): void => undefined;

const { code } = await bundleWorkflowCode({
  ...bundleOptions(),
  logger: { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: silent },
});

const [file] = process.argv.slice(2);
if (file) await writeFile(file, code);
else process.stdout.write(code);
