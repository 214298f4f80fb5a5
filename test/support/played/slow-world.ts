import { MockWorld } from './mock-world.ts';

/** A world whose action has begun, and ends when the test says so. */
interface SlowWorld {
  readonly world: MockWorld;
  /** Resolves when the action has begun. */
  readonly begun: Promise<void>;
  readonly goOn: () => void;
}

/** Makes one in which Nightshift acts by itself. */
export function aSlowWorld(): SlowWorld {
  const world = new MockWorld();
  const [begun, allowed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  world.instead.performAction = async (order) => {
    begun.resolve();
    await allowed.promise;
    return world.restart(order);
  };
  return { world, begun: begun.promise, goOn: () => allowed.resolve() };
}
