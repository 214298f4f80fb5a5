import { expect, it } from 'vitest';
import { describedTargets } from '../../../model/described-targets.ts';
import { meantBy } from '../../../model/meant-target.ts';
import { aDisk, aService, nothingDescribed } from '../../support/builders.ts';
import { aDescribedCertificate } from '../../support/certificates/certificates.ts';

const host = 'web-1';
const instance = 'web-1:9100';
const all = describedTargets({
  ...nothingDescribed,
  services: [aService({ host, name: 'api', match: { job: 'api' } })],
  disks: [aDisk({ host, match: { mountpoint: '/srv/data' } })],
  certificates: [aDescribedCertificate({ host, match: { alertname: 'CertificateExpiringSoon' } })],
  limits: [{ host, match: { instance } }],
});

it.each([
  [{ job: 'api' }, 'host/web-1/service/api'],
  [{ mountpoint: '/srv/data' }, 'host/web-1/disk/%2Fsrv%2Fdata'],
  [{ alertname: 'CertificateExpiringSoon' }, 'host/web-1/certificate/shop'],
  [{ alertname: 'NodeFileDescriptorLimit' }, 'host/web-1/limits'],
])('an alert with %j beside the instance of its host is about %s', (labels, target) => {
  expect(meantBy({ labels: { instance, ...labels } }, all)?.target).toBe(target);
});
