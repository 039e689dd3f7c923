import type { Project } from '../project.ts';
import type { RequirementEntry, RequirementFile } from '../requirements/facts.ts';
import { defineRule, type Hit, type Rule } from '../rule.ts';
import { fits, isAtLeast, isOlder, seriesOf } from '../versions.ts';
import { acrossEvaluations } from './across.ts';
import { endOf, NEWEST_KNOWN, OLDEST_KNOWN, OLDEST_SUPPORTED } from './releases.ts';

/** Files that say exactly what is installed; a range elsewhere that holds the same version adds nothing. */
const LOCKS: ReadonlySet<RequirementFile['kind']> = new Set(['poetry-lock', 'uv-lock', 'pipfile-lock']);

export const versionDiffers = defineRule({
  id: 'django/version-differs',
  title: 'The Django that was asked is the one that will run',
  severity: 'medium',
  why: 'Checks, defaults and removed settings change from version to version: what is judged here is not what the release does.',
  remedy: 'Install the locked requirements before this step, in the interpreter that it asks.',
  source: ['C03', 'S1-044'],
  judge: project =>
    acrossEvaluations(project.evaluations, ({ answer }) => {
      const declared = declaredDjango(project);
      if (answer.django === null || declared === undefined) return [];
      const hit = differing(answer.django, declared);
      return hit === undefined ? [] : [hit];
    }),
});

function differing(installed: string, { specifier, pinned, place }: RequirementEntry): Hit | undefined {
  const wanted = pinned === undefined ? specifier : `==${pinned}`;
  if (fits(installed, wanted) !== false) return undefined;
  const sameSeries = pinned !== undefined && seriesOf(pinned) === seriesOf(installed);
  return {
    subject: 'Django',
    place,
    severity: sameSeries ? 'low' : 'medium',
    message: `The interpreter that was asked has Django ${installed}, and this file installs ${wanted}: the settings were judged with the wrong version.`,
    evidence: `installed ${installed}, required ${wanted}`,
  };
}

/** What the image installs; else a lock file, else the only file that names Django. Undefined when files disagree. */
function declaredDjango({ requirements: { deployed, files } }: Project): RequirementEntry | undefined {
  const naming = (file: RequirementFile): readonly RequirementEntry[] =>
    file.entries.filter(({ name, marker }) => name === 'django' && marker === undefined);
  const found = deployed === undefined ? [] : naming(deployed);
  if (found.length > 0) return found.find(({ pinned }) => pinned !== undefined) ?? found[0];
  const locked = files.filter(({ kind }) => LOCKS.has(kind)).flatMap(naming);
  const candidates = locked.length > 0 ? locked : files.flatMap(naming);
  const wanted = new Set(candidates.map(({ specifier, pinned }) => pinned ?? specifier));
  return wanted.size === 1 ? candidates[0] : undefined;
}

export const versionEnded = defineRule({
  id: 'django/version-ended',
  title: 'Django is of a series that gets security fixes',
  severity: { development: 'low', staging: 'medium', production: 'medium' },
  why: 'Holes that are found from now on stay open: fixes are published for supported series only, with the description of the attack.',
  remedy: `Go to ${OLDEST_SUPPORTED} (long-term support) or later, one series at a time, with python -W error::DeprecationWarning before each step.`,
  source: ['C03', 'S1-044', 'S2-002', 'https://www.djangoproject.com/download/#supported-versions'],
  judge: project =>
    acrossEvaluations(project.evaluations, ({ answer: { django } }) => {
      const ended = django === null ? undefined : endOf(django);
      if (django === null || ended === undefined) return [];
      const place = declaredDjango(project)?.place;
      const when = ended.month === undefined ? 'for years' : `since ${ended.month}`;
      return [
        {
          subject: 'Django',
          ...(place === undefined ? {} : { place }),
          message: `Django ${ended.series} has had no security fixes ${when}.`,
          evidence: `installed ${django}`,
        },
      ];
    }),
});

export const versionKnown = defineRule({
  id: 'django/version-known',
  title: `Django is one the rules know (${OLDEST_KNOWN} to ${NEWEST_KNOWN})`,
  severity: 'low',
  why: 'Settings and checks of other versions may be judged by what another version does.',
  remedy:
    'Read findings about renamed settings with that in mind, or use a release of this action that knows the version.',
  source: ['C03'],
  judge: project =>
    acrossEvaluations(project.evaluations, ({ answer: { django } }) => {
      const series = django === null ? undefined : seriesOf(django);
      if (series === undefined) return [];
      const known = isAtLeast(series, OLDEST_KNOWN) && !isOlder(NEWEST_KNOWN, series);
      if (known) return [];
      return [
        {
          subject: 'Django',
          message: `Django ${django} is not one these rules were made for (${OLDEST_KNOWN} to ${NEWEST_KNOWN}).`,
          evidence: `installed ${django}`,
        },
      ];
    }),
});

export const VERSION_RULES: readonly Rule[] = [versionDiffers, versionEnded, versionKnown];
