import type { Info } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';

/** An activity outside of any worker. A failed one is logged by the SDK, which nobody wants to read here. */
export function anActivity(info: Partial<Info> = {}): MockActivityEnvironment {
  return new MockActivityEnvironment(info, { logger: new DefaultLogger('ERROR') });
}

/** Runs something as an activity, and gives back what comes of it. */
export function asActivity<T>(run: () => Promise<T>, info?: Partial<Info>): Promise<T> {
  return anActivity(info).run<[], T, () => Promise<T>>(run);
}
