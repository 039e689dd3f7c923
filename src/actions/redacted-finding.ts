import type { Finding } from '../core/findings.ts';
import type { Host } from '../core/world.ts';

/** A finding without the secrets that this run knows of: before its name is compared with an earlier report, which was redacted as well. */
export function redactedFinding<Found extends Finding>(finding: Found, host: Host): Found {
  const { subject, message, evidence, remedy } = finding;
  return {
    ...finding,
    subject: host.redact(subject),
    message: host.redact(message),
    evidence: host.redact(evidence),
    remedy: host.redact(remedy),
  };
}
