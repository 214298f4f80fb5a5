import { expect, it } from 'vitest';
import { listedHosts } from '../../../../clients/ansible/listed-hosts.ts';

function aPlay(...hosts: readonly string[]): string {
  const names = hosts.map((host) => `      ${host}\n`).join('');
  return `\n  play #1 (all): all\tTAGS: []\n    pattern: ['all']\n    hosts (${hosts.length}):\n${names}`;
}

it.each([
  ['one host', aPlay('web-1'), ['web-1']],
  [
    'hosts of several plays, each once',
    `playbook: a.yml\n${aPlay('web-1')}${aPlay('web-1', 'web-2')}`,
    ['web-1', 'web-2'],
  ],
  ['no host', aPlay(), []],
  ['something else', 'playbook: a.yml\n', null],
  ['nothing', '', null],
  ['fewer hosts than it says', aPlay('web-1').replace('(1)', '(2)'), null],
])('a list of %s is read', (_what, output, hosts) => {
  expect(listedHosts(output)).toEqual(hosts);
});
