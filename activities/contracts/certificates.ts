import type { CertificateDefinition } from '../../model/certificate/certificate.ts';
import { certificateTarget } from '../../model/certificate/certificate.ts';
import type { Target } from '../../model/target.ts';
import { failure } from './failure.ts';

/** Finds the described certificate behind a target; only described ones are ever looked at or renewed. */
export type FindCertificate = (target: Target) => CertificateDefinition;

/** Makes the look-up over the configured certificates. It throws `UnknownTarget` for any other target. */
export function certificateDirectory(certificates: readonly CertificateDefinition[]): FindCertificate {
  const byTarget = new Map(certificates.map((certificate) => [certificateTarget(certificate), certificate]));
  return (target) => {
    const certificate = byTarget.get(target);
    if (!certificate) throw failure('UnknownTarget', `no certificate in the configuration has the target ${target}`);
    return certificate;
  };
}
