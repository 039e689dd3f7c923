import type { HttpsOptions } from '../options.ts';
import { definePreset } from '../preset.ts';
import { certificateHost, certificateTime, certificateTrusted } from './certificate.ts';
import { noPlainLinks } from './plain-links.ts';
import { redirect, redirectLoop } from './redirect.ts';
import { forwardedHostSpoof, forwardedProtoSpoof, wrongHost } from './spoofing.ts';
import { tlsVersions } from './tls-versions.ts';

export const https = definePreset<HttpsOptions>({
  name: 'https',
  about:
    'Every visitor ends on an encrypted connection to this site and no other: certificate, TLS versions, redirects, and headers that a client may not decide.',
  checks: [
    certificateTrusted,
    certificateHost,
    certificateTime,
    tlsVersions,
    redirect,
    redirectLoop,
    forwardedProtoSpoof,
    forwardedHostSpoof,
    wrongHost,
    noPlainLinks,
  ],
});
