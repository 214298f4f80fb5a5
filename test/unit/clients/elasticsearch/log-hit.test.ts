import { expect, it } from 'vitest';
import { lineOf } from '../../../../clients/elasticsearch/logs/log-hit.ts';
import { fieldsOf } from '../../../../clients/elasticsearch/logs/layouts.ts';

const anybody = { host: null, services: [], namespace: null, workload: null };

it('takes the colours off a line, which would stand between a key and its secret', () => {
  const fields = {
    message: ['no \u001b[36mpassword\u001b[0m=hunter2'],
    'error.stack_trace': ['\u001b[31mError\u001b[0m\n  at a'],
  };

  const line = lineOf({ _id: '1', fields, sort: [1_000] }, fieldsOf({ index: 'logs', fields: 'ecs' }), [anybody]);

  expect(line).toMatchObject({ message: 'no password=hunter2', stack: 'Error\n  at a' });
});
