import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment } from '../provider.ts';
import { runTool } from './tool.ts';

// Leaves out symbol tables and debug data, which halves the time to link and a third of the size.
const smaller = '-s -w';

// Nor is that data made first; and a compiler that lives for seconds collects its garbage less often, while that is little.
const withoutDebugData = '-gcflags=all=-dwarf=false';
const quickCompiler = { GOGC: '400', GOMEMLIMIT: '2GiB' };

/** Builds a published Go command into a folder. */
export async function goInstall(commandAtVersion: string, folder: string, env: Environment): Promise<void> {
  const flags = [withoutDebugData, `-ldflags=${smaller}`];
  await runTool('go', ['install', ...flags, commandAtVersion], { env: { ...quickCompiler, ...env, GOBIN: folder } });
}

/** Downloads the source of a Go module and returns its folder, which is shared and must not be written to. */
export async function goModuleFolder(moduleAtVersion: string, env: Environment): Promise<string> {
  const printed = await runTool('go', ['mod', 'download', '-json', moduleAtVersion], { env });
  return (JSON.parse(printed) as { readonly Dir: string }).Dir;
}

/** Builds one command of a Go module whose source lies in a folder of our own. */
export async function goBuild(
  source: string,
  command: string,
  executable: string,
  variables: Readonly<Record<string, string>>,
  env: Environment,
): Promise<void> {
  const set = Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`);
  const flags = [withoutDebugData, `-ldflags=${[smaller, ...set].join(' ')}`];
  const options = { env: { ...quickCompiler, ...env }, cwd: source };
  await runTool('go', ['build', ...flags, '-o', executable, command], options);
}

/**
 * Builds commands, by the names that they get, in a module that exists for this only: those of modules with replacements
 * cannot be installed from outside.
 */
export async function goBuildInModule(
  goMod: string,
  commands: Readonly<Record<string, string>>,
  folder: string,
  variables: Readonly<Record<string, string>>,
  env: Environment,
): Promise<void> {
  const source = join(folder, 'source');
  await mkdir(source);
  await writeFile(join(source, 'go.mod'), goMod);
  // Go completes the module and writes down its sums.
  const flags = [env['GOFLAGS'], '-mod=mod'].filter(Boolean).join(' ');
  for (const [name, command] of Object.entries(commands)) {
    await goBuild(source, command, join(folder, name), variables, { ...env, GOFLAGS: flags });
  }
  await rm(source, { recursive: true, force: true });
}
