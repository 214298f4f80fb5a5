import type { SmsSettings } from '../../../model/notices/channel-settings.ts';
import type { ChannelStand } from './stand.ts';
import { readTwilioRequest, twilioAccount, TwilioRefusal, twilioSecrets, unknownFields } from './twilio-account.ts';
import type { VendorAnswer, VendorRequest } from './vendor-server.ts';
import { openVendorServer } from './vendor-server.ts';

/** A text message as Twilio has it. */
interface SentMessage {
  readonly to: string;
  readonly body: string;
  readonly status: string;
}

/** Twilio's Messages, newest first. */
interface SmsStand extends ChannelStand {
  readonly settings: SmsSettings;
  readonly messages: readonly SentMessage[];
}

const maxBody = 1_600;
const maxSegments = 4;

/** What a body may cost at most is no rule of Twilio's: it is ours. */
export async function openSmsStand(): Promise<SmsStand> {
  const messages: SentMessage[] = [];
  const shown: string[] = [];
  const complaints: string[] = [];

  const answer = (request: VendorRequest): VendorAnswer => {
    try {
      const fields = readTwilioRequest(request, 'Messages');
      return request.method === 'GET' ? list(fields) : create(fields);
    } catch (error) {
      if (!(error instanceof TwilioRefusal)) throw error;
      complaints.push(error.message);
      return error.answer;
    }
  };
  const list = (query: URLSearchParams): VendorAnswer => {
    const found = messages.filter(({ to }) => to === query.get('To')).slice(0, Number(query.get('PageSize') ?? 50));
    return { status: 200, body: { messages: found, page: 0, next_page_uri: null } };
  };
  const create = (fields: URLSearchParams): VendorAnswer => {
    const to = fields.get('To') ?? '';
    const body = fields.get('Body') ?? '';
    if (body === '') throw new TwilioRefusal(400, 21602);
    if (body.length > maxBody) throw new TwilioRefusal(400, 21617);
    complaints.push(...unknownFields(fields, ['To', 'From', 'Body']).map((name) => `${name} is unknown`));
    if (segmentsOf(body) > maxSegments) complaints.push(`${segmentsOf(body)} segments`);
    messages.unshift({ to, body, status: 'queued' });
    shown.push(`${to}: ${body}`);
    const sid = `SM${String(messages.length).padStart(32, '0')}`;
    return { status: 201, body: { sid, to, body, status: 'queued', error_code: null } };
  };
  const server = await openVendorServer(answer, {
    status: 201,
    body: { sid: `SM${'0'.repeat(32)}`, status: 'failed', error_code: 30001, error_message: 's3cret-answer' },
  });
  const settings: SmsSettings = { ...twilioAccount, name: 'sms', type: 'sms', api: `${server.url}/` };
  return { settings, secrets: twilioSecrets, messages, shown, complaints, failNext: server.failNext };
}

/** How many segments are paid for. */
export function segmentsOf(body: string): number {
  // oxlint-disable-next-line no-control-regex -- CR and LF are part of the alphabet
  const isNarrow = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !-#¤%-?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/.test(body);
  const length = isNarrow ? body.length + (body.match(/[\^{}\\[~\]|€]/g)?.length ?? 0) : body.length;
  const [alone, together] = isNarrow ? [160, 153] : [70, 67];
  return length <= alone ? 1 : Math.ceil(length / together);
}
