import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { playbookDirectory } from '../../../activities/described/playbooks.ts';
import { createAnsible } from '../../../clients/ansible/ansible.ts';
import { createEvidenceFiles } from '../../../clients/evidence/evidence-files.ts';
import type { PlaybookDefinition } from '../../../model/playbook/playbook.ts';
import { playbookTarget } from '../../../model/playbook/playbook.ts';
import { aPlaybook, aPlaybookFile } from './playbooks.ts';
import { aScratchFolder } from '../scratch.ts';
import { servicesHere } from '../hosts/services-here.ts';

/** What a program in place of ansible-playbook does, as lines of sh, to show what the real one does seldom. */
interface FakeAnsible {
  /** The hosts that it lists. */
  readonly hosts?: readonly string[];
  readonly check?: string;
  readonly run?: string;
}

/** A line that says how the one task went. */
export function aTaskLine(status: string, message = '', more: object = {}): string {
  const result = {
    event: 'result',
    host: 'here',
    task: 'Light it',
    status,
    message,
    untold: false,
    changes: [],
    ...more,
  };
  return `echo '${JSON.stringify(result)}'`;
}

/** A line that says how it went in all. */
export const aStatsLine = `echo '${JSON.stringify({ event: 'stats', host: 'here', ok: 1, changed: 1, failed: 0, unreachable: 0 })}'`;

/** A playbook for this machine, and a program in place of ansible-playbook. */
export async function aFakeAnsible(
  { hosts = ['here'], check = aStatsLine, run = aStatsLine }: FakeAnsible,
  overrides: Partial<PlaybookDefinition> = {},
) {
  const folder = await aScratchFolder();
  const command = join(folder, 'ansible-playbook');
  const list = [`    hosts (${hosts.length}):`, ...hosts.map((host) => `      ${host}`)].join('\n');
  const cases = [`*--list-hosts*) cat <<'END'\n${list}\nEND\n;;`, `*--check*) ${check}\n;;`, `*) ${run}\n;;`];
  await writeFile(command, `#!/bin/sh\ncase "$*" in\n${cases.join('\n')}\nesac\n`);
  await chmod(command, 0o755);
  const playbooks = join(folder, 'evidence');
  const file = await aPlaybookFile(folder, 'light.yml', []);
  const playbook = aPlaybook({ host: 'here', file, ...overrides });
  const target = playbookTarget(playbook);
  return {
    folder,
    target,
    playbook,
    deps: {
      ...servicesHere(),
      findPlaybook: playbookDirectory([playbook]),
      ansible: createAnsible({ command, environment: {} }, [{ name: 'here', ssh: null }]),
      evidence: createEvidenceFiles(playbooks, 3_600_000),
    },
  };
}
