import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskDirectory } from '../../../activities/described/disks.ts';
import type { CommandOutcome, RunOnHost } from '../../../clients/commands/command.ts';
import { runCommand } from '../../../clients/commands/local.ts';
import { createEvidenceFiles } from '../../../clients/evidence/evidence-files.ts';
import type { DiskDefinition } from '../../../model/host/cleaning.ts';
import type { CommandLine } from '../../../model/service.ts';
import type { Host } from './host-program.ts';
import { aHost } from './host-program.ts';
import { aScratchFolder } from '../scratch.ts';
import { servicesHere } from './services-here.ts';

/** Runs the real program in place of sudo, which would start it with exactly these arguments. */
function runInPlaceOfSudo({ program }: Host): RunOnHost {
  return (_host, [, , , ...args], options) => runCommand([program, ...args] satisfies CommandLine, options);
}

/** A host with the real program, and what activities need to clean disks there. */
export async function aCleanedHost(disksOf: (host: Host) => readonly DiskDefinition[], lost?: Partial<CommandOutcome>) {
  const [host, folder] = [await aHost(), await aScratchFolder()];
  const run = runInPlaceOfSudo(host);
  // A connection that breaks tells nobody how the command ended.
  const runOnHost: RunOnHost = async (...order) => ({ ...(await run(...order)), ...lost });
  const evidence = join(folder, 'evidence');
  return {
    host,
    deps: {
      ...servicesHere(),
      disks: diskDirectory(disksOf(host)),
      runOnHost,
      evidence: createEvidenceFiles(evidence, 3_600_000),
    },
    /** The lists that were left, each line as it was written. */
    lists: () =>
      readdirSync(evidence).map((file) =>
        readFileSync(join(evidence, file), 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as object),
      ),
  };
}
