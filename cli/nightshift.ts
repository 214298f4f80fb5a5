#!/usr/bin/env node
import { runCli } from './program.ts';

// A failed start must end, whatever it had opened by then still holding on.
process.exit(await runCli(process.argv, process.env));
