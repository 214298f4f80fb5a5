/** A host as operators describe it. */
export interface HostDefinition {
  readonly name: string;
  /** How it is reached; null for the machine that the worker runs on. */
  readonly ssh: SshHost | null;
}

/** A host that is reached over SSH. */
export interface SshHost {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** The host's public keys, each as `ssh-ed25519 AAAA…`; any other host is refused. */
  readonly hostKeys: readonly string[];
  readonly identity: SshIdentity;
  /** The host to go through; null for a direct connection. */
  readonly via: SshHost | null;
}

/** By what Nightshift proves who it is: an agent's socket, or a private key (PEM or OpenSSH). */
export type SshIdentity =
  | { readonly kind: 'agent'; readonly socket: string }
  | { readonly kind: 'key'; readonly privateKey: string; readonly passphrase: string | null };
