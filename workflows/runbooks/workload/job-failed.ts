import { alertsAnsweredBy, alertsRepairedBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import type { JobFindings } from '../../../model/kubernetes/capacity/job.ts';
import { judgeJob, readJobFacts } from '../../../model/kubernetes/capacity/job.ts';
import { objectOf, objectTarget } from '../../../model/kubernetes/object.ts';
import type { Check } from '../../../model/remediation/check.ts';
import type { Diagnosis } from '../../../model/remediation/diagnosis.ts';
import type { Target } from '../../../model/target.ts';
import { diagnosisOf } from '../../runbook/findings.ts';
import { areCalled, namedBy } from '../../runbook/objects.ts';
import type { Runbook, Trouble } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { runChecks } from '../../runbook/steps.ts';

/** A run that has not ended by then is taken back: nobody would wait for it any longer. */
const longestRunMs = 60 * 60 * 1_000;

const repaired = alertsRepairedBy('job-failed');

interface JobDiagnosis extends Diagnosis {
  /** The Job itself; null where the alerts name no single one. */
  readonly job: Target | null;
  readonly findings: JobFindings | null;
}

/** A Job has failed, or does not end: say why, delete what a later run has made up for, and run the rest again. */
export const jobFailed: Runbook<JobDiagnosis> = {
  summary: 'A Job has failed: delete it where a later run has done its work, else run it again once.',
  defaultMode: 'observe',
  timeoutMs: 2 * 60 * 60 * 1_000,
  looks: ['job-state', 'job-work-done', 'cron-job-state'],
  mayDo: ['delete-failed-job', 'rerun-job'],

  answers: alertsCalled(alertsAnsweredBy('job-failed')),

  async diagnose(trouble) {
    const job = jobOf(trouble);
    if (job === null) {
      const conclusion = 'the alerts name no single Job';
      return { conclusion, checks: [], logs: null, job, findings: null };
    }
    const checks = await runChecks([{ check: 'job-state', target: job }]);
    const facts = checks[0]?.facts;
    const found = diagnosisOf(checks);
    const conclusion = `Job ${objectOf(job)?.name}: ${found.conclusion}`;
    return { ...found, conclusion, job, findings: facts ? readJobFacts(facts) : null };
  },

  plan({ alerts }, { job, findings, conclusion }) {
    if (job === null || findings === null) return { noPlan: 'no-plan', because: conclusion };
    const { answer, because } = judgeJob(findings);
    if (answer === 'healthy') return { noPlan: 'already-healthy', because: conclusion };
    if (answer === 'leave' || !areCalled(alerts, repaired)) return { noPlan: 'diagnosis-only', because: conclusion };
    const action = answer === 'delete' ? 'delete-failed-job' : 'rerun-job';
    const name = objectOf(job)?.name;
    const summary = answer === 'delete' ? `delete Job ${name}: ${because}` : `run Job ${name} again: ${because}`;
    return [{ summary, actions: [{ action, target: job }] }];
  },

  proofOfHealth: (_trouble, { job, findings }) => (job === null ? [] : [proofOf(job, findings)]),
};

/** That a deleted Job is gone proves nothing: its CronJob has to go on well. */
function proofOf(job: Target, findings: JobFindings | null): Check {
  const ref = objectOf(job);
  if (ref && findings?.cronJob && findings.later === 'succeeded')
    return { check: 'cron-job-state', target: objectTarget({ ...ref, kind: 'CronJob', name: findings.cronJob }) };
  return { check: 'job-work-done', target: job, extraMs: longestRunMs };
}

/** The Job that is meant: the target, or the run of it that the alerts name. */
function jobOf({ target, alerts }: Trouble): Target | null {
  const ref = objectOf(target);
  if (ref === null) return null;
  if (ref.kind === 'Job') return target;
  const name = namedBy(alerts, 'job_name');
  return name === null ? null : objectTarget({ ...ref, kind: 'Job', name });
}
