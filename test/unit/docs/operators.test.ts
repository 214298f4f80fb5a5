import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shortMessage } from '../../../activities/telling/twilio/short-message.ts';
import { parseConfig } from '../../../config/load.ts';
import type { ReportKind } from '../../../model/incident/report.ts';
import { reportKinds, reportOn } from '../../../model/incident/report.ts';
import { messageNames } from '../../../model/names.ts';
import { incidentPage } from '../../../model/notices/page.ts';
import { operatorAsks } from '../../../model/operators/message.ts';
import { sampleVote } from '../../../model/remediation/approval.ts';
import type { VoteRefusal } from '../../../model/remediation/vote.ts';
import { explainRefusal } from '../../../model/remediation/vote.ts';
import { anAwaitedApproval, anIncident } from '../../support/builders.ts';
import { runNightshiftHere } from '../../support/command-here.ts';

const docs = new URL('../../../docs/', import.meta.url);
const page = readFileSync(new URL('operators.md', docs), 'utf8');
const env = {
  NIGHTSHIFT_SLACK_TOKEN: 'xoxb-1',
  NIGHTSHIFT_SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  NIGHTSHIFT_TWILIO_TOKEN: 'secret',
};
const [configuration = ''] = blocksOf('yaml');

describe('docs/operators.md', () => {
  it('has a configuration that can be used', () => {
    const { people, escalations, schedules } = parseConfig(configuration, 'operators.md', env);

    expect([people.length, escalations.length, schedules.length]).toEqual([3, 1, 1]);
  });

  it.each(blocksOf('console').map((block) => block.split('\n')))('shows what %s answers', async (first, ...answer) => {
    const command = first?.replace(/^\$ nightshift /, '').split(' ') ?? [];

    const { stdout, exitCode } = await runNightshiftHere(command, configuration, env);

    expect([stdout, exitCode]).toEqual([answer.join('\n'), 0]);
  });

  it('shows the text message that people get', () => {
    const target = 'host/web-1/service/shop';
    const approval = anAwaitedApproval({
      summary: `restart ${target}`,
      plan: '1b7f0435854e5c72',
      code: '4ea19cb4',
      expiresAt: '2026-11-28T16:24:48.000Z',
      approvers: ['alex', 'kim', 'sam'],
    });
    const waiting = anIncident({ key: target, target, severity: 'critical', approval });
    const report = { ...reportOn(waiting, 'approval-needed', null), firing: ['InstanceDown'] };
    const link = incidentPage('https://temporal.example.com', 'default', target);

    const [shown] = blocksOf('text');

    expect(`${shortMessage({ report, page: link, id: 'a message' })}\n`).toBe(shown);
  });

  // Reports and digests have titles of their own.
  it.each(reportKinds.filter((kind) => kind !== 'digest'))('explains what a message %s is', (kind: ReportKind) => {
    const [title = ''] = reportOn(anIncident(), kind, null).title.split(':');

    expect(page).toMatch(new RegExp(`^\\| ${title} +\\|`, 'm'));
  });

  it.each(operatorAsks)('says what %s does', (ask) => {
    expect(page).toMatch(new RegExp(`^\\| \`${messageNames[ask]}\` +\\|`, 'm'));
  });

  it.each<VoteRefusal>([
    'no-code',
    'wrong-code',
    'nothing-asked',
    'expired',
    'not-an-approver',
    'voted-already',
    'is-requester',
    'unverified',
    'unrecorded',
  ])('quotes what a vote hears that is refused: %s', (refusal) => {
    const words = explainRefusal(refusal, undefined).replace(sampleVote('abcd1234'), '');
    const quoted = [...page.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);

    expect(quoted.some((text) => text.includes(' ') && words.includes(text))).toBe(true);
  });

  it('shows every picture that lies beside it, and none that is not there', () => {
    const shown = [...page.matchAll(/!\[[^\]]+\]\(pictures\/([^)]+)\)/g)].map(([, file]) => file);

    expect(new Set(shown)).toEqual(new Set(readdirSync(new URL('pictures/', docs))));
  });

  it.each([...page.matchAll(/\]\(([\w./-]*)(#[\w-]+)?\)/g)].map(([, file = '', anchor = '']) => [file, anchor]))(
    'links what is there: %s%s',
    (file, anchor) => {
      const target = new URL(file === '' ? 'operators.md' : file, docs);

      expect(existsSync(target)).toBe(true);
      expect(['', ...anchorsOf(target)]).toContain(anchor);
    },
  );
});

function blocksOf(language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, text = '']) => text);
}

/** Of a document, as GitHub makes them of headings. */
function anchorsOf(document: URL): readonly string[] {
  if (!document.pathname.endsWith('.md')) return [];
  const text = readFileSync(document, 'utf8');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(
    ([, heading = '']) =>
      `#${heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-')}`,
  );
}
