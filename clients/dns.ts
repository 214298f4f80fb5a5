import { Resolver } from 'node:dns/promises';

/** What a DNS server said of a name. */
interface DnsAnswer {
  /** `closed`: nobody listens there; `unknown`: the question could not be put. */
  readonly answer: 'found' | 'no-such-name' | 'fails' | 'silent' | 'closed' | 'unknown';
  readonly ms: number;
}

/** How long a server may take each time, in milliseconds; packets get lost, so it is asked twice. */
const defaultPatienceMs = 1_500;
const tries = 2;

/**
 * Asks one server whether a name has an address, of either family. Never rejects.
 *
 * @param server an address with a port, as in `10.96.0.10:53` or `[fd00::a]:53`.
 */
export async function lookUpAt(server: string, name: string, patienceMs = defaultPatienceMs): Promise<DnsAnswer> {
  const begunAt = performance.now();
  const answer = await ask(server, name, patienceMs);
  return { answer, ms: Math.round(performance.now() - begunAt) };
}

async function ask(server: string, name: string, patienceMs: number): Promise<DnsAnswer['answer']> {
  const resolver = new Resolver({ timeout: patienceMs, tries });
  try {
    resolver.setServers([server]);
    await resolver.resolve4(name);
    return 'found';
  } catch (error) {
    if (codeOf(error) !== 'ENODATA') return meaningOf(codeOf(error));
  }
  // There is the name, but not with an address of this family.
  return resolver.resolve6(name).then(
    () => 'found',
    (error: unknown) => (codeOf(error) === 'ENODATA' ? 'no-such-name' : meaningOf(codeOf(error))),
  );
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

const meanings: Readonly<Record<string, DnsAnswer['answer']>> = {
  ENOTFOUND: 'no-such-name',
  ESERVFAIL: 'fails',
  EREFUSED: 'fails',
  EFORMERR: 'fails',
  ENOTIMP: 'fails',
  EBADRESP: 'fails',
  ETIMEOUT: 'silent',
  ECONNREFUSED: 'closed',
};

function meaningOf(code: string): DnsAnswer['answer'] {
  return meanings[code] ?? 'unknown';
}
