/**
 * The hosts that `ansible-playbook --list-hosts` names for the plays of a playbook, each once.
 *
 * @returns null where the output is no such list.
 */
export function listedHosts(output: string): readonly string[] | null {
  const lines = output.split('\n').map((line) => line.trimEnd());
  const hosts = new Set<string>();
  let plays = 0;
  for (const [index, line] of lines.entries()) {
    const count = /^ {4}hosts \((\d+)\):$/.exec(line)?.[1];
    if (count === undefined) continue;
    plays += 1;
    const named = lines.slice(index + 1, index + 1 + Number(count));
    if (named.length < Number(count) || named.some((each) => !/^ {6}\S/.test(each))) return null;
    for (const each of named) hosts.add(each.slice(6));
  }
  return plays > 0 ? [...hosts] : null;
}
