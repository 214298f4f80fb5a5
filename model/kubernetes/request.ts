/** What an API server is asked to do, as requests are counted. */
export const requestVerbs = ['create', 'delete', 'evict', 'get', 'list', 'log', 'patch', 'review'] as const;
export type RequestVerb = (typeof requestVerbs)[number];

/** What became of a request. */
export const requestOutcomes = [
  'answered',
  'budget',
  'conflict',
  'forbidden',
  'not-found',
  'refused',
  'unavailable',
] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];
