/** As few fields as a search needs, of the types that the Elastic Common Schema gives them. */
const mappings = {
  properties: {
    '@timestamp': { type: 'date' },
    message: { type: 'text' },
    log: { properties: { level: { type: 'keyword' } } },
    service: { properties: { name: { type: 'keyword' } } },
    host: { properties: { name: { type: 'keyword' } } },
  },
};
const linesAtOnce = 10_000;

/** Puts documents into a new index, and makes them as searchable as a cluster at rest has them. */
export async function loadLogs(url: string, index: string, documents: Iterable<object>): Promise<void> {
  const settings = { number_of_shards: 1, number_of_replicas: 0, refresh_interval: -1 };
  await request(url, 'PUT', `/${index}`, JSON.stringify({ mappings, settings }));
  let [batch, loaded]: [string[], number] = [[], 0];
  const send = async (): Promise<void> => {
    await request(url, 'POST', `/${index}/_bulk?filter_path=errors`, `${batch.join('\n')}\n`);
    loaded += batch.length / 2;
    batch = [];
    if (loaded % 500_000 === 0) console.error(`  ${loaded.toLocaleString('en')} lines loaded`);
  };
  for (const document of documents) {
    batch.push('{"create":{}}', JSON.stringify(document));
    if (batch.length === 2 * linesAtOnce) await send();
  }
  if (batch.length > 0) await send();
  await request(url, 'POST', `/${index}/_refresh`);
}

async function request(url: string, method: string, path: string, body?: string): Promise<void> {
  const type = path.includes('_bulk') ? 'application/x-ndjson' : 'application/json';
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': type },
    ...(body === undefined ? {} : { body }),
  });
  const answer = await response.text();
  if (!response.ok || answer.includes('"errors":true')) throw new Error(`${method} ${path}: ${answer.slice(0, 500)}`);
}
