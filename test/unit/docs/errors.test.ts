import { describe, expect, it } from 'vitest';
import { clickResults } from '../../../metrics/slack-clicks.ts';
import { requestResults } from '../../../metrics/webhook.ts';
import { failureTypes } from '../../../model/failures.ts';
import { outcomeReasons } from '../../../model/incident/outcome.ts';
import { operatorRefusals } from '../../../model/operators/refusals.ts';
import { voteRefusals } from '../../../model/remediation/vote.ts';
import { refuse } from '../../../triggers/refusal.ts';
import { tableIn } from '../../support/sources/docs.ts';

const webhook = tableIn('errors.md', 'Answers of the webhook');
const failures = tableIn('errors.md', 'Failures of activities');
const reasons = tableIn('errors.md', 'Reasons of an outcome');
const votes = tableIn('errors.md', 'Votes that do not count');
const clicks = tableIn('errors.md', 'Clicks in Slack');
const requests = tableIn('errors.md', 'Requests that are refused');

describe('docs/errors.md', () => {
  it('lists exactly the results of a webhook request', () => {
    expect(sorted(webhook.map(([result]) => result))).toEqual(sorted(requestResults));
  });

  it.each(['invalid-body', 'invalid-alert', 'unauthorized', 'overloaded', 'temporal-unavailable'] as const)(
    'names the status that %s is answered with',
    (result) => {
      const row = webhook.find(([name]) => name === result);

      expect(row?.[1]).toBe(String(refuse(result, '').statusCode));
    },
  );

  it('lists exactly the failures of activities, and whether they are retried', () => {
    const inCode = Object.entries(failureTypes).map(([type, { retryable }]) => `${type} ${retryable ? 'yes' : 'no'}`);

    expect(sorted(failures.map(([type, retried]) => `${type} ${retried}`))).toEqual(sorted(inCode));
  });

  it('lists exactly the reasons of an outcome', () => {
    expect(sorted(reasons.map(([reason]) => reason))).toEqual(sorted(outcomeReasons));
  });

  it('lists exactly the reasons why a vote does not count', () => {
    expect(votes.map(([reason]) => reason)).toEqual([...voteRefusals]);
  });

  it('lists exactly what may become of a click in Slack', () => {
    expect(clicks.map(([result]) => result)).toEqual([...clickResults]);
  });

  it('lists exactly the reasons why a request is refused, beside those of votes', () => {
    const all = [...requests, ...votes].map(([reason]) => reason);

    expect(sorted([...new Set(all)])).toEqual(sorted(operatorRefusals));
  });

  it('says something in every cell', () => {
    const empty = [...webhook, ...failures, ...reasons, ...votes, ...clicks, ...requests].filter((cells) =>
      cells.some((cell) => cell === ''),
    );

    expect(empty).toEqual([]);
  });
});

function sorted(names: readonly (string | undefined)[]): readonly string[] {
  return names.map(String).toSorted();
}
