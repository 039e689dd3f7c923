import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import { isEvaluated } from './reads.ts';
import { evidenceOf, lastOfEach, standing, type Use, useOf, usesOf } from './uses.ts';

const ON = /^(?:true|on|ok|y|yes|1)$/i;

/**
 * Variables as they stand in files, and the given ones while no settings were evaluated: what they came to is judged by the settings' own rules.
 */
function written(project: Project): readonly (readonly Use[])[] {
  const evaluated = isEvaluated(project);
  const given = new Set(evaluated ? [...project.given.variables.values()].map(({ place }) => place?.file) : []);
  const files = project.environmentFiles
    .filter(({ file }) => !given.has(file))
    .map(({ file, entries }) => lastOfEach(entries).map(entry => useOf(file, entry)));
  const others = evaluated ? [] : usesOf(project).filter(({ place, dummy }) => place === undefined && !dummy);
  return [...files, others];
}

export const hostList = defineRule({
  id: 'env/hosts',
  title: 'Lists of hosts hold bare names',
  severity: deployed('medium'),
  why: 'Django compares the Host header with these texts: one with a scheme, a port or a blank never matches, and every request of that host is answered with 400.',
  remedy: 'Names alone, separated by commas:\nALLOWED_HOSTS=www.example.org,example.org',
  source: [
    'S0-028',
    'S1-005',
    'S1-151',
    'S2-024',
    'C23',
    'https://docs.djangoproject.com/en/5.2/ref/settings/#allowed-hosts',
  ],
  judge: project =>
    written(project)
      .flat()
      .filter(({ name, value }) => /^(?:.*_)?ALLOWED_HOSTS$/.test(name) && !/^[[{]|\$/.test(value))
      .flatMap((use): Hit[] => {
        const items = use.value.split(',');
        const bad = items.find(item => /:\/\/|\/|:\d+$|["']/.test(item.trim()));
        const blank = items.find(item => item !== item.trim() && item.trim() !== '');
        const open = items.some(item => item.trim() === '*');
        if (bad === undefined && blank === undefined && !open) return [];
        const said =
          bad !== undefined
            ? `${use.name} holds "${bad.trim()}", which is no bare host name and never matches.`
            : open
              ? `${use.name} lets in every host.`
              : `${use.name} holds blanks round its names, which most readers keep.`;
        return [
          {
            ...standing(use),
            subject: `${use.where}: ${use.name}`,
            message: said,
            evidence: evidenceOf(use.name, use.value),
            ...(bad === undefined && !open ? { severity: 'low' as const } : {}),
          },
        ];
      }),
});

export const originList = defineRule({
  id: 'env/origins',
  title: 'Origins are written with their scheme and nothing after the host',
  severity: deployed('medium'),
  why: 'Django 4 and later refuse to start with an origin that has no scheme, and one with a path or a slash never matches what browsers send: every form and every call of another site is refused.',
  remedy: 'Scheme and host, separated by commas:\nCSRF_TRUSTED_ORIGINS=https://www.example.org',
  source: ['S0-029', 'S1-039', 'S1-152', 'S4-018', 'Django 4_0.E001'],
  judge: project =>
    written(project)
      .flat()
      .filter(
        ({ name, value }) =>
          /(?:TRUSTED|ALLOWED)_ORIGINS$|^CORS_ORIGIN_WHITELIST$/.test(name) && !/^[[{]|\$/.test(value),
      )
      .flatMap((use): Hit[] => {
        const bad = use.value
          .split(',')
          .map(item => item.trim())
          .find(item => item !== '' && !/^https?:\/\/[^/\s"']+$/.test(item));
        if (bad === undefined) return [];
        const why = /^https?:\/\//.test(bad) ? 'has something after the host' : 'has no scheme';
        return [
          {
            ...standing(use),
            subject: `${use.where}: ${use.name}`,
            message: `"${bad.slice(0, 80)}" in ${use.name} ${why}.`,
            evidence: evidenceOf(use.name, use.value),
          },
        ];
      }),
});

export const mailPair = defineRule({
  id: 'env/mail',
  title: 'Port and encryption of the mail server belong together',
  severity: deployed('medium'),
  why: 'Port 465 waits for TLS from the first byte, 587 begins in the clear: with the wrong one of EMAIL_USE_TLS and EMAIL_USE_SSL sending mail hangs until the worker is killed, with both Django refuses.',
  remedy: 'One of the two pairs:\nEMAIL_PORT=587\nEMAIL_USE_TLS=1\nor\nEMAIL_PORT=465\nEMAIL_USE_SSL=1',
  source: ['S1-173', 'S2-027', 'S4-017', 'https://docs.djangoproject.com/en/5.2/ref/settings/#email-use-ssl'],
  judge: project =>
    written(project).flatMap((uses): Hit[] => {
      const find = (name: string) => uses.find(use => use.name === name);
      const port = find('EMAIL_PORT');
      const tls = ON.test(find('EMAIL_USE_TLS')?.value ?? '');
      const ssl = ON.test(find('EMAIL_USE_SSL')?.value ?? '');
      const at = find('EMAIL_USE_SSL') ?? port ?? find('EMAIL_USE_TLS');
      const said =
        tls && ssl
          ? 'EMAIL_USE_TLS and EMAIL_USE_SSL are both on: Django refuses to send.'
          : port?.value === '465' && !ssl
            ? 'Port 465 expects TLS from the first byte, and EMAIL_USE_SSL is not on.'
            : port?.value === '587' && ssl
              ? 'Port 587 begins in the clear, and EMAIL_USE_SSL is on: the connection fails.'
              : undefined;
      if (said === undefined || at === undefined) return [];
      return [
        {
          ...standing(at),
          subject: `${at.where}: EMAIL_PORT`,
          message: said,
          evidence: `EMAIL_PORT=${port?.value ?? ''}, TLS ${tls ? 'on' : 'off'}, SSL ${ssl ? 'on' : 'off'}`,
        },
      ];
    }),
});
