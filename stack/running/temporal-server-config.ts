/** Every port that the four services of a Temporal server listen on, or five where callers have to prove who they are. */
export const temporalServerPorts = [
  'frontend',
  'frontendMembership',
  'history',
  'historyMembership',
  'matching',
  'matchingMembership',
  'worker',
  'workerMembership',
  'internal',
  'internalMembership',
] as const;

type Ports = Readonly<Record<(typeof temporalServerPorts)[number], number>>;

/** Who may call the server: whoever has a token that one of the keys has signed. */
export interface TokenAuthorization {
  /** Addresses of JSON Web Key Sets, fetched once at the start. */
  readonly keySets: readonly string[];
  /** A token with the permission `temporal-system:admin`, with which the server is asked whether it is ready. */
  readonly adminToken: string;
}

/** What the configuration of a server depends on. */
export interface ServerSettings {
  readonly ports: Ports;
  readonly databaseUrl: string;
  readonly logLevel: string;
  readonly dynamicConfigFile: string;
  readonly authorization: TokenAuthorization | undefined;
}

/** The two databases of a server, by the schema that each has. */
export const temporalDatabases = { temporal: 'temporal', visibility: 'temporal_visibility' } as const;

const loopback = '127.0.0.1';

/**
 * How long a service looks for the others where it believes them, before it asks anew where they are. For 20 s after a
 * kill it may believe that they are where they were before.
 */
const maxJoinDuration = '2s';

/** Can never be changed once the database has data; the number of Temporal's own sample for PostgreSQL. */
const historyShards = 4;

/** The static configuration of one server, all services in one process. JSON, which every reader of YAML understands. */
export function temporalServerConfig({ ports, databaseUrl, ...settings }: ServerSettings): string {
  const { logLevel, dynamicConfigFile, authorization } = settings;
  const frontend = `${loopback}:${ports.frontend}`;
  return JSON.stringify(
    {
      log: { stdout: true, level: logLevel },
      persistence: {
        defaultStore: 'default',
        visibilityStore: 'visibility',
        numHistoryShards: historyShards,
        datastores: {
          default: { sql: database(databaseUrl, temporalDatabases.temporal, 20) },
          visibility: { sql: database(databaseUrl, temporalDatabases.visibility, 10) },
        },
      },
      global: {
        membership: { maxJoinDuration, broadcastAddress: loopback },
        ...(authorization ? { authorization: onlyWithToken(authorization) } : {}),
      },
      services: {
        frontend: service(ports.frontend, ports.frontendMembership),
        history: service(ports.history, ports.historyMembership),
        matching: service(ports.matching, ports.matchingMembership),
        worker: service(ports.worker, ports.workerMembership),
        ...(authorization ? { 'internal-frontend': service(ports.internal, ports.internalMembership) } : {}),
      },
      clusterMetadata: {
        enableGlobalNamespace: false,
        failoverVersionIncrement: 10,
        masterClusterName: 'active',
        currentClusterName: 'active',
        clusterInformation: {
          active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: frontend },
        },
      },
      dcRedirectionPolicy: { policy: 'noop' },
      ...(authorization ? {} : { publicClient: { hostPort: frontend } }),
      dynamicConfigClient: { filepath: dynamicConfigFile, pollInterval: '5s' },
    },
    null,
    2,
  );
}

/** The services that one process runs. */
export function temporalServices({ authorization }: Pick<ServerSettings, 'authorization'>): readonly string[] {
  // The server's own workers have no token: they come in by a door of their own.
  return ['frontend', 'history', 'matching', 'worker', ...(authorization ? ['internal-frontend'] : [])];
}

/** The parts of `postgresql://user:password@host:port`. */
export function accessTo(databaseUrl: string) {
  const { hostname: host, port, username, password } = new URL(databaseUrl);
  return { host, port: port || '5432', user: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/** Settings of the server that may change while it runs, each with one value for everybody. */
export function temporalDynamicConfig(settings: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(settings).map(([name, value]) => [name, [{ value }]] as const);
  return JSON.stringify(Object.fromEntries(entries), null, 2);
}

function database(url: string, databaseName: string, maxConns: number) {
  const { host, port, user, password } = accessTo(url);
  return {
    pluginName: 'postgres12',
    databaseName,
    connectAddr: `${host}:${port}`,
    connectProtocol: 'tcp',
    user,
    password,
    maxConns,
    maxIdleConns: maxConns,
    maxConnLifetime: '1h',
  };
}

function service(grpcPort: number, membershipPort: number) {
  return { rpc: { grpcPort, membershipPort, bindOnIP: loopback } };
}

function onlyWithToken({ keySets }: TokenAuthorization) {
  return {
    jwtKeyProvider: { keySourceURIs: keySets, refreshInterval: '1m' },
    permissionsClaimName: 'permissions',
    authorizer: 'default',
    claimMapper: 'default',
  };
}
