import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: unknown }[] };
  readonly panels: readonly {
    readonly title: string;
    readonly description: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets: readonly { readonly expr: string; readonly datasource: { readonly uid: string } }[];
  }[];
}

/** A dashboard of `deploy/grafana/`, by the name of its file. */
export function dashboardNamed(file: string): Dashboard {
  const path = fileURLToPath(new URL(`../../../deploy/grafana/${file}`, import.meta.url));
  return JSON.parse(readFileSync(path, 'utf8')) as Dashboard;
}

/** A query as Grafana sends it once people have chosen. */
export function withVariables(expression: string): string {
  const chosen: Readonly<Record<string, string>> = {
    forecast: 'disks',
    series: 'instance=db-3,mountpoint=/data',
    ahead: '6h',
  };
  return expression.replace(/\$(\w+)/g, (variable, name: string) => chosen[name] ?? variable);
}
