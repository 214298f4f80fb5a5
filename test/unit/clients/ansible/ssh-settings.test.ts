import { describe, expect, it } from 'vitest';
import { sshFiles, sshVariables } from '../../../../clients/ansible/ssh-settings.ts';
import type { SshHost } from '../../../../model/host/host.ts';

const gate: SshHost = {
  name: 'the gate',
  address: 'gate.internal',
  port: 22,
  user: 'guest',
  hostKeys: ['ssh-ed25519 GATE'],
  identity: { kind: 'agent', socket: '/run/agent of ann.sock' },
  via: null,
};
const host: SshHost = {
  name: 'web-1',
  address: '10.1.0.11',
  port: 2222,
  user: 'nightshift',
  hostKeys: ['ssh-ed25519 ONE', 'ssh-rsa TWO'],
  identity: { kind: 'key', privateKey: 'the key\n', passphrase: null },
  via: gate,
};

describe('the settings of ssh for a playbook', () => {
  it('know the host and those on the way by their own keys only', () => {
    const files = sshFiles(host, '/tmp/private');

    expect(files['known_hosts']).toBe('hop-0 ssh-ed25519 ONE\nhop-0 ssh-rsa TWO\nhop-1 ssh-ed25519 GATE\n');
    expect(files['key-0']).toBe('the key\n');
    expect(Object.keys(files).toSorted()).toEqual(['key-0', 'known_hosts', 'ssh_config']);
    expect(files['ssh_config']).toMatch(
      /Host hop-0\n {2}HostName 10\.1\.0\.11\n[^]*IdentityAgent none\n {2}IdentityFile "\/tmp\/private\/key-0"\n[^]*ProxyJump hop-1\nHost hop-1\n/,
    );
    expect(files['ssh_config']).toContain('IdentityAgent "/run/agent of ann.sock"');
    expect(files['ssh_config']).toMatch(/Host \*\n[^]*StrictHostKeyChecking yes\n/);
  });

  it('have the last word under every name that Ansible knows', () => {
    expect(sshVariables(host, '/tmp/pri vate')).toMatchObject({
      ansible_connection: 'ssh',
      ansible_host: 'hop-0',
      ansible_ssh_host: 'hop-0',
      ansible_ssh_port: 2222,
      ansible_ssh_user: 'nightshift',
      ansible_ssh_host_key_checking: true,
      ansible_ssh_args: '-F "/tmp/pri vate/ssh_config" -o StrictHostKeyChecking=yes -o ControlMaster=no',
      ansible_ssh_common_args: '',
      ansible_ssh_extra_args: '',
      ansible_sftp_extra_args: '',
      ansible_scp_extra_args: '',
      ansible_ssh_executable: 'ssh',
      ansible_sftp_executable: 'sftp',
      ansible_scp_executable: 'scp',
      ansible_private_key: '',
      ansible_ssh_private_key: '',
    });
  });
});
