import { z } from 'zod';
import { logFieldRoles, logLayouts } from '../../model/logs/elasticsearch.ts';
import { Duration, Name, PlainUrl, Secret } from './fields.ts';

const Auth = z
  .strictObject({
    apiKey: Secret.optional().meta({ description: 'An API key as Elasticsearch encodes it.' }),
    token: Secret.optional().meta({ description: 'A bearer token.' }),
    user: Name.optional(),
    password: Secret.optional(),
  })
  .refine(
    ({ apiKey, token, user, password }) =>
      [apiKey, token, user].filter((way) => way !== undefined).length === 1 &&
      (user === undefined) === (password === undefined),
    'say how Nightshift proves who it is: apiKey, token, or user and password',
  );

/** One field of documents. */
export const FieldName = z
  .string()
  .regex(/^[^\s*,"\\]+$/, 'write the whole name of a field')
  .max(255);

const CustomFields = z
  .strictObject(
    Object.fromEntries(logFieldRoles.map((role) => [role, z.array(FieldName).max(10).default([])])) as Record<
      (typeof logFieldRoles)[number],
      z.ZodDefault<z.ZodArray<typeof FieldName>>
    >,
  )
  .refine(({ time, message }) => time.length > 0 && message.length > 0, 'name at least a time and a message')
  .refine(
    ({ service, host, pod }) => [...service, ...host, ...pod].length > 0,
    'name at least one of service, host and pod: without it nobody knows whose lines are whose',
  );

// Elasticsearch takes a list by its commas, and leaves out what begins with a minus.
/** One name or pattern of indices. */
export const IndexPattern = z
  .string()
  .regex(/^[a-z0-9.][^\s"\\/|?#<>,A-Z]*$/, 'write one name or pattern of indices, such as logs-*')
  .max(255);

const Logs = z.strictObject({
  index: IndexPattern.meta({ description: 'One name or pattern of indices.' }),
  fields: z
    .union(
      [z.enum([...logLayouts, 'detect']), CustomFields],
      `write detect, a layout (${logLayouts.join(', ')}), or names of your own: time, message and whose lines they are`,
    )
    .default('detect')
    .meta({ description: 'How the fields are called: a layout, detect to try all of them, or names of your own.' }),
});

const Kibana = z.strictObject({
  url: PlainUrl,
  dataView: z
    .string()
    .regex(/^[\w.*:-]+$/, 'write the id of a data view')
    .max(255)
    .meta({ description: 'The id of the data view that Discover opens.' }),
});

const Evidence = z.strictObject({
  prefix: z
    .string()
    .regex(/^[a-z][a-z0-9-]*[a-z0-9]$/, 'write small letters, digits and hyphens')
    .max(100)
    .default('nightshift-evidence')
    .meta({ description: 'What the names of its indices begin with; one is made for each day.' }),
  keep: Duration('1h', '3650d').prefault('90d').meta({ description: 'How long they are kept.' }),
});

/** An Elasticsearch with logs. */
export const Elasticsearch = z
  .strictObject({
    nodes: z.array(PlainUrl).min(1).max(20).meta({ description: 'The nodes of one cluster.' }),
    auth: Auth.optional().meta({ description: 'How Nightshift proves who it is.' }),
    ca: Secret.optional().meta({ description: 'Certificates, as PEM, that those of the nodes are signed by.' }),
    timeout: Duration('1s', '2m').prefault('20s').meta({ description: 'For everything that one search needs.' }),
    logs: z.array(Logs).max(20).default([]).meta({ description: 'Where logs are.' }),
    kibana: Kibana.optional().meta({ description: 'Where people read on.' }),
    evidence: Evidence.optional().meta({
      description: 'Keep excerpts of logs there, in place of the evidence folder.',
    }),
  })
  .meta({ description: 'Where logs are searched and evidence of them is kept. docs/logs.md lists the rights.' });
