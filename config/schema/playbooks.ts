import { z } from 'zod';
import { playbookTarget } from '../../model/playbook/playbook.ts';
import { serviceTarget } from '../../model/target.ts';
import { Duration, Matcher, TargetPattern } from './fields.ts';
import type { Host } from './hosts.ts';
import { Command } from './services.ts';
import type { Service } from './services.ts';

/** Ansible reads a comma as a list of hosts. */
const File = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^[^\0\n,]*$/, 'must not contain a comma, a line break or a NUL character');

const Proof = z.union(
  [
    z.strictObject({ service: TargetPattern }),
    z.strictObject({ command: Command, timeout: Duration('1ms', '30s').prefault('5s') }),
  ],
  'say what proves that it helped: service: TARGET or command: [PROGRAM, …]',
);

const Variable = z.union(
  [z.boolean(), z.number(), z.string().regex(/^(?:(?!\{[{%#])[^\0])*$/, 'must not contain a template: {{, {% or {#')],
  'write a text, a number, true or false',
);

/** Refuses keys that are not named so. */
function named(pattern: RegExp, message: string) {
  return (record: Readonly<Record<string, unknown>>, ctx: z.core.$RefinementCtx): void => {
    const odd = Object.keys(record).filter((key) => !pattern.test(key));
    for (const key of odd) ctx.addIssue({ code: 'custom', path: [key], message, input: record });
  };
}

/** A playbook that may be run on one host. */
export const Playbook = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$/, 'write letters, digits and . _ - only'),
  // What Ansible reads as a pattern, a list or a group would be more than one host.
  host: z.string().regex(/^(?!(?:all|ungrouped)$)[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/, {
    error: 'write the name of one host, not a pattern',
    abort: true,
  }),
  file: File.meta({ description: 'The playbook; a relative path is seen from this file.' }),
  undo: z
    .union([z.literal(false), File], 'name the playbook that takes it back, or write false where nothing does')
    .meta({ description: 'The playbook that takes it back; false where nothing does.' }),
  inventory: File.optional().meta({ description: 'Its groups and variables, where it needs any.' }),
  match: Matcher,
  risk: z
    .enum(['safe', 'disruptive', 'destructive'])
    .default('disruptive')
    .meta({ description: 'What is destructive asks people in every mode.' }),
  proof: z.array(Proof).min(1).max(10).meta({ description: 'What must hold afterwards; all of it.' }),
  extraVars: z
    .record(z.string(), Variable)
    .superRefine(named(/^(?!ansible_)[A-Za-z_]\w{0,99}$/, "write the name of a variable that is not Ansible's own"))
    .default({})
    .meta({ description: 'Constants for the playbook; nothing of an alert is among them.' }),
  vaultPasswordFile: File.optional().meta({ description: 'Handed on to Ansible; Nightshift never reads it.' }),
  timeout: Duration('1s', '30m').prefault('5m').meta({ description: 'How long a run may take.' }),
});

/** How Ansible is started. */
export const Ansible = z
  .strictObject({
    command: z
      .string()
      .regex(/^[^\0]+$/, 'must not contain a NUL character')
      .default('ansible-playbook')
      .meta({ description: 'ansible-playbook, or its path, on the worker.' }),
    environment: z
      .record(z.string(), z.string().regex(/^[^\0]*$/, 'must not contain a NUL character'))
      .superRefine(named(/^[A-Za-z_]\w*$/, 'write the name of an environment variable'))
      .default({})
      .meta({ description: 'Added to its environment, such as ANSIBLE_ROLES_PATH; no secrets.' }),
  })
  .prefault({});

interface Described {
  readonly hosts: readonly z.output<typeof Host>[];
  readonly services: readonly z.output<typeof Service>[];
  readonly playbooks: readonly z.output<typeof Playbook>[];
}

/** Refuses playbooks for hosts that are not described or that Ansible cannot reach, and proofs that nobody can give. */
export function refuseLostPlaybooks({ hosts, services, playbooks }: Described, ctx: z.core.$RefinementCtx): void {
  const byName = new Map(hosts.map((host) => [host.name, host]));
  const known = new Set(services.map(serviceTarget));
  const seen = new Set<string>();
  for (const [index, playbook] of playbooks.entries()) {
    const refuse = (path: (string | number)[], message: string): void =>
      ctx.addIssue({ code: 'custom', path: ['playbooks', index, ...path], message, input: playbook });

    const target = playbookTarget(playbook);
    if (seen.has(target)) refuse(['name'], `the playbook ${playbook.host}/${playbook.name} is described twice`);
    seen.add(target);
    const { host: name, proof } = playbook;
    if (!byName.has(name)) refuse(['host'], `there is no host ${name}: describe it under hosts`);
    const locked = wayTo(name, byName).find(({ ssh }) => ssh?.passphrase !== undefined);
    if (locked)
      refuse(
        ['host'],
        `the key of ${locked.name} has a passphrase, which nobody can type: use an agent or another key`,
      );
    for (const [position, each] of proof.entries()) {
      if ('service' in each && !known.has(each.service))
        refuse(['proof', position, 'service'], `no service has the target ${each.service}`);
    }
  }
}

/** A host and those that it is reached through; a way in a circle is another's complaint. */
function wayTo(start: string, byName: ReadonlyMap<string, z.output<typeof Host>>): z.output<typeof Host>[] {
  const way = new Set<z.output<typeof Host>>();
  for (let host = byName.get(start); host && !way.has(host); host = byName.get(host.ssh?.via ?? '')) way.add(host);
  return [...way];
}
