import { describeNames, dnsHealth } from '../../../model/host/dns-examination.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { lookUpNames } from '../../hosts/dns.ts';

/** Whether programs on a host find an address for each described name. */
export const dnsLookups: CheckRunner = async ({ target }, { hostParts, runOnHost }) => {
  const names = await lookUpNames(hostParts.findResolver(target), runOnHost);
  return { health: dnsHealth(names), summary: describeNames(names) };
};
