import { describe, expect, it } from 'vitest';
import { channels } from '../../../../activities/notifications/index.ts';
import type { Report } from '../../../../model/incident/report.ts';
import type { ChannelType } from '../../../../model/names.ts';
import { aReport, isoSecond } from '../../../support/builders.ts';
import { anHttpStub } from '../../../support/http/http-stub.ts';
import { aMemoryLog } from '../../../support/memory-log.ts';

interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly {
    readonly type: string;
    readonly text: { readonly type: string; readonly text: string };
  }[];
}

async function posted(type: ChannelType, report: Report): Promise<unknown> {
  const stub = await anHttpStub({ status: 200 });
  await channels[type](report, { type, url: stub.url, headers: { 'x-key': 'k' } }, { log: aMemoryLog().log });
  expect(stub.requests).toHaveLength(1);
  return JSON.parse(stub.requests[0]?.body ?? '');
}

async function slackMessage(report: Report): Promise<SlackMessage> {
  return (await posted('slack', report)) as SlackMessage;
}

const logs = (text: string) => ({ source: 'file', text, truncated: false });

describe('the channel webhook', () => {
  it('posts the report as it is, with a version', async () => {
    const report = aReport({ logs: logs('last words') });

    expect(await posted('webhook', report)).toEqual({ version: 1, ...report });
  });
});

describe('the channel slack', () => {
  it('posts a header and sections of plain text', async () => {
    const message = await slackMessage(
      aReport({ details: ['lamp 3 is dark'], findings: ['no oil', 'read 7 lines'], logs: logs('last words') }),
    );

    expect(message).toEqual({
      text: 'A human is needed: host/host-1/service/web',
      blocks: [
        { type: 'header', text: plain('A human is needed: host/host-1/service/web') },
        { type: 'section', text: plain('severity critical · runbook service-down · firing: ServiceDown') },
        { type: 'section', text: plain('What was found:\nlamp 3 is dark') },
        { type: 'section', text: plain('In the logs:\nno oil\nread 7 lines') },
        { type: 'section', text: plain(`${isoSecond(0)} alert-joined: ServiceDown`) },
        { type: 'section', text: plain('Last log lines:\nlast words') },
      ],
    });
  });

  it('lets no mention or link arise from foreign text', async () => {
    const hostile = '<!channel> <https://evil.example|click> & @here *b*';

    const { text, blocks } = await slackMessage(
      aReport({ title: hostile, firing: [hostile], story: [hostile], details: [hostile], findings: [hostile] }),
    );

    expect(text).toBe('&lt;!channel&gt; &lt;https://evil.example|click&gt; &amp; @here *b*');
    expect(blocks.filter((block) => block.text.type !== 'plain_text')).toEqual([]);
  });

  it('stays within what Slack accepts and keeps what is newest', async () => {
    const story = Array.from({ length: 12 }, (_, index) => `${index} ${'😀'.repeat(150)}`);
    const report = aReport({ title: 'x'.repeat(500), story, logs: logs(`${'😀'.repeat(5_000)}the end`) });

    const { blocks } = await slackMessage(report);

    const [header, , told, logged] = blocks.map(({ text }) => text.text);
    expect(header?.length).toBeLessThanOrEqual(150);
    expect(told).toMatch(/\n11 (?:😀){150}$/u);
    expect(logged).toMatch(/^Last log lines:\n….+the end$/u);
    expect(blocks.filter(({ text }) => text.text.length > 3_000 || !text.text.isWellFormed())).toEqual([]);
  });

  it('shows what people are asked for above what happened', async () => {
    const { blocks } = await slackMessage(aReport({ asks: ['code 1a2b3c4d', 'by command: <approve>'] }));

    expect(blocks.map(({ text }) => text.text)).toEqual([
      'A human is needed: host/host-1/service/web',
      'severity critical · runbook service-down · firing: ServiceDown',
      'code 1a2b3c4d\nby command: <approve>',
      `${isoSecond(0)} alert-joined: ServiceDown`,
    ]);
  });

  it('leaves out what there is not', async () => {
    const { blocks } = await slackMessage(aReport({ story: [], firing: [], runbook: null }));

    expect(blocks.map(({ text }) => text.text)).toEqual([
      'A human is needed: host/host-1/service/web',
      'severity critical · runbook none · firing: nothing',
    ]);
  });
});

describe('the channel console', () => {
  it('writes one line with fields', async () => {
    const { log, lines } = aMemoryLog();

    const report = aReport({
      logs: logs('last words'),
      asks: ['code 1a2b3c4d'],
      details: ['dark'],
      findings: ['no oil'],
    });
    await channels.console(report, { type: 'console', url: null, headers: {} }, { log });

    expect(lines()).toMatchObject([
      {
        msg: 'A human is needed: host/host-1/service/web',
        report: 'escalated',
        incidentId: 'host/host-1/service/web',
        runbook: 'service-down',
        firing: ['ServiceDown'],
        asks: ['code 1a2b3c4d'],
        details: ['dark'],
        findings: ['no oil'],
        logs: 'last words',
      },
    ]);
  });
});

function plain(text: string) {
  return { type: 'plain_text', text, emoji: false };
}
