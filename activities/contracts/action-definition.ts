import type { Ansible } from '../../clients/ansible/ansible.ts';
import type { RunOnHost } from '../../clients/commands/command.ts';
import type { EvidenceStore } from '../../clients/evidence/evidence-files.ts';
import type { ActionName } from '../../model/names.ts';
import type { Permission } from '../../model/kubernetes/rights/permission.ts';
import type { ActionResult, Facts, Risk, Settings } from '../../model/remediation/plan.ts';
import type { Target } from '../../model/target.ts';
import type { FindCertificate } from '../described/certificates.ts';
import type { FindObject } from '../described/clusters.ts';
import type { DiskDirectory } from '../described/disks.ts';
import type { HostPartDirectory } from '../described/host-parts.ts';
import type { FindPlaybook } from '../described/playbooks.ts';
import type { FindService } from '../described/services.ts';

/** What actions may use. */
export interface ActionDependencies {
  readonly findService: FindService;
  readonly disks: DiskDirectory;
  readonly findCertificate: FindCertificate;
  readonly findPlaybook: FindPlaybook;
  readonly ansible: Ansible;
  readonly findObject: FindObject;
  readonly hostParts: HostPartDirectory;
  readonly runOnHost: RunOnHost;
  readonly evidence: EvidenceStore;
  /**
   * Asks the kill switch once more, for an action that has one effect after the other: the freeze in words, else undefined.
   * It throws where that cannot be known. Absent where nothing is performed.
   */
  readonly findFreezeNow?: () => Promise<string | undefined>;
}

/** What decides whether and how an action may run. */
interface ActionTraits {
  readonly risk: Risk;
  /** The action on the same target that takes it back, harmless where there is nothing to take back; null where none does. */
  readonly undo: ActionName | null;
  /** How long it usually takes, in milliseconds; begun and never heard of, it gets this time to take effect. */
  readonly expectedMs: number;
}

/** Everything there is to know of one action. Each is a file of its own below `activities/actions/`. */
export interface ActionDefinition extends ActionTraits {
  /** Its traits where they are another for each target. */
  traitsOf?(target: Target, deps: ActionDependencies): ActionTraits;
  /**
   * Whether it is asked what has happened only when its time is over: a look while it may still run would say nothing, and
   * nothing else may begin beside it.
   */
  readonly isAskedLate?: true;
  /** Whether running pods are taken away: not while a disruption budget of their namespace has too few already. */
  readonly evicts?: true;
  /**
   * Whether one that was begun by a worker that is gone is gone on with at once: two of them at the same time do no more
   * than one would.
   */
  readonly mayBeginBeside?: true;
  /**
   * Whether it only keeps harm from spreading, such as a cordon: it is taken back when the target is healthy again, stands
   * while it is not, and is never taken for what healed it.
   */
  readonly contains?: true;
  /** The settings of a cluster that cap it, beside those of every repair. */
  readonly caps?: readonly string[];
  /** What the account of a cluster must be allowed for it; absent for actions outside of clusters. */
  readonly permissions?: readonly Permission[];
  /**
   * What exactly its undo shall do, from what {@link observe} has said when the plan was made; absent where the target says it all.
   * An undo has no preconditions of its own: whatever it must find as this action left it stands here too.
   */
  undoSettings?(facts: Facts, settings?: Settings): Settings;
  /**
   * What it depends on, as the target is now: read when the plan is made and again just before it is
   * performed, and compared. The steps before it in a plan must not change any of it.
   */
  observe(target: Target, deps: ActionDependencies, settings?: Settings): Promise<Facts>;
  /**
   * Changes the target, once, and says what it knows of the effect.
   *
   * @param now what {@link observe} has said right before. Where a target can compare, the effect depends on
   * it: nothing else stops a worker that sleeps in the midst of this and wakes when another one has done it.
   */
  perform(target: Target, deps: ActionDependencies, now: Facts, settings?: Settings): Promise<ActionResult>;
  /**
   * Whether it has happened already, for one that was begun and never heard of.
   *
   * @param before what {@link observe} had said when the plan was made.
   */
  didHappen(
    target: Target,
    before: Facts,
    deps: ActionDependencies,
    settings?: Settings,
  ): Promise<'yes' | 'no' | 'unknown'>;
}

/** What is true of an action on one target. */
export function traitsOf(definition: ActionDefinition, target: Target, deps: ActionDependencies): ActionTraits {
  return definition.traitsOf?.(target, deps) ?? definition;
}
