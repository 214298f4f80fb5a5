/** The bundle's entry: every workflow type, by the name that model/names.ts gives it. */
export { digest } from './digest.ts';
export { forecast } from './forecast.ts';
export { guard } from './guard/guard.ts';
export { freezes } from './guard/freezes.ts';
export { incident } from './incident/incident.ts';
export { intake } from './intake.ts';
export { prediction } from './prediction/prediction.ts';
export { remediation } from './remediation/remediation.ts';
export { scorebook } from './prediction/scorebook.ts';
