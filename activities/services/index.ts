import type { RunOnHost } from '../../clients/commands/command.ts';
import type { ServiceDefinition } from '../../model/service.ts';
import type { ServiceManager } from '../contracts/service-manager.ts';
import { managedByCommands } from './by-commands.ts';
import { managedByContainerEngine } from './by-container-engine.ts';
import { managedBySystemd } from './by-systemd.ts';

/** The manager of a service, by what operators said of it. */
export function managerOf(service: ServiceDefinition, runOnHost: RunOnHost): ServiceManager {
  const { manager } = service;
  if (manager.kind === 'commands') return managedByCommands(service, manager, runOnHost);
  if (manager.kind === 'systemd') return managedBySystemd(service, manager, runOnHost);
  return managedByContainerEngine(service, manager);
}
