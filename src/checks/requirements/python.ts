import { defineRule, type Hit } from '../rule.ts';
import { fits, fitsSeries, isExact, seriesOf } from '../versions.ts';
import type { RequirementFacts } from './facts.ts';

export const pythonDrift = defineRule({
  id: 'requirements/python',
  title: 'One version of Python is named everywhere',
  severity: 'medium',
  why: 'What is tested with one version runs with another: packages have other files for it, and what one accepts the other refuses.',
  remedy: 'Name the same version in FROM, .python-version, workflows and build variables, within requires-python.',
  source: ['C37', 'S0-025', 'S2-009'],
  judge: ({ requirements: { pythons } }) => {
    const named = pythons.filter(({ kind }) => kind !== 'range');
    const chosen =
      named.find(({ kind }) => kind === 'image') ??
      named.find(({ place }) => place.file.endsWith('.python-version')) ??
      named.find(({ kind }) => kind === 'pin');
    if (chosen === undefined) return [];
    const series = seriesOf(chosen.version) ?? chosen.version;
    const others = named.flatMap(({ version, kind, place }): Hit[] => {
      if (seriesOf(version) === series) return [];
      return [
        {
          place,
          subject: place.file,
          message:
            place.file === chosen.place.file
              ? `${place.file} names Python ${version} here, and ${chosen.version} on another line.`
              : `${place.file} names Python ${version}, ${chosen.place.file} ${chosen.version}.`,
          evidence: `Python ${version}`,
          remedy: `Name ${series} in both.`,
          ...(kind === 'workflow' ? { severity: 'low' as const } : {}),
        },
      ];
    });
    return [...testedElsewhere(others, named, series), ...outside(pythons, chosen)];
  },
});

/** Workflows that test with several versions are fine as long as the deployed one is among them. */
function testedElsewhere(hits: readonly Hit[], named: RequirementFacts['pythons'], series: string): readonly Hit[] {
  const tested = named.some(({ kind, version }) => kind === 'workflow' && seriesOf(version) === series);
  return hits.filter(({ severity }) => severity !== 'low' || !tested);
}

function outside(pythons: RequirementFacts['pythons'], chosen: RequirementFacts['pythons'][number]): readonly Hit[] {
  return pythons.flatMap(({ kind, version, place }): Hit[] => {
    if (kind !== 'range' || allows(version, chosen.version)) return [];
    return [
      {
        place,
        subject: `${place.file}: requires-python`,
        message: `${place.file} allows Python ${version}, and ${chosen.place.file} names ${chosen.version}.`,
        evidence: `requires ${version}`,
      },
    ];
  });
}

/** An image of a series is its newest release: only a range that shuts the whole series out says something else. */
function allows(range: string, version: string): boolean {
  const series = seriesOf(version);
  if (series === undefined) return true;
  return (isExact(version) ? fits(version, range) : fitsSeries(series, range)) !== false;
}

export const updates = defineRule({
  id: 'requirements/updates',
  title: 'A robot proposes updates of the dependencies',
  severity: { development: 'off', staging: 'low', production: 'low' },
  why: 'Nobody notices that a package has a hole until somebody looks; a robot looks every week.',
  remedy:
    'Add .github/dependabot.yml:\nversion: 2\nupdates:\n  - package-ecosystem: pip\n    directory: /\n    schedule:\n      interval: monthly\n  - package-ecosystem: docker\n    directory: /\n    schedule:\n      interval: weekly',
  source: ['S2-047', 'S2-046', 'S2-076', 'S4-097'],
  judge: ({ requirements, source }) => {
    const robot = source.files.some(file =>
      /^\.github\/dependabot\.ya?ml$|(?:^|\/)\.?renovate(?:rc)?(?:\.json5?)?$|(?:^|\/)\.pyup\.ya?ml$/.test(file),
    );
    if (robot || requirements.files.every(({ entries }) => entries.length === 0)) return [];
    return [
      {
        subject: 'dependency updates',
        message: 'Neither Dependabot nor Renovate is configured in the repository.',
        evidence: 'no .github/dependabot.yml, no renovate.json',
      },
    ];
  },
});
