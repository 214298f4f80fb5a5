#!/usr/bin/env node
import { runCli } from './program.ts';

// Whoever wants no more of an answer, such as `head`, makes no mistake.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));

const exitCode = await runCli(process.argv, process.env);
// What a slow reader of a pipe has not taken yet would be lost with the process.
await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
// A failed start must end, whatever it had opened by then still holding on.
process.exit(exitCode);
