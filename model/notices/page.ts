import { incidentWorkflowId } from '../names.ts';

/** Where people see an incident: its workflow's page in the Temporal UI; null where nobody has said where that is. */
export function incidentPage(temporalUi: string | null, namespace: string, incident: string): string | null {
  if (temporalUi === null) return null;
  const path = ['namespaces', namespace, 'workflows', incidentWorkflowId(incident)].map(encodeURIComponent).join('/');
  return `${temporalUi.replace(/\/+$/, '')}/${path}`;
}
