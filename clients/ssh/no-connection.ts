/** The way to a host that did not come about; nothing was run there. */
export class NoConnectionError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NoConnectionError';
  }
}
