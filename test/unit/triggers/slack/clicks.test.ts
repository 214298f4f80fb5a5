import { describe, expect, it } from 'vitest';
import { sealButton } from '../../../../clients/messaging/slack-button.ts';
import type { AskOutcome } from '../../../../clients/temporal/operators/operator-messages.ts';
import { isSlackAddress } from '../../../../triggers/slack/responding.ts';
import { openSlackStand, slackPeople } from '../../../support/channels/slack-stand.ts';
import {
  aClick,
  aSlackTrigger,
  anAction,
  approveButton,
  secret,
  signed,
} from '../../../support/trigger/slack-clicks.ts';

const value = sealButton(approveButton, secret) ?? '';

describe('a click', () => {
  it('asks the incident for what the button says, in the name of the person who clicked', async () => {
    const trigger = await aSlackTrigger();

    const response = await trigger.click();

    expect([response.status, await response.text()]).toEqual([200, '']);
    await expect.poll(() => trigger.told()).toEqual(['Approved: 1 of 1 approvals']);
    expect(trigger.asked).toMatchObject([
      { button: approveButton, message: { by: 'alex', comment: null, code: '1a2b3c4d' } },
    ]);
    expect(await trigger.clicks()).toEqual({ done: 1 });
    expect(await trigger.server.counted()).toEqual({ 'request accepted': 1 });
  });

  it.each([
    { outcome: { outcome: 'refused', because: 'your vote counts already' }, says: /^Not counted: your vote counts/ },
    { outcome: { outcome: 'no-incident' }, says: /over: nothing was done/ },
    { outcome: { outcome: 'unheard' }, says: /click again/ },
  ] satisfies readonly { outcome: AskOutcome; says: RegExp }[])(
    'tells whoever clicked alone that it was $outcome.outcome',
    async ({ outcome, says }) => {
      const trigger = await aSlackTrigger(() => outcome);

      await trigger.click();

      await expect.poll(() => trigger.told()).toEqual([expect.stringMatching(says)]);
      expect(JSON.parse(trigger.stand.responses[0] ?? '')).toMatchObject({
        response_type: 'ephemeral',
        replace_original: false,
      });
      expect(await trigger.clicks()).toEqual({ [outcome.outcome]: 1 });
    },
  );

  it('is answered before the incident has answered: Slack waits three seconds', async () => {
    const answer = Promise.withResolvers<AskOutcome>();
    const trigger = await aSlackTrigger(() => answer.promise);

    const response = await trigger.click();
    const toldEarly = trigger.told();
    answer.resolve({ outcome: 'done', state: 'over' });

    expect(response.status).toBe(200);
    expect(toldEarly).toEqual([]);
    await expect.poll(() => trigger.told()).toEqual(['Approved: over']);
  });

  it('that was taken is worked on before a closing trigger ends', async () => {
    const answer = Promise.withResolvers<AskOutcome>();
    const trigger = await aSlackTrigger(() => answer.promise);
    await trigger.click();

    const closed = trigger.server.close();
    answer.resolve({ outcome: 'done', state: 'over' });
    await closed;

    expect(trigger.told()).toEqual(['Approved: over']);
  });

  it('can be made again when Temporal was away, and is then the same request', async () => {
    let isAway = true;
    const trigger = await aSlackTrigger(() => {
      if (isAway) throw new Error('connect ECONNREFUSED');
      return { outcome: 'done', state: 'over' };
    });

    await trigger.click();
    await expect.poll(() => trigger.told()).toEqual([expect.stringMatching(/Temporal does not answer/)]);
    isAway = false;
    await trigger.click();

    await expect.poll(() => trigger.told()).toHaveLength(2);
    expect(new Set(trigger.asked.map(({ updateId }) => updateId)).size).toBe(1);
    expect(await trigger.clicks()).toEqual({ unavailable: 1, done: 1 });
  });

  it('that Slack delivers twice is done and answered once', async () => {
    const trigger = await aSlackTrigger();
    const body = aClick({ response_url: trigger.stand.responseUrl });

    await trigger.send(body);
    const again = await trigger.send(body, { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' });

    expect(again.status).toBe(200);
    await expect.poll(() => trigger.told()).toHaveLength(1);
    expect(trigger.asked).toHaveLength(1);
  });

  it('of the same person at another moment is another request', async () => {
    const trigger = await aSlackTrigger();

    await trigger.click();
    await trigger.click({ actions: [anAction({ action_ts: '1750000009.000200' })] });

    await expect.poll(() => trigger.told()).toHaveLength(2);
    expect(new Set(trigger.asked.map(({ updateId }) => updateId)).size).toBe(2);
  });

  it('of somebody unknown counts nothing, and says so to them and in the log', async () => {
    const trigger = await aSlackTrigger();

    await trigger.click({ user: { id: slackPeople.kim } });

    await expect.poll(() => trigger.told()).toEqual([expect.stringMatching(/does not know you/)]);
    expect(trigger.asked).toEqual([]);
    expect(trigger.log.lines()).toEqual([
      expect.objectContaining({ msg: 'a click was refused', user: slackPeople.kim }),
    ]);
    expect(await trigger.clicks()).toEqual({ 'unknown-person': 1 });
  });

  it('on a link is nothing to be asked', async () => {
    const trigger = await aSlackTrigger();

    const response = await trigger.click({ actions: [anAction({ action_id: 'page', value: undefined })] });

    expect(response.status).toBe(200);
    expect(trigger.asked).toEqual([]);
    expect(trigger.told()).toEqual([]);
  });
});

describe('the value of a button', () => {
  it.each([
    { what: 'is moved to another incident', value: value.replace('host/web-1', 'host/web-2') },
    { what: 'is moved to another ballot', value: value.replace('approve', 'deny') },
    { what: 'is moved to another plan', value: value.replace('1a2b3c4d', '1a2b3c4e') },
    { what: 'is moved to another run', value: value.replace('run-1', 'run-2') },
    { what: 'was made by another app', value: sealButton(approveButton, 'another-secret') },
    { what: 'has no signature', value: JSON.stringify(['approve', 'host/web-1', 'run-1', '1a2b3c4d']) },
    { what: 'is empty', value: '' },
    { what: 'is a signature alone', value: value.slice(0, 44) },
  ])('counts nothing when it $what', async ({ value: forged }) => {
    const trigger = await aSlackTrigger();

    const response = await trigger.click({ actions: [anAction({ value: forged })] });

    expect(response.status).toBe(200);
    await expect.poll(() => trigger.told()).toEqual([expect.stringMatching(/not made for this app/)]);
    expect(trigger.asked).toEqual([]);
    expect(await trigger.clicks()).toEqual({ 'not-ours': 1 });
  });

  it('counts nothing when another app signs the request', async () => {
    const trigger = await aSlackTrigger();
    const body = aClick({ response_url: trigger.stand.responseUrl });

    await trigger.send(body, signed(body, 0, 'another-secret'));

    await expect.poll(() => trigger.clicks()).toEqual({ 'not-ours': 1 });
  });
});

describe('the answer to a click', () => {
  it.each([
    'https://evil.example/actions',
    'http://hooks.slack.com/actions',
    'https://hooks.slack.com.evil.example/actions',
    'https://hooks.slack.com@evil.example/actions',
    'file:///etc/passwd',
    'http://169.254.169.254/latest',
    'not an address',
  ])('is not sent to %s', async (url) => {
    const trigger = await aSlackTrigger();

    await trigger.click({ response_url: url });

    await expect.poll(() => trigger.clicks()).toEqual({ done: 1 });
    await expect.poll(() => trigger.log.text()).toContain('a click could not be answered');
    expect(trigger.log.text()).not.toContain('evil');
  });

  it('is not sent to another server, although one is there', async () => {
    const [trigger, stranger] = [await aSlackTrigger(), await openSlackStand()];

    await trigger.click({ response_url: stranger.responseUrl });

    await expect.poll(() => trigger.log.text()).toContain('a click could not be answered');
    expect(stranger.responses).toEqual([]);
  });

  it.each([
    ['https://hooks.slack.com/actions/T0/1/x', 'https://slack.com/api/', true],
    ['https://slack.com/actions/T0/1/x', 'https://slack.com/api/', true],
    ['https://hooks.slack-gov.com/actions/T0/1/x', 'https://slack-gov.com/api/', true],
    ['https://hooks.slack-gov.com/actions/T0/1/x', 'https://slack.com/api/', false],
    ['https://hooks.slack.com:8443/actions/T0/1/x', 'https://slack.com/api/', false],
  ])('may go to %s where the Web API is at %s: %s', (url, api, expected) => {
    expect(isSlackAddress(url, api)).toBe(expected);
  });

  it('shows hostile text as it is, on one line, masked and cut', async () => {
    const because = `<!channel> *x*\n\u202e password=hunter2 ${'x'.repeat(5_000)}`;
    const trigger = await aSlackTrigger(() => ({ outcome: 'refused', because }));

    await trigger.click();

    await expect.poll(() => trigger.told()).toHaveLength(1);
    const { text, blocks } = JSON.parse(trigger.stand.responses[0] ?? '') as {
      text: string;
      blocks: [{ text: { type: string; text: string } }];
    };
    const [{ text: shown }] = blocks;
    expect(shown.type).toBe('plain_text');
    expect(shown.text).toMatch(/^Not counted: <!channel> \*x\* +password=\[secret\] x+…$/);
    expect(shown.text).toHaveLength(500);
    expect(text).not.toMatch(/[<>&*_~`@#|]|:\S/);
  });
});
