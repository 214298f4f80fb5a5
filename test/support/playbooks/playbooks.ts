import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlaybookDefinition } from '../../../model/playbook/playbook.ts';
import { acquire } from '../../../stack/acquire.ts';
import { ansible } from '../../../stack/programs/ansible.ts';
import { progress } from '../scene.ts';

/** A playbook for `web-1` that nothing takes back. */
export function aPlaybook(overrides: Partial<PlaybookDefinition> = {}): PlaybookDefinition {
  return {
    name: 'light',
    host: 'web-1',
    match: { alertname: 'TooDark' },
    file: '/etc/nightshift/playbooks/light.yml',
    undo: null,
    inventory: null,
    vaultPasswordFile: null,
    extraVars: {},
    risk: 'disruptive',
    proof: [{ kind: 'command', command: ['true'], timeoutMs: 5_000 }],
    timeoutMs: 60_000,
    ...overrides,
  };
}

/** A task that has a file of a host say something. */
export function writes(path: string, content: string, more: object = {}): object {
  return { name: `Write ${path}`, 'ansible.builtin.copy': { dest: path, content }, ...more };
}

/** A task that runs a command line. */
export function runs(name: string, line: string, more: object = {}): object {
  return { name, 'ansible.builtin.shell': line, ...more };
}

/** Writes a playbook of one play and says where it lies. */
export async function aPlaybookFile(
  folder: string,
  name: string,
  tasks: readonly object[],
  play: object = {},
): Promise<string> {
  const file = join(folder, name);
  // The hosts' Python is the machine's own, which nobody has to look for.
  const vars = { ansible_python_interpreter: '/usr/bin/python3' };
  await writeFile(file, JSON.stringify([{ hosts: 'all', gather_facts: false, vars, tasks, ...play }]));
  return file;
}

/** The real ansible-playbook. */
export async function ansibleCommand(): Promise<string> {
  const program = await acquire(ansible, progress);
  if (program.kind !== 'executable') throw new Error('ansible is a program');
  return program.path;
}
