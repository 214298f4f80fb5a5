import { SaxesParser } from 'saxes';
import type { VoiceSettings } from '../../../model/notices/channel-settings.ts';
import type { ChannelStand } from './stand.ts';
import { readTwilioRequest, twilioAccount, TwilioRefusal, twilioSecrets, unknownFields } from './twilio-account.ts';
import type { VendorAnswer, VendorRequest } from './vendor-server.ts';
import { openVendorServer } from './vendor-server.ts';

/** Twilio's Calls, and what each says. */
interface VoiceStand extends ChannelStand {
  readonly settings: VoiceSettings;
}

const maxTwiml = 4_000;

/** Opens Calls; shown is what people hear. */
export async function openVoiceStand(): Promise<VoiceStand> {
  const shown: string[] = [];
  const complaints: string[] = [];

  const answer = (request: VendorRequest): VendorAnswer => {
    try {
      if (request.method !== 'POST') throw new TwilioRefusal(405, 20004);
      return call(readTwilioRequest(request, 'Calls'));
    } catch (error) {
      if (!(error instanceof TwilioRefusal)) throw error;
      complaints.push(error.message);
      return error.answer;
    }
  };
  const call = (fields: URLSearchParams): VendorAnswer => {
    const to = fields.get('To') ?? '';
    const twiml = fields.get('Twiml') ?? '';
    if (twiml === '') throw new TwilioRefusal(400, 21205);
    if (twiml.length > maxTwiml) throw new TwilioRefusal(400, 32018);
    complaints.push(...unknownFields(fields, ['To', 'From', 'Twiml']).map((name) => `${name} is unknown`));
    const { said, wrong } = listen(twiml);
    complaints.push(...wrong);
    shown.push(`${to}: ${said}`);
    return { status: 201, body: { sid: `CA${String(shown.length).padStart(32, '0')}`, to, status: 'queued' } };
  };
  const server = await openVendorServer(answer, {
    status: 201,
    body: { sid: `CA${'0'.repeat(32)}`, status: 'failed', message: 's3cret-answer' },
  });
  const settings: VoiceSettings = { ...twilioAccount, name: 'voice', type: 'voice', api: `${server.url}/` };
  return { settings, secrets: twilioSecrets, shown, complaints, failNext: server.failNext };
}

/** What a document of TwiML says, and what in it is neither speech nor a pause. */
function listen(twiml: string): { readonly said: string; readonly wrong: readonly string[] } {
  const said: string[] = [];
  const wrong: string[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => {
    if (!['Response', 'Say', 'Pause'].includes(name)) wrong.push(`the verb ${name}`);
  });
  parser.on('text', (text) => said.push(text));
  parser.on('error', ({ message }) => wrong.push(message));
  parser.write(twiml).close();
  return { said: said.join(' | '), wrong };
}
