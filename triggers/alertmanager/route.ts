import type { FastifyInstance } from 'fastify';
import type { Door } from '../door.ts';
import { refuse } from '../refusal.ts';
import { readAlertmanagerBody } from './read-body.ts';

const path = '/webhooks/alertmanager';

/**
 * `POST /webhooks/alertmanager`: the webhook receiver of Alertmanager and everything that speaks like
 * it. 2xx only after Temporal has stored every alert of the body.
 */
export function addAlertmanagerRoute(app: FastifyInstance, door: Door): void {
  app.post(path, async (request) => {
    const body = readAlertmanagerBody(request.body);
    if (typeof body === 'string') throw refuse('invalid-body', body);
    const { accepted, ignored } = await door.admit('alertmanager', body);
    return { accepted, ignored };
  });
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: path,
    handler: async (_request, reply) => {
      await reply.header('allow', 'POST').status(405).send({ error: 'send alerts with POST' });
    },
  });
}
