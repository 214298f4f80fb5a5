/** What the configuration says of a cluster cannot be used. Its message holds no secret. */
export class ClusterAccessError extends Error {
  override readonly name = 'ClusterAccessError';

  constructor(cluster: string, reason: string) {
    super(`the cluster ${cluster} cannot be reached as described: ${reason}`);
  }
}
