import type { AlertClass, CatalogueEntry } from '../model/kubernetes/alerts/entry.ts';
import { alertClasses } from '../model/kubernetes/alerts/entry.ts';
import type { Family } from '../model/kubernetes/alerts/catalogue.ts';
import { alertsAnsweredBy, alertsThatHold, families } from '../model/kubernetes/alerts/catalogue.ts';
import type { Permission } from '../model/kubernetes/rights/permission.ts';
import { mergedPermissions } from '../model/kubernetes/rights/roles.ts';
import type { ActionName, CheckName, RunbookName } from '../model/names.ts';
import type { Mode } from '../model/remediation/policy.ts';
import type { Risk } from '../model/remediation/plan.ts';
import { durationInWords } from '../model/text/duration.ts';
import { onOneLine } from '../model/text/markdown.ts';

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
    [`While one of these fires, nothing is repaired in its cluster: ${codes(alertsThatHold('cluster'))}.`],
    [
      `While one of these fires, no pod is taken away in its namespace, but by the drain of a node, where each budget decides by itself: ${codes(alertsThatHold('evictions'))}.`,
    ],
    runbookTable(runbooks),
    actionTable(actions),
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

function runbookTable(runbooks: DocumentSources['runbooks']): readonly string[] {
  const rows = Object.entries(runbooks).flatMap(([name, { summary, defaultMode, looks, mayDo = [] }]) => {
    if (!looks) return [];
    const alerts = codes(alertsAnsweredBy(name)) || 'what no other answers';
    return [row(code(name), summary, codes(looks), codes(mayDo) || 'nothing', code(defaultMode), alerts)];
  });
  if (rows.length === 0) return [];
  const head = row('runbook', 'what it does', 'looks at', 'may do', 'begins in mode', 'answers');
  return ['### What the runbooks do', '', head, rule(6), ...rows];
}

function actionTable(actions: DocumentSources['actions']): readonly string[] {
  const rows = Object.entries(actions).flatMap(([name, { risk, undo, caps = [], permissions }]) => {
    if (!permissions) return [];
    const rights = mergedPermissions(permissions).map(permissionInWords).join('; ');
    return [row(code(name), risk, undo ? code(undo) : '', codes(caps), rights)];
  });
  if (rows.length === 0) return [];
  const head = row('action', 'risk', 'taken back by', 'capped by', 'rights that it needs');
  return ['### What the actions need', '', head, rule(5), ...rows];
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

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => onOneLine(cell).replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}

function rule(columns: number): string {
  return `|${' --- |'.repeat(columns)}`;
}

function codes(words: readonly string[]): string {
  return words.map(code).join(', ');
}

function code(word: string): string {
  return `\`${word}\``;
}
