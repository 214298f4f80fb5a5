import type { Context } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { progressOf } from '../activities/contracts/progress.ts';

/** Beats in the time after which the server gives an activity up: one may get lost. */
const beatsPerTimeout = 3;

/**
 * Has every activity that is watched by its heartbeat send one, so that the death of its worker is noticed
 * soon. What it has left itself, or the attempt before for this one, goes along: a beat without it would wipe it out.
 */
export function heartbeats(context: Context): ReturnType<ActivityInterceptorsFactory> {
  return {
    inbound: {
      async execute(input, next) {
        const { heartbeatTimeoutMs } = context.info;
        if (!heartbeatTimeoutMs) return next(input);
        const beating = setInterval(
          () => context.heartbeat(progressOf(context.info)),
          heartbeatTimeoutMs / beatsPerTimeout,
        );
        try {
          return await next(input);
        } finally {
          clearInterval(beating);
        }
      },
    },
  };
}
