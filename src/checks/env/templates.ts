import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import type { EnvironmentFile } from './facts.ts';
import { askedBy } from './reads.ts';
import { filesInUse, GIVEN, named } from './uses.ts';

export const templateLacks = defineRule({
  id: 'env/template-lacks',
  title: 'The template names what the settings demand',
  severity: deployed('medium'),
  why: 'Whoever sets up the next environment copies the template, and the settings refuse to load, or fall back silently.',
  remedy: 'Add the names, with empty values and a comment on how each is made.',
  source: ['S1-029', 'S3-016', 'S0-017', 'S1-164', 'S2-026'],
  judge: project => {
    const { required, complete } = askedBy(project);
    const template = templateOf(project);
    if (template === undefined || !complete) return [];
    const here = namesIn(template);
    const provided = providedByFiles(project);
    // manage.py, wsgi.py and asgi.py each have a module of their own to fall back to.
    const lacking = [...required]
      .filter(name => !here.has(name) && !provided.has(name) && name !== 'DJANGO_SETTINGS_MODULE')
      .sort();
    if (lacking.length === 0) return [];
    return [
      {
        place: { file: template.file, line: 1 },
        subject: template.file,
        message: `The template lacks ${lacking.length === 1 ? 'a name' : `${lacking.length} names`} that the settings do not load without.`,
        evidence: named(lacking),
        remedy: `Add to ${template.file}:\n${lacking.map(name => `${name}=`).join('\n')}`,
      },
    ];
  },
});

export const drift = defineRule({
  id: 'env/drift',
  title: 'Staging and production know the same names',
  severity: deployed('low'),
  why: 'A name that only one of them has is what staging cannot prove: the feature, the mail server or the bucket is first tried in production.',
  remedy:
    'Add the names to the other file too, with the value that is right there, or say in a comment why they are missing.',
  source: ['S0-004', 'S0-049', 'S0-051', 'S3-016'],
  judge: ({ environmentFiles }) => {
    const pairs = (['template', 'values'] as const).flatMap(kind => {
      const of = (profile: EnvironmentFile['profile']) =>
        environmentFiles.find(file => file.kind === kind && file.profile === profile);
      const [staging, production] = [of('staging'), of('production')];
      return staging === undefined || production === undefined ? [] : [{ staging, production }];
    });
    return pairs.flatMap(({ staging, production }) => [
      ...lacksOf(staging, production),
      ...lacksOf(production, staging),
    ]);
  },
});

export const templateAgainstGiven = defineRule({
  id: 'env/not-as-template',
  title: 'The environment has the names of its template',
  severity: deployed('low'),
  why: 'The template says what this environment needs; a name that is not set was forgotten, or the template is out of date.',
  remedy: 'Set them, or take them out of the template.',
  source: ['S0-049', 'S0-051', 'S1-164', 'S2-026'],
  judge: project => {
    const { given } = project;
    const template = project.environmentFiles.find(
      ({ kind, profile }) => kind === 'template' && profile === project.profile,
    );
    if (template === undefined || given.empty) return [];
    const there = new Set([...given.variables.keys(), ...given.unreadable, ...providedByFiles(project)]);
    const absent = template.entries.filter(({ name }) => !there.has(name));
    const flags = absent.filter(({ name }) => name.startsWith('FEATURE_'));
    const [first] = absent;
    if (first === undefined) return [];
    return [
      {
        place: { file: template.file, line: first.line },
        subject: template.file,
        message: `${absent.length === 1 ? 'One name' : `${absent.length} names`} of the template ${absent.length === 1 ? 'is' : 'are'} not set in ${GIVEN}.`,
        evidence: named(absent.map(({ name }) => name)),
        ...(flags.length > 0 ? { severity: 'medium' as const } : {}),
      },
    ];
  },
});

/** Names that `file` lacks and `other` has; one finding, at the head of the file that lacks them. */
function lacksOf(file: EnvironmentFile, other: EnvironmentFile): readonly Hit[] {
  const here = namesIn(file);
  const lacking = [...new Set(other.entries.map(({ name }) => name))].filter(name => !here.has(name));
  if (lacking.length === 0) return [];
  const flags = lacking.some(name => name.startsWith('FEATURE_'));
  return [
    {
      place: { file: file.file, line: 1 },
      subject: `${file.file} and ${other.file}`,
      message: `${other.file} has ${lacking.length === 1 ? 'a name' : `${lacking.length} names`} that ${file.file} lacks.`,
      evidence: named(lacking),
      ...(flags ? { severity: 'medium' as const } : {}),
    },
  ];
}

/** The one for this profile, else the only one that is for every profile. */
function templateOf({ environmentFiles, profile }: Project): EnvironmentFile | undefined {
  const templates = environmentFiles.filter(({ kind }) => kind === 'template');
  const own = templates.find(file => file.profile === profile);
  const general = templates.filter(file => file.profile === undefined);
  const others = templates.some(file => file.profile !== undefined);
  return own ?? (others ? undefined : general[0]);
}

function namesIn({ entries, mentions }: EnvironmentFile): ReadonlySet<string> {
  return new Set([...entries.map(({ name }) => name), ...(mentions ?? [])]);
}

/** What images, Compose files and the files they load set by themselves, so that nobody has to copy it. */
function providedByFiles(project: Project): ReadonlySet<string> {
  const { services, dockerfiles, given } = project;
  const loaded = filesInUse(project).filter(({ kind }) => kind === 'values');
  return new Set([
    ...services.flatMap(({ compose }) =>
      [...(compose?.environment.values() ?? [])].flatMap(({ name, written }) => (written === '' ? [] : [name])),
    ),
    ...dockerfiles.flatMap(({ stages }) => stages.flatMap(({ environment }) => [...environment.keys()])),
    ...loaded.flatMap(({ entries }) => entries.map(({ name }) => name)),
    ...services
      .filter(({ own }) => own)
      .flatMap(({ environment }) => [...environment.keys()].filter(name => !given.variables.has(name))),
  ]);
}
