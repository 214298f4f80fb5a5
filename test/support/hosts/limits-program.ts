import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { accounts, plainAccount, runAs } from './host-program.ts';
import { aScratchFolder } from '../scratch.ts';
import { root as project } from '../sources/source-tree.ts';

interface LimitsProgramOptions {
  readonly account?: (typeof accounts)[number];
  /** What its configuration says; null leaves it out. */
  readonly configuration?: string | null;
  /** Files below /proc that tell of tracked connections, in place of this machine's. */
  readonly tracked?: Readonly<Record<string, string>>;
}

/** Installs nightshift-limits for an account. */
export async function aLimitsProgram({
  account = accounts[0] ?? plainAccount,
  configuration = 'limits\n',
  tracked,
}: LimitsProgramOptions) {
  const folder = await aScratchFolder();
  await chmod(folder, 0o755);
  const [program, file, table] = [join(folder, 'nightshift-limits'), join(folder, 'host.conf'), join(folder, 'proc')];
  const source = await readFile(join(project, 'deploy/hosts/nightshift-limits'), 'utf8');
  const installed = source.replace('/etc/nightshift/host.conf', file);
  await writeFile(
    program,
    tracked
      ? installed.replaceAll(/\/proc\/(?=sys\/net\/netfilter|net\/(?:stat\/)?nf_conntrack)/g, `${table}/`)
      : installed,
  );
  await chmod(program, 0o755);
  if (configuration !== null) await writeFile(file, configuration);
  for (const [path, content] of Object.entries(tracked ?? {})) {
    await mkdir(dirname(join(table, path)), { recursive: true });
    await writeFile(join(table, path), content);
  }
  return {
    account,
    folder,
    program,
    configuration: file,
    /** Writes an empty file beside it. */
    write: (name: string) => writeFile(join(folder, name), ''),
    run: (...args: readonly string[]) => runAs(account, program, args),
  };
}
