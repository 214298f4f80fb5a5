import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { acquire } from '../../../stack/acquire.ts';
import { openssl } from '../../../stack/programs/openssl.ts';
import { progress } from '../scene.ts';

const run = promisify(execFile);

/** What a certificate shall be like. */
interface Wish {
  /** The name that it is for; `shop.test` unless given. */
  readonly name?: string;
  /** Its dates, in days from now; from 30 days ago to in 60 days unless given. */
  readonly from?: number;
  readonly until?: number;
}

/** A certificate with its private key, in PEM. */
interface Issued {
  readonly certificate: string;
  readonly key: string;
}

/** A real certificate authority of openssl, with an intermediate one that issues. */
export interface Authority {
  /** The program openssl. */
  readonly program: string;
  /** The file with its root. */
  readonly rootFile: string;
  /** The intermediate one and its key, in PEM: what else has to be served, and what a renewal signs with. */
  readonly intermediate: Issued;
  readonly issue: (wish?: Wish) => Promise<Issued>;
}

const settings = (folder: string): string => `[ca]
default_ca = this
[this]
database = ${folder}/index.txt
new_certs_dir = ${folder}
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
[req]
distinguished_name = none
[none]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
`;

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
const day = 24 * 60 * 60 * 1_000;

/** Founds an authority in a folder. */
export async function foundAuthority(folder: string): Promise<Authority> {
  const program = await acquire(openssl, progress);
  if (program.kind !== 'executable') throw new Error('there is no openssl');
  await mkdir(folder, { recursive: true });
  const at = (name: string): string => join(folder, name);
  const ask = (...args: readonly string[]) => run(program.path, [...args, '-config', at('ca.conf')]);
  const pair = async (name: string): Promise<Issued> => ({
    certificate: await readFile(at(`${name}.pem`), 'utf8'),
    key: await readFile(at(`${name}.key`), 'utf8'),
  });
  const sign = async (issuer: string, file: string, extensions: string, { name, from = -30, until = 60 }: Wish) => {
    const alternatives = extensions === 'server' ? ['-addext', `subjectAltName=DNS:${name}`] : [];
    const request = ['-subj', `/CN=${name}`, '-keyout', at(`${file}.key`), '-out', at(`${file}.csr`)];
    await ask('req', '-new', ...newKey, ...request, ...alternatives);
    const signer = ['-cert', at(`${issuer}.pem`), '-keyfile', at(`${issuer}.key`), '-extensions', extensions];
    const dates = ['-startdate', dateIn(from), '-enddate', dateIn(until)];
    await ask('ca', '-batch', '-notext', ...signer, ...dates, '-in', at(`${file}.csr`), '-out', at(`${file}.pem`));
    return pair(file);
  };

  await writeFile(at('ca.conf'), settings(folder));
  await writeFile(at('index.txt'), '');
  const root = ['-subj', '/CN=Test Root', '-days', '3650', '-keyout', at('root.key'), '-out', at('root.pem')];
  await ask('req', '-x509', ...newKey, ...root, '-extensions', 'authority');
  const intermediate = await sign('root', 'intermediate', 'authority', { name: 'Test Authority', until: 1_000 });
  let issued = 0;
  return {
    program: program.path,
    rootFile: at('root.pem'),
    intermediate,
    issue: ({ name = 'shop.test', ...dates } = {}) =>
      sign('intermediate', `leaf-${(issued += 1)}`, 'server', { name, ...dates }),
  };
}

/** As openssl has it: `20260101120000Z`. */
function dateIn(days: number): string {
  return `${new Date(Date.now() + days * day).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`;
}
