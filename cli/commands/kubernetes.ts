import type { Command } from 'commander';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isNamespaceName, isObjectName } from '../../model/kubernetes/object.ts';
import type { Account } from '../../model/kubernetes/rights/roles.ts';
import { print, UsageError } from '../context.ts';
import type * as rbac from '../rbac.ts';

interface RbacOptions {
  readonly action?: string;
  readonly namespace?: string;
  readonly read?: boolean;
  readonly watch?: boolean;
  readonly account?: string;
  readonly into?: string;
}

/** `nightshift kubernetes rbac`. */
export function addKubernetesCommands(program: Command): void {
  const kubernetes = program.command('kubernetes').description('what a cluster has to allow; docs/kubernetes.md');
  kubernetes
    .command('rbac')
    .description('print the roles that let Nightshift do one thing, and their bindings')
    .option('--action <name>', 'an action, in one namespace')
    .option('--namespace <name>', 'where the action may be done')
    .option('--read', 'looking, in the whole cluster')
    .option('--watch', 'watching without Prometheus, in the whole cluster')
    .option('--account <namespace/name>', 'the service account that is allowed it')
    .option('--into <folder>', 'write all of deploy/kubernetes/roles anew there')
    .action(async (options: RbacOptions) => {
      const roles = await import('../rbac.ts');
      if (options.into === undefined) print(roles.asYaml(manifestsOf(options, roles)).trimEnd());
      else await writeAll(options.into, roles.roleFiles());
    });
}

function manifestsOf({ action, namespace, read, watch, account }: RbacOptions, roles: typeof rbac) {
  if ([action, read, watch].filter(Boolean).length !== 1)
    throw new UsageError('say one of --action, --read and --watch');
  const to = account === undefined ? undefined : accountIn(account);
  if (read) return roles.readRoles(to);
  if (watch) return roles.watchRoles(to);
  const known = roles.clusterActions().find((name) => name === action);
  if (!known)
    throw new UsageError(
      `no action in clusters is called so; there are ${roles.clusterActions().join(', ') || 'none'}`,
    );
  if (namespace === undefined || !isNamespaceName(namespace))
    throw new UsageError('say with --namespace where the action may be done');
  return roles.actionRoles(known, { namespace }, to);
}

function accountIn(text: string): Account {
  const [namespace = '', name = '', ...more] = text.split('/');
  if (!isNamespaceName(namespace) || !isObjectName(name) || more.length > 0)
    throw new UsageError('write the account as namespace/name');
  return { namespace, name };
}

async function writeAll(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  await rm(join(folder, 'actions'), { recursive: true, force: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
