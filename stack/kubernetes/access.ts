import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { stringify } from 'yaml';

/** Whom an API server knows by a token. */
export interface KubernetesAccount {
  readonly name: string;
  /** Groups that it is in; `system:masters` may do everything. None unless given, and no rights then. */
  readonly groups?: readonly string[];
}

/** Everything that opens an API server to one account. */
export interface KubernetesAccess {
  readonly url: string;
  /** The file with the certificate that the server shows, and the one that signed it. */
  readonly authorityFile: string;
  readonly token: string;
}

/** Hands a token to each account and writes the file by which an API server knows them. */
export async function issueTokens(
  accounts: readonly KubernetesAccount[],
  file: string,
): Promise<ReadonlyMap<string, string>> {
  const tokens = new Map(accounts.map(({ name }) => [name, randomBytes(24).toString('base64url')]));
  const lines = accounts.map(({ name, groups = [] }) =>
    [tokens.get(name), name, name, `"${groups.join(',')}"`].join(','),
  );
  await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  return tokens;
}

/** Writes a kubeconfig with one context, which clients of every kind read. */
export async function writeKubeconfig(
  file: string,
  context: string,
  account: string,
  access: KubernetesAccess,
): Promise<string> {
  const authority = (await readFile(access.authorityFile)).toString('base64');
  const content = stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': context,
    clusters: [{ name: context, cluster: { server: access.url, 'certificate-authority-data': authority } }],
    contexts: [{ name: context, context: { cluster: context, user: account } }],
    users: [{ name: account, user: { token: access.token } }],
  });
  await writeFile(file, content, { mode: 0o600 });
  return file;
}

// Objects of a kind that was defined just now are taken after some seconds.
const answerMs = 10_000;

/** Makes a request to an API server and answers its status; a body is sent as JSON. */
export async function statusOf(access: KubernetesAccess, path: string, body?: object): Promise<number> {
  const ca = await readFile(access.authorityFile);
  return new Promise((resolve, reject) => {
    const asking = request(
      new URL(path, access.url),
      {
        ca,
        // A connection that is kept would keep its server from ending.
        agent: false,
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${access.token}`, 'content-type': 'application/json' },
        timeout: answerMs,
      },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    asking.once('timeout', () => asking.destroy(new Error(`no answer within ${answerMs} ms`)));
    asking.once('error', reject);
    asking.end(body && JSON.stringify(body));
  });
}
