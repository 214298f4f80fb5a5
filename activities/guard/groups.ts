import type { RunOnHost } from '../../clients/commands/command.ts';
import type { GroupState, GuardGroup } from '../../model/guard/group.ts';
import { isMember, unavailableLimit } from '../../model/guard/group.ts';
import type { ServiceDefinition } from '../../model/service.ts';
import { serviceTarget } from '../../model/target.ts';
import { probeService } from '../services/probing.ts';

/** Looks at every member of a group. */
export type MeasureGroup = (group: GuardGroup) => Promise<GroupState>;

/** Makes the look over the configured services. A member that cannot be asked counts as unhealthy. */
export function groupMeasure(services: readonly ServiceDefinition[], runOnHost: RunOnHost): MeasureGroup {
  return async (group) => {
    const members = services.filter((service) => isMember(group, serviceTarget(service)));
    const answers = await Promise.all(members.map(async (service) => (await probeService(service, runOnHost)).health));
    return {
      name: group.name,
      limit: unavailableLimit(group, members.length),
      unhealthy: members.filter((_, index) => answers[index] !== 'healthy').map(serviceTarget),
      members: members.map(serviceTarget),
    };
  };
}
