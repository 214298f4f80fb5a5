import { incidentWorkflowId } from '../names.ts';

/** Where people see an incident: its workflow's page in the Temporal UI. */
export function incidentPage(temporalUi: string, namespace: string, incident: string): string {
  const path = ['namespaces', namespace, 'workflows', incidentWorkflowId(incident)].map(encodeURIComponent).join('/');
  return `${temporalUi.replace(/\/+$/, '')}/${path}`;
}
