import type { FastifyInstance } from 'fastify';
import { refuse } from '../refusal.ts';
import type { Clicks, SlackApp } from './clicks.ts';
import { readClick } from './read-click.ts';
import { isSignedBySlack } from './signature.ts';

const path = '/webhooks/slack';

/** A click comes with the whole message, as a form. */
const maxBodyBytes = 1024 * 1024;

export interface SlackRouteOptions {
  /** Those that have a signing secret. */
  readonly apps: readonly SlackApp[];
  readonly clicks: Clicks;
  readonly now?: () => number;
}

/**
 * `POST /webhooks/slack`: the address of Slack's interactivity. A click is answered at once, because Slack waits three
 * seconds; whoever clicked hears what became of it by the address that the click names.
 */
export function addSlackRoute(app: FastifyInstance, { apps, clicks, now = Date.now }: SlackRouteOptions): void {
  // The signature is over the bytes, whatever they claim to be.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onClose', () => clicks.settled());
  app.post(path, { bodyLimit: maxBodyBytes }, async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signed = {
      body,
      timestamp: request.headers['x-slack-request-timestamp'],
      signature: request.headers['x-slack-signature'],
    };
    const signer = apps.find(({ signingSecret }) => isSignedBySlack(signed, signingSecret, now()));
    if (!signer) throw refuse('unauthorized', 'this is not signed by Slack, or not within the last five minutes');
    const click = readClick(body, request.headers['content-type']);
    if (typeof click === 'string') throw refuse('invalid-body', click);
    clicks.take(click, signer);
    return reply.status(200).send();
  });
  app.route({
    method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: path,
    handler: async (_request, reply) => {
      await reply.header('allow', 'POST').status(405).send({ error: 'Slack sends clicks with POST' });
    },
  });
}
