import type { CertificateDefinition } from '../../model/certificate/certificate.ts';
import { certificateTarget } from '../../model/certificate/certificate.ts';
import type { Target } from '../../model/target.ts';
import { lookUp } from './look-up.ts';

/** Finds the described certificate behind a target; only described ones are ever looked at or renewed. */
export type FindCertificate = (target: Target) => CertificateDefinition;

/** Makes the look-up over the configured certificates. It throws `UnknownTarget` for any other target. */
export function certificateDirectory(certificates: readonly CertificateDefinition[]): FindCertificate {
  return lookUp('certificate', certificates, certificateTarget);
}
