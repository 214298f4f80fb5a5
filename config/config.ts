import type { Caps } from '../model/guard/decide.ts';
import type { DependencyRule } from '../model/standing/dependencies.ts';
import type { EscalationRule } from '../model/escalation/rule.ts';
import type { FailureDomain } from '../model/guard/domain.ts';
import type { GuardGroup } from '../model/guard/group.ts';
import type { ApprovalPolicy } from '../model/remediation/policy.ts';
import type { CertificateDefinition } from '../model/certificate/certificate.ts';
import type { LimitsDefinition } from '../model/exhaustion/limits.ts';
import type { DiskDefinition } from '../model/host/cleaning.ts';
import type { ClusterDefinition } from '../model/kubernetes/cluster.ts';
import type { ClusterWatchDefinition } from '../model/kubernetes/watching/cluster-watch.ts';
import type { ElasticsearchDefinition } from '../model/logs/elasticsearch.ts';
import type { ForecastDefinition } from '../model/forecast/running/definition.ts';
import type { HostDefinition } from '../model/host/host.ts';
import type { HostParts } from '../model/host/host-parts.ts';
import type { PlaybookDefinition } from '../model/playbook/playbook.ts';
import type { ChannelSettings } from '../model/notices/channel-settings.ts';
import type { Group, Person } from '../model/oncall/person.ts';
import type { Schedule } from '../model/oncall/schedule.ts';
import type { MaintenanceWindow } from '../model/standing/maintenance.ts';
import type { Route } from '../model/correlation.ts';
import type { IncidentPolicy, ModeRule, VerificationPolicy } from '../model/remediation/policy.ts';
import type { ReviewPolicy } from '../model/review/metric.ts';
import type { ServiceDefinition } from '../model/service.ts';

/** An address to listen on. Port 0 takes a free one. */
interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** An address, and what is sent with every request to it: secrets. */
interface HttpEndpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The configuration of every process, parsed once, frozen, with its secrets read. */
export interface Config {
  readonly trigger: {
    readonly listen: ListenAddress;
    readonly tokens: readonly string[];
    readonly allowUnauthenticated: boolean;
    /** Null where no cluster is watched. */
    readonly kubernetes: ClusterWatchDefinition | null;
  };
  readonly worker: {
    readonly listen: ListenAddress;
    /** Null where links cannot be given. */
    readonly publicUrl: string | null;
  };
  /** Where people find the Temporal UI; null where messages cannot link it. */
  readonly links: { readonly temporal: string | null };
  readonly alertmanager: {
    readonly urls: readonly string[];
    readonly headers: Readonly<Record<string, string>>;
    /** How long alerts are silenced at the most while they are repaired; null where they are not. */
    readonly silenceMs: number | null;
  };
  /** Null where nobody can be asked for the past. */
  readonly prometheus:
    | (HttpEndpoint & {
        /** Null where forecasts are not written back. */
        readonly remoteWrite: HttpEndpoint | null;
      })
    | null;
  readonly audit: { readonly file: string };
  readonly evidence: { readonly folder: string; readonly keepMs: number };
  /** Null where no Elasticsearch is described. */
  readonly elasticsearch: ElasticsearchDefinition | null;
  readonly clusters: readonly ClusterDefinition[];
  readonly hosts: readonly HostDefinition[];
  readonly services: readonly ServiceDefinition[];
  readonly disks: readonly DiskDefinition[];
  readonly limits: readonly LimitsDefinition[];
  readonly certificates: readonly CertificateDefinition[];
  readonly ansible: { readonly command: string; readonly environment: Readonly<Record<string, string>> };
  readonly playbooks: readonly PlaybookDefinition[];
  readonly hostParts: HostParts;
  readonly forecasting: {
    readonly folder: string;
    readonly keepMs: number;
    /** How many calculate at the same time. */
    readonly processes: number;
    /** The ONNX file of a network; null where the small one of its own is meant. */
    readonly transformer: string | null;
  };
  readonly forecasts: readonly ForecastDefinition[];
  readonly routes: readonly Route[];
  readonly policy: {
    readonly modes: readonly ModeRule[];
    readonly verification: VerificationPolicy;
    readonly incident: IncidentPolicy;
    readonly approval: ApprovalPolicy;
    /** How long a repair that a guard holds up waits before people take over. */
    readonly patienceMs: number;
    readonly guard: {
      readonly caps: Caps;
      readonly domains: readonly FailureDomain[];
      readonly groups: readonly GuardGroup[];
      readonly dependencies: readonly DependencyRule[];
    };
    readonly maintenance: readonly MaintenanceWindow[];
  };
  readonly reviews: ReviewPolicy & {
    /** Names of the channels that get them. */
    readonly sendTo: readonly string[];
    /** Whether only incidents are told that needed people. */
    readonly onlyPeople: boolean;
  };
  readonly channels: readonly ChannelSettings[];
  readonly people: readonly Person[];
  readonly groups: readonly Group[];
  readonly schedules: readonly Schedule[];
  /** The first that matches an incident says whom it wakes. */
  readonly escalations: readonly EscalationRule[];
}
