import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { aScratchFolder } from '../scratch.ts';
import { root as project } from '../sources/source-tree.ts';
import type { TestDnsServer } from './dns-server.ts';
import { startDnsServer } from './dns-server.ts';

interface DnsProgramRun {
  readonly exitCode: number | null;
  /** The records, each as its fields; the last is the end marker. */
  readonly records: readonly (readonly string[])[];
  readonly errors: string;
}

/** The program nightshift-host-dns with settings of its own, and DNS servers that it may ask. */
interface DnsProgram {
  readonly folder: string;
  /** The file that it takes for /etc/resolv.conf. */
  readonly resolvConf: string;
  /** The file that it takes for its drop-in of systemd-resolved. */
  readonly dropIn: string;
  readonly configuration: string;
  readonly servers: readonly [TestDnsServer, TestDnsServer, TestDnsServer];
  readonly run: (...args: readonly string[]) => Promise<DnsProgramRun>;
}

const known = { 'db.example.com': '10.1.1.1', 'longer-name.internal': '10.1.1.2' };

/** Installs it, with the first two of its three servers in force and systemctl and resolvectl played by `commands`. */
export async function aDnsProgram(commands: Readonly<Record<string, string>> = {}): Promise<DnsProgram> {
  const folder = await aScratchFolder();
  await chmod(folder, 0o755);
  const servers = await threeServers();
  const places = ['resolv.conf', 'host.conf', 'drop-in/nightshift.conf', 'memory/dns', 'bin'];
  const [resolvConf = '', configuration = '', dropIn = '', memory = '', bin = ''] = places.map((name) =>
    join(folder, name),
  );
  await mkdir(bin);
  for (const [name, script] of Object.entries(commands)) await writeFile(join(bin, name), script, { mode: 0o755 });
  await writeFile(resolvConf, `search example.com\n${inForce(servers.slice(0, 2))}options timeout:1\n`, {
    mode: 0o644,
  });
  await writeFile(configuration, `dns file\ndns resolved ${servers[2].address}\ndns-name db.example.com\n`);
  const program = join(folder, 'nightshift-host-dns');
  const source = await readFile(join(project, 'deploy/hosts/nightshift-host-dns'), 'utf8');
  const installed = source
    .replace('/etc/nightshift/host.conf', configuration)
    .replace('/etc/resolv.conf', resolvConf)
    .replace('/etc/systemd/resolved.conf.d/nightshift.conf', dropIn)
    .replace('/var/lib/nightshift/dns', memory)
    .replace(/^readonly owner=0 /m, `readonly owner=${String(process.getuid?.() ?? 0)} `)
    .replace(/^readonly port=53$/m, `readonly port=${servers[0].port}`)
    .replace(/^readonly patience=2 /m, 'readonly patience=0.4 ')
    .replace(/^PATH=/m, `PATH=${bin}:`);
  await writeFile(program, installed, { mode: 0o755 });
  return { folder, resolvConf, dropIn, configuration, servers, run: (...args) => runProgram(program, args) };
}

/** Lines of a resolv.conf. */
export function inForce(servers: readonly TestDnsServer[]): string {
  return servers.map(({ address }) => `nameserver ${address}\n`).join('');
}

async function threeServers(): Promise<DnsProgram['servers']> {
  const first = await startDnsServer('127.0.71.1', 0, known);
  const second = await startDnsServer('127.0.71.2', first.port, known);
  const third = await startDnsServer('127.0.71.3', first.port, known);
  onTestFinished(() => [first, second, third].forEach(({ stop }) => stop()));
  return [first, second, third];
}

async function runProgram(program: string, args: readonly string[]): Promise<DnsProgramRun> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' });
  const [output, errors, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  const records = output.split('\0').slice(0, -1);
  return { exitCode, records: records.map((record) => record.split('\t')), errors };
}
