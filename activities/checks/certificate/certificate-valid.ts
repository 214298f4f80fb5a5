import { judgeCertificate } from '../../../model/certificate/judgement.ts';
import { lookAtCertificate } from '../../certificates/looking.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';

/** Whether what is served is valid for long enough, for the right name, with a whole chain, and the newest there is. */
export const certificateValid: CheckRunner = async ({ target }, { findCertificate, runOnHost }) => {
  const { verdict, because } = judgeCertificate(await lookAtCertificate(findCertificate(target), runOnHost));
  if (verdict === 'unknown') return { health: 'unknown', summary: because };
  return { health: verdict === 'fine' ? 'healthy' : 'unhealthy', summary: because };
};
