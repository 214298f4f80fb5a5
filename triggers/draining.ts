import type { FastifyInstance } from 'fastify';

/** Lets a closing server answer what is under way, and end although its senders would stay connected. */
export function drainOnClose(app: FastifyInstance, patienceMs: number): void {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
    // A closing server hurries nobody any more: one slow sender would hold it open for ever.
    setTimeout(() => app.server.closeAllConnections(), patienceMs).unref();
  });
  app.addHook('onSend', async (_request, reply) => {
    // Alertmanager would keep the connection for its next flush.
    if (isClosing) reply.header('connection', 'close');
  });
}
