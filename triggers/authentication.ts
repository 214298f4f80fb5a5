import bearerAuth from '@fastify/bearer-auth';
import type { FastifyInstance } from 'fastify';
import { BlockList, isIP } from 'node:net';
import type { Config } from '../config/config.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** What decides who may send alerts. */
export type DoorSettings = Omit<Config['trigger'], 'kubernetes'>;

/** A trigger that anybody on the network could send alerts to, and nobody said that this is wanted. */
export class UnauthenticatedTriggerError extends Error {
  override readonly name = 'UnauthenticatedTriggerError';

  constructor(host: string) {
    super(
      `the trigger would accept alerts from anyone on ${host}: set trigger.tokens, listen on 127.0.0.1, ` +
        'or set trigger.allowUnauthenticated to true',
    );
  }
}

/** @throws UnauthenticatedTriggerError where the settings leave the door open by oversight. */
export function assertGuardedDoor({ listen, tokens, allowUnauthenticated }: DoorSettings): void {
  if (tokens.length > 0 || allowUnauthenticated || isLoopback(listen.host)) return;
  throw new UnauthenticatedTriggerError(listen.host);
}

/** Asks every request of this scope for one of the tokens; the comparison takes constant time. */
export async function requireBearerToken(app: FastifyInstance, tokens: readonly string[]): Promise<void> {
  if (tokens.length === 0) return;
  await app.register(bearerAuth, {
    keys: new Set(tokens),
    errorResponse: () => ({ error: 'send a valid bearer token' }),
  });
}

function isLoopback(host: string): boolean {
  if (host === 'localhost') return true;
  const family = isIP(host);
  return family !== 0 && loopback.check(host, family === 4 ? 'ipv4' : 'ipv6');
}
