import { describe, expect, it } from 'vitest';
import type { JobFindings } from '../../../../../model/kubernetes/capacity/job.ts';
import { jobFacts, judgeJob, readJobFacts } from '../../../../../model/kubernetes/capacity/job.ts';

const aJob = (overrides: Partial<JobFindings> = {}): JobFindings => ({
  state: 'failed',
  reason: 'BackoffLimitExceeded',
  cronJob: 'nightly',
  later: 'none',
  laterName: null,
  reruns: 0,
  endings: ['exit code 1'],
  ...overrides,
});

describe('a Job', () => {
  it.each([
    ['run-again', {}, 'it has failed (BackoffLimitExceeded, exit code 1)'],
    ['run-again', { reason: 'DeadlineExceeded', cronJob: null, endings: [] }, 'it has failed (DeadlineExceeded)'],
    ['delete', { later: 'succeeded', laterName: 'nightly-2' }, 'and the later run nightly-2 has succeeded'],
    ['leave', { later: 'running', laterName: 'nightly-2' }, 'the later run nightly-2 has not ended yet'],
    ['leave', { later: 'failed' }, 'so has a later run of the CronJob nightly'],
    ['leave', { later: 'failed', reruns: 1 }, 'failed again when it was run again'],
    ['leave', { later: 'unknown' }, 'too many Jobs to find later runs'],
    ['leave', { endings: ['OOMKilled'] }, 'killed for want of memory'],
    ['leave', { endings: ['exit code 127'] }, 'its program is not in its image'],
    ['leave', { reason: 'PodFailurePolicy' }, 'not to be tried again'],
    ['leave', { state: 'running' }, 'neither completed nor failed yet'],
    ['leave', { state: 'gone' }, 'no such Job any more'],
    ['healthy', { state: 'complete' }, 'it has completed'],
    ['run-again', { endings: ['constructor'], reason: 'toString' }, 'it has failed (toString, constructor)'],
  ] as const)('gets the answer %s: %j', (answer, overrides, words) => {
    const verdict = judgeJob(aJob(overrides));

    expect(verdict.answer).toBe(answer);
    expect(verdict.because).toContain(words);
  });

  it('goes through the facts of a check unchanged', () => {
    const all = [aJob(), aJob({ cronJob: null, endings: [], laterName: 'nightly-2', reruns: 2, state: 'gone' })];

    expect(all.map((one) => readJobFacts(jobFacts(one)))).toEqual(all);
  });
});
