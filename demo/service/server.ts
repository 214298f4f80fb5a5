import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

/**
 * A small real service: answers on its port and writes a log. It ends by itself when the process that
 * set the scene is gone, so that nothing outlives a demo or a test that crashed.
 */
const [port = '0', logFile = '', owner = ''] = process.argv.slice(2);

const log = (line: string): void => appendFileSync(logFile, `${new Date().toISOString()} ${line}\n`);

const server = createServer((request, response) => {
  log(`${request.method ?? ''} ${request.url ?? ''} 200`);
  const body = request.url === '/metrics' ? 'demo_requests_total 1\n' : 'at your service\n';
  response.setHeader('content-type', 'text/plain; version=0.0.4').end(body);
});
server.listen(Number(port), '127.0.0.1', () => log(`listening on ${port}, connected with password=correct-horse`));

setInterval(() => {
  try {
    process.kill(Number(owner), 0);
  } catch {
    process.exit(0);
  }
}, 1_000);
