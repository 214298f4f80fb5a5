import type { Exchange } from '../../clients/http.ts';
import { exchange } from '../../clients/http.ts';
import type { Channel } from '../contracts/channel.ts';
import { failure } from '../contracts/failure.ts';
import { teamsMessageOf } from '../telling/teams-card.ts';
import { assertTaken } from '../telling/vendor-answers.ts';

/** Posts the report as one card: what a workflow has posted can be neither changed nor answered. */
export const teamsChannel: Channel<'teams'> = async (message, { type, url }) => {
  const answer = await exchange(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(teamsMessageOf(message)),
  });
  assertUsable(answer);
  assertTaken(type, answer);
  assertPosted(answer.text);
  return null;
};

const advice: Readonly<Record<number, string>> = {
  400: 'see that the workflow is turned on and posts a card',
  401: 'copy the address of the workflow anew, and let anyone trigger it',
  403: 'copy the address of the workflow anew, and let anyone trigger it',
  404: 'the workflow is turned off or gone: turn it on, or copy its address anew',
  410: 'the workflow is turned off or gone: turn it on, or copy its address anew',
};

/** @throws `ChannelRefused` with what to do, where people can do something. */
function assertUsable(answer: Exchange): void {
  const what = 'status' in answer ? advice[answer.status] : undefined;
  if ('status' in answer && what !== undefined)
    throw failure('ChannelRefused', `the teams channel refused the report: status ${answer.status}: ${what}`);
}

/** The older kind of addresses answers 200 whatever becomes of the card, and says so in its text alone. */
function assertPosted(text: string | undefined): void {
  if (!/failed with error|returned HTTP error|"error"\s*:/i.test(text ?? '')) return;
  const [, status] = /HTTP error (\d{3})/i.exec(text ?? '') ?? [];
  if (status === '429') throw failure('ChannelBusy', 'the teams channel wants to be left alone');
  if (status?.startsWith('4'))
    throw failure('ChannelRefused', `the teams channel refused the report: status ${status} behind a success`);
  throw failure('ChannelUnavailable', 'the teams channel did not post the report: an error behind a success');
}
