import { createSign, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A JSON Web Key Set on a loopback port, and the way to sign tokens that its readers trust. */
interface KeySet {
  readonly url: string;
  /** A JSON Web Token with these claims, good for an hour. */
  sign(claims: Readonly<Record<string, unknown>>): string;
}

const header = { alg: 'RS256', typ: 'JWT', kid: 'the-only-one' };

/** Serves a new key until the test is over. */
export async function aKeySet(): Promise<KeySet> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: header.kid, use: 'sig', alg: header.alg }];
  const server = createServer((_request, response) => response.end(JSON.stringify({ keys })));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/keys.json`,
    sign(claims) {
      const exp = Math.floor(Date.now() / 1_000) + 3_600;
      const content = `${encode(header)}.${encode({ ...claims, exp })}`;
      return `${content}.${createSign('RSA-SHA256').update(content).sign(privateKey, 'base64url')}`;
    },
  };
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
