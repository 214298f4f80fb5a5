import { Counter } from 'prom-client';
import type { OperatorAsk } from '../model/operators/message.ts';
import { operatorAsks } from '../model/operators/message.ts';
import type { OperatorRefusal } from '../model/operators/refusals.ts';
import { operatorRefusals } from '../model/operators/refusals.ts';
import type { MetricsRegistry } from './registry.ts';

const done = 'done';

export type OperatorMetrics = ReturnType<typeof createOperatorMetrics>;

/** What is counted about what operators ask incidents for. */
export function createOperatorMetrics(registry: MetricsRegistry) {
  const requests = new Counter({
    name: 'nightshift_operator_requests_total',
    help: 'What operators asked incidents for, by whether it was done or why it was refused.',
    labelNames: ['ask', 'result'],
    registers: [registry],
  });
  for (const ask of operatorAsks) for (const result of [done, ...operatorRefusals]) requests.inc({ ask, result }, 0);

  return {
    asked(ask: OperatorAsk, refusal: OperatorRefusal | null): void {
      requests.inc({ ask, result: refusal ?? done });
    },
  };
}
