import type { Project } from '../../../../../src/checks/project.ts';
import type { RequirementEntry, RequirementFile } from '../../../../../src/checks/requirements/facts.ts';
import { evaluationWith, projectWith } from '../../../../support/checks.ts';
import type { RuleCases } from '../../../../support/rule-cases.ts';

const FILE = 'requirements/production.txt';

function requiring(specifier: string, file: string = FILE): RequirementFile {
  const entry: RequirementEntry = {
    name: 'django',
    extras: [],
    specifier,
    pinned: specifier.startsWith('==') ? specifier.slice(2) : undefined,
    hashed: false,
    marker: undefined,
    direct: undefined,
    place: { file, line: 3 },
  };
  return { file, kind: 'requirements', entries: [entry], includes: [], unreadable: [] };
}

function running(django: string, ...files: readonly RequirementFile[]): Project {
  const [deployed] = files;
  return projectWith({
    evaluations: [evaluationWith({ django })],
    requirements: { files, deployed: files.length === 1 ? deployed : undefined, pythons: [] },
  });
}

export const VERSION: RuleCases = {
  'django/version-differs': {
    fires: [
      { name: 'another series is pinned', project: running('5.2.17', requiring('==4.2.11')), at: [[FILE, 3]] },
      { name: 'another patch is pinned', project: running('5.2.17', requiring('==5.2.19')), at: [[FILE, 3]] },
      { name: 'the range ends before it', project: running('6.0', requiring('>=5.2,<5.3')), at: [[FILE, 3]] },
    ],
    silent: [
      { name: 'the pinned one is installed', project: running('5.2.17', requiring('==5.2.17')) },
      { name: 'the range holds it', project: running('5.2.17', requiring('>=5.2,<5.3')) },
      {
        name: 'it is installed from somewhere else',
        project: running('5.2.17', requiring('@ git+https://github.com/django/django')),
      },
      { name: 'nothing says which', project: running('5.2.17') },
      {
        name: 'two files disagree, and neither is known to be installed',
        project: running('5.2.17', requiring('==4.2'), requiring('==5.1', 'dev.txt')),
      },
    ],
  },
  'django/version-ended': {
    fires: [
      {
        name: '4.2, whose long-term support has ended',
        project: running('4.2.30', requiring('==4.2.30')),
        at: [[FILE, 3]],
      },
      { name: 'a series older than the table', project: running('2.2.28'), at: [null] },
    ],
    silent: [
      { name: '5.2 LTS', project: running('5.2.17') },
      { name: '6.1', project: running('6.1.3') },
    ],
  },
  'django/version-known': {
    fires: [{ name: 'a version from after the rules', project: running('7.0'), at: [null] }],
    silent: [
      { name: 'the newest they know', project: running('6.1.3') },
      { name: 'the oldest they know', project: running('3.2.25') },
    ],
  },
};
