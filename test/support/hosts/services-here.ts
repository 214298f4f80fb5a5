import { join } from 'node:path';
import { certificateDirectory } from '../../../activities/described/certificates.ts';
import { clusterDirectory } from '../../../activities/described/clusters.ts';
import { diskDirectory } from '../../../activities/described/disks.ts';
import { hostPartDirectory } from '../../../activities/described/host-parts.ts';
import { limitsDirectory } from '../../../activities/described/limits.ts';
import { playbookDirectory } from '../../../activities/described/playbooks.ts';
import { serviceDirectory } from '../../../activities/described/services.ts';
import { createAnsible } from '../../../clients/ansible/ansible.ts';
import { createHostCommands } from '../../../clients/commands/hosts.ts';
import { createEvidenceFiles } from '../../../clients/evidence/evidence-files.ts';
import type { ServiceDefinition } from '../../../model/service.ts';
import { noHostParts } from './host-parts.ts';

/** What activities need to look at services of this machine, and to act on them. Nothing else is described. */
export function servicesHere(...services: readonly ServiceDefinition[]) {
  return {
    findService: serviceDirectory(services),
    disks: diskDirectory([]),
    findCertificate: certificateDirectory([]),
    findLimits: limitsDirectory([]),
    findObject: clusterDirectory([]),
    findPlaybook: playbookDirectory([]),
    ansible: createAnsible({ command: 'ansible-playbook', environment: {} }, []),
    hostParts: hostPartDirectory(noHostParts),
    readPrediction: () => Promise.resolve(undefined),
    prometheus: null,
    runOnHost: createHostCommands([]).run,
    // Services leave no evidence: whoever tries fails.
    evidence: createEvidenceFiles(join('/dev/null', 'evidence'), 0),
  };
}
