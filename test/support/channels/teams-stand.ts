import type { z } from 'zod';
import type { TeamsSettings } from '../../../model/notices/channel-settings.ts';
import type { ChannelStand, VendorFault } from './stand.ts';
import { objectionsTo } from './teams/card-reader.ts';
import { TeamsMessage, textsOf } from './teams/teams-card-rules.ts';
import type { VendorAnswer } from './vendor-server.ts';
import { openVendorServer } from './vendor-server.ts';

/** A workflow of Teams, and the cards that it has posted. */
interface TeamsStand extends ChannelStand {
  readonly settings: TeamsSettings;
  readonly posted: readonly z.output<typeof TeamsMessage>[];
  readonly failNext: (...faults: readonly VendorFault[]) => void;
}

const path = '/workflows/s3cret-workflow/triggers/manual/paths/invoke';
const maxBytes = 28_000;
const failedBehindSuccess =
  'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429 with s3cret-answer';

/** Opens a workflow that refuses a card which Teams would not show, or which is too large. */
export async function openTeamsStand(): Promise<TeamsStand> {
  const posted: z.output<typeof TeamsMessage>[] = [];
  const shown: string[] = [];
  const complaints: string[] = [];
  const refuse = (status: number, complaint: string): VendorAnswer => {
    complaints.push(complaint);
    return { status, body: { error: { code: 'TriggerInputSchemaMismatch', message: `s3cret-answer ${complaint}` } } };
  };
  const server = await openVendorServer(
    ({ method, path: at, query, headers, body }) => {
      if (method !== 'POST' || at !== path) return refuse(404, `nothing at ${method} ${at}`);
      if (query.get('sig') !== 's3cret-signature') return refuse(401, 'the signature is wrong');
      if (headers['content-type'] !== 'application/json') return refuse(400, 'no JSON');
      if (Buffer.byteLength(body) > maxBytes) return refuse(413, `${Buffer.byteLength(body)} bytes`);
      const { success, data, error } = TeamsMessage.safeParse(JSON.parse(body));
      if (!success) return refuse(400, error.message);
      const objections = data.attachments.flatMap(({ content }) => objectionsTo(content));
      if (objections.length > 0) return refuse(400, objections.join('; '));
      posted.push(data);
      shown.push(textsOf(data).join('\n'));
      return { status: 202, body: null };
    },
    { status: 200, body: failedBehindSuccess },
  );
  return {
    settings: {
      name: 'teams',
      type: 'teams',
      everyIncident: true,
      digest: null,
      url: `${server.url}${path}?api-version=2016-06-01&sig=s3cret-signature`,
    },
    secrets: ['s3cret-workflow', 's3cret-signature', 's3cret-answer'],
    shown,
    complaints,
    posted,
    failNext: server.failNext,
  };
}
