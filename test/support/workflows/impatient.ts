/** The bundle's entry for tests of activities that never answer. */
import './impatient-profiles.ts';

export { incident } from '../../../workflows/incident/incident.ts';
export { remediation } from '../../../workflows/remediation/remediation.ts';
