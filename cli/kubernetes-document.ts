import type { AlertClass, CatalogueEntry, Hold } from '../model/kubernetes/alerts/entry.ts';
import { alertClasses } from '../model/kubernetes/alerts/entry.ts';
import type { Family } from '../model/kubernetes/alerts/catalogue.ts';
import { alertsAnsweredBy, families } from '../model/kubernetes/alerts/catalogue.ts';
import type { Permission } from '../model/kubernetes/rights/permission.ts';
import { mergedPermissions } from '../model/kubernetes/rights/roles.ts';
import type { ActionName, CheckName, RunbookName } from '../model/names.ts';
import type { Mode } from '../model/remediation/policy.ts';
import type { Risk } from '../model/remediation/plan.ts';
import { durationInWords } from '../model/text/duration.ts';
import { code, codes, item, row, rule } from './markdown.ts';

/** What a runbook says of itself. */
interface DescribedRunbook {
  readonly summary: string;
  readonly defaultMode: Mode;
  /** What it asks; absent for runbooks outside of clusters. */
  readonly looks?: readonly CheckName[];
  /** What it may propose. */
  readonly mayDo?: readonly ActionName[];
}

/** What an action says of itself. */
interface DescribedAction {
  readonly risk: Risk;
  readonly undo: ActionName | null;
  /** What it needs in a cluster; absent for actions outside of clusters. */
  readonly permissions?: readonly Permission[];
  /** The settings that cap it, beside those of every repair. */
  readonly caps?: readonly string[];
}

/** What the document is made of. */
interface DocumentSources {
  readonly runbooks: Readonly<Partial<Record<RunbookName, DescribedRunbook>>>;
  readonly actions: Readonly<Partial<Record<ActionName, DescribedAction>>>;
}

const meanings: Readonly<Record<AlertClass, string>> = {
  auto: 'In mode `auto` something is done by itself, within the caps; what else is proposed waits for people.',
  approval: 'Whatever is proposed waits for people, also in mode `auto`.',
  diagnose: 'Nothing is done: people get what was found.',
  meta: 'It speaks of the monitoring or of nothing that is sick: nothing is done.',
};

/** Prints what is known of alerts about Kubernetes as Markdown: a part of docs/runbooks.md. */
export function kubernetesDocument({ runbooks, actions }: DocumentSources): string {
  const entries = families.flatMap((family) => family.entries);
  const parts = [
    classTable(entries),
    ['### What must wait'],
    ['While one of these fires, nothing is repaired in its cluster:'],
    holdList('cluster'),
    [
      'While one of these fires, no pod is taken away in its namespace, but by the drain of a node, where each budget decides',
      'by itself:',
    ],
    holdList('evictions'),
    runbookTable(runbooks),
    runbookList(runbooks),
    actionTable(actions),
    rightsList(actions),
    ...families.map(familyTable),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function classTable(entries: readonly CatalogueEntry[]): readonly string[] {
  const rows = alertClasses.map((of) => {
    const count = entries.filter((entry) => entry.class === of).length;
    return row(code(of), meanings[of], String(count));
  });
  return [row('class', 'what it means', 'alerts'), rule(3), ...rows];
}

/** The alerts during which something must wait, by what they are about. */
function holdList(hold: Hold): readonly string[] {
  return families.flatMap(({ title, entries }) => {
    const names = entries.filter(({ holds }) => holds === hold).map(({ alert }) => alert);
    return names.length > 0 ? [item(`${title}: ${codes(names)}`)] : [];
  });
}

function runbookTable(runbooks: DocumentSources['runbooks']): readonly string[] {
  const rows = Object.entries(runbooks).flatMap(([name, { summary, defaultMode, looks, mayDo = [] }]) =>
    looks ? [row(code(name), summary, codes(mayDo) || 'nothing', code(defaultMode))] : [],
  );
  if (rows.length === 0) return [];
  const head = row('runbook', 'what it does', 'may do', 'begins in mode');
  return ['### What the runbooks do', '', head, rule(4), ...rows];
}

function runbookList(runbooks: DocumentSources['runbooks']): readonly string[] {
  return Object.entries(runbooks).flatMap(([name, { looks }]) => {
    if (!looks) return [];
    const alerts = codes(alertsAnsweredBy(name)) || 'what no other answers';
    return [item(code(name)), item(`looks at ${codes(looks)}`, 1), item(`answers ${alerts}`, 1)];
  });
}

function actionTable(actions: DocumentSources['actions']): readonly string[] {
  const rows = Object.entries(actions).flatMap(([name, { risk, undo, caps = [], permissions }]) =>
    permissions ? [row(code(name), risk, undo ? code(undo) : '', codes(caps))] : [],
  );
  if (rows.length === 0) return [];
  return ['### What the actions need', '', row('action', 'risk', 'taken back by', 'capped by'), rule(4), ...rows];
}

function rightsList(actions: DocumentSources['actions']): readonly string[] {
  const items = Object.entries(actions).flatMap(([name, { permissions }]) =>
    permissions ? [item(`${code(name)}: ${mergedPermissions(permissions).map(permissionInWords).join('; ')}`)] : [],
  );
  return items.length > 0 ? ['The rights of each in its cluster:', '', ...items] : [];
}

function familyTable({ title, entries }: Family): readonly string[] {
  const head = row(
    'alert',
    'class',
    'about',
    'fires after',
    'answered by',
    'ended, not mended, by',
    'what is looked at and done',
  );
  return [`### Alerts: ${title.toLowerCase()}`, '', head, rule(7), ...entries.map(entryRow)];
}

function entryRow({ alert, class: of, about, labels, forMs, runbook, clearedBy = [], advice }: CatalogueEntry): string {
  const subject = labels.length > 0 ? `${about}: ${codes(labels)}` : about;
  const time = forMs > 0 ? durationInWords(forMs) : 'at once';
  return row(code(alert), code(of), subject, time, runbook ? code(runbook) : '', clearedBy.join(', '), advice);
}

function permissionInWords({ group, resource, verbs }: Permission): string {
  return `${verbs.join(', ')} ${code(group ? `${resource}.${group}` : resource)}`;
}
