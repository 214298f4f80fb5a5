import type { Background } from '../words.ts';
import { healthy as say, ip, ms } from '../words.ts';

/** What a service is, for the words that it uses. */
export type ServiceKind = 'web' | 'jvm' | 'go' | 'node' | 'database' | 'queue' | 'kernel';

const people = ['ines', 'tomas', 'amara', 'wei', 'olu', 'petra', 'juan', 'maya'];
const paths = ['/api/orders', '/api/cart', '/login', '/assets/app.js', '/health', '/api/search', '/'];
const tables = ['orders', 'customers', 'stock', 'invoices'];

/** Kinds of lines that some faults make more frequent, or give other values. */
export const slowQuery = say('warn', 0.5, (r) => `Slow query took ${300 + r.upTo(900)} ms on table ${r.pick(tables)}`);
export const retrying = say('warn', 0.1, (r) => `Retrying call to partner in ${ms(r)} ms, attempt ${1 + r.upTo(3)}`);
export const cacheLookup = say(
  'debug',
  15,
  (r) => `Cache ${r.pick(['hit', 'hit', 'miss'])} for key customer-${r.upTo(90_000)}`,
);
export const checkpoint = say(
  'info',
  5,
  (r) => `checkpoint complete: wrote ${r.upTo(900)} buffers, ${r.upTo(9)} files added, longest ${ms(r)} ms`,
);
export const statement = say(
  'info',
  10,
  (r) => `duration: ${ms(r)}.${r.upTo(999)} ms statement: select by id ${r.upTo(90_000)} from ${r.pick(tables)}`,
);

/** Healthy lines, by kind of service; errors that nobody minds are among them. */
export const backgrounds: Readonly<Record<ServiceKind, readonly Background[]>> = {
  web: [
    say(
      null,
      40,
      (r) =>
        `${ip(r)} - - "GET ${r.pick(paths)}/${r.upTo(900)} HTTP/1.1" ${r.pick([200, 200, 200, 304, 404])} ${r.upTo(9_000)} ${ms(r)}ms`,
    ),
    say(null, 6, (r) => `${ip(r)} - ${r.pick(people)} "POST ${r.pick(paths)} HTTP/1.1" 201 ${r.upTo(900)} ${ms(r)}ms`),
    say('warn', 0.4, (r) => `client ${ip(r)} closed keepalive connection early after ${ms(r)}ms`),
    say('error', 0.3, (r) => `client ${ip(r)} sent an invalid header line, ignored`),
    say('error', 0.05, (r) => `upstream timed out after ${ms(r)}ms while reading response header, client ${ip(r)}`),
  ],
  jvm: [
    say('info', 25, (r) => `Handled request ${r.hex(16)} of user ${r.pick(people)} in ${ms(r)} ms`),
    cacheLookup,
    say('info', 1, (r) => `GC pause young generation ${ms(r)}ms, heap ${r.upTo(900)}M of 2048M`),
    slowQuery,
    say('error', 0.2, (r) => `Validation of form for session ${r.hex(12)} failed: postal code missing`),
    retrying,
  ],
  go: [
    say(
      'info',
      20,
      (r) => `level=info msg="request served" method=GET path=/v1/items/${r.upTo(90_000)} status=200 took=${ms(r)}ms`,
    ),
    say('debug', 8, (r) => `level=debug msg="token verified" subject=${r.pick(people)} kid=${r.hex(8)}`),
    say('warn', 0.4, (r) => `level=warn msg="request cancelled by client" path=/v1/items/${r.upTo(90_000)}`),
    say('error', 0.1, (r) => `level=error msg="cannot parse cursor" cursor=${r.hex(10)}`),
  ],
  node: [
    say('info', 18, (r) => `session ${r.hex(20)} rendered page ${r.pick(paths)} in ${ms(r)}ms`),
    say('info', 4, (r) => `mail to user ${r.upTo(9_000)} queued as ${r.hex(8)}-${r.hex(4)}`),
    say('warn', 0.3, (r) => `slow render of ${r.pick(paths)}: ${800 + r.upTo(900)}ms`),
    say('error', 0.15, (r) => `could not load avatar ${r.upTo(900)}: 404`),
  ],
  database: [
    checkpoint,
    say(
      'info',
      12,
      (r) => `connection authorized: user=${r.pick(people)} database=${r.pick(tables)} pid ${r.upTo(32_000)}`,
    ),
    statement,
    say(
      'error',
      0.3,
      (r) => `duplicate key value violates unique constraint of table ${r.pick(tables)}, key ${r.upTo(900)}`,
    ),
    say('warn', 0.1, (r) => `there is already a transaction in progress, pid ${r.upTo(32_000)}`),
  ],
  queue: [
    say('info', 12, (r) => `accepted connection ${r.upTo(9_000)} from ${ip(r)}:${r.upTo(60_000)}`),
    say('info', 9, (r) => `consumer tag-${r.hex(6)} acknowledged ${r.upTo(90)} messages on channel ${r.upTo(40)}`),
    say('warn', 0.3, (r) => `closing idle connection ${r.upTo(9_000)} from ${ip(r)}:${r.upTo(60_000)}`),
  ],
  kernel: [
    say(null, 2, (r) => `systemd[1]: Started session ${r.upTo(9_000)} of user ${r.pick(people)}.`),
    say(
      null,
      3,
      (r) => `sshd[${r.upTo(32_000)}]: Accepted publickey for ${r.pick(people)} from ${ip(r)} port ${r.upTo(60_000)}`,
    ),
    say(null, 1, (r) => `CRON[${r.upTo(32_000)}]: (root) CMD (run-parts hourly)`),
    say(
      null,
      0.5,
      (r) => `sshd[${r.upTo(32_000)}]: Failed password for invalid user admin from ${ip(r)} port ${r.upTo(60_000)}`,
    ),
  ],
};
