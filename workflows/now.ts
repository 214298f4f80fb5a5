/** The moment of the current task, which a replay sees again: ISO 8601, UTC. */
export function now(): string {
  return new Date().toISOString();
}
