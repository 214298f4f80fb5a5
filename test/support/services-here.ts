import { join } from 'node:path';
import { diskDirectory } from '../../activities/contracts/disks.ts';
import { serviceDirectory } from '../../activities/contracts/services.ts';
import { createHostCommands } from '../../clients/commands/hosts.ts';
import { createEvidenceFiles } from '../../clients/evidence/evidence-files.ts';
import type { ServiceDefinition } from '../../model/service.ts';

/** What activities need to look at services of this machine, and to act on them. No disk is described. */
export function servicesHere(...services: readonly ServiceDefinition[]) {
  return {
    findService: serviceDirectory(services),
    disks: diskDirectory([]),
    runOnHost: createHostCommands([]).run,
    // Services leave no evidence: whoever tries fails.
    evidence: createEvidenceFiles(join('/dev/null', 'evidence'), 0),
  };
}
