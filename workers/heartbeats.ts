import type { Context } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

/** Beats in the time after which the server gives an activity up: one may get lost. */
const beatsPerTimeout = 3;

/**
 * Has every activity that is watched by its heartbeat send one, so that the death of its worker is noticed
 * soon. Those that keep something in their heartbeats while they wait are not watched, and left alone; what
 * a watched one says in its very last is kept.
 */
export function heartbeats(context: Context): ReturnType<ActivityInterceptorsFactory> {
  return {
    inbound: {
      async execute(input, next) {
        const { heartbeatTimeoutMs } = context.info;
        if (!heartbeatTimeoutMs) return next(input);
        const beating = setInterval(() => context.heartbeat(), heartbeatTimeoutMs / beatsPerTimeout);
        try {
          return await next(input);
        } finally {
          clearInterval(beating);
        }
      },
    },
  };
}
