import { oneLine } from '../../core/text.ts';
import type { EvaluationAnswer, Failure } from '../../django/answer.ts';
import type { Project } from '../project.ts';
import { defineRule } from '../rule.ts';
import {
  brokenOff,
  CODE_ERRORS,
  during,
  ended,
  isSandboxed,
  isWhole,
  moduleOf,
  ownModuleMissing,
  said,
  type Told,
} from './broken-off.ts';
import { nearestModules } from './modules.ts';

export const settingsMissing = defineRule({
  id: 'django/settings-missing',
  title: 'The settings module that is asked for exists',
  severity: 'critical',
  why: 'Nothing of the project starts: gunicorn, Celery and manage.py all end with ModuleNotFoundError before they do anything.',
  remedy: 'Name a module that exists in DJANGO_SETTINGS_MODULE, or commit the one that is named.',
  source: [
    'S0-026',
    'S1-002',
    'C07',
    'https://docs.djangoproject.com/en/5.2/topics/settings/#designating-the-settings',
  ],
  judge: project =>
    brokenOff(project, (failure, evaluation) => {
      if (failure.kind !== 'settings-missing') return undefined;
      const wanted = failure.name ?? moduleOf(evaluation);
      const near = nearestModules(wanted, project);
      const [nearest] = near;
      return {
        subject: wanted,
        message: `There is no settings module ${wanted} in this checkout, so what is started with it ends at once.`,
        evidence: said(failure),
        ...(nearest === undefined
          ? {}
          : {
              remedy: `Name a module that exists. Near to it: ${near.join(', ')}.\nDJANGO_SETTINGS_MODULE=${nearest}`,
            }),
      };
    }),
});

export const importFailed = defineRule({
  id: 'django/import-failed',
  title: 'The settings and applications can be imported',
  severity: 'critical',
  why: 'A release whose own code cannot be imported does not start: every process of it ends with a traceback.',
  remedy: 'Correct the import or the syntax on this line.',
  source: ['S1-153', 'reference: https://docs.djangoproject.com/en/5.2/ref/applications/#how-applications-are-loaded'],
  judge: project =>
    brokenOff(project, (failure, { answer }) => {
      // What the checks import, the URL patterns and their views, is told by check-fails.
      if (failure.stage !== 'settings' && failure.stage !== 'setup') return undefined;
      if (failure.kind === 'syntax') {
        return {
          subject: failure.place?.file ?? 'syntax',
          message: `Python cannot read this file (while ${during(failure)}), so the release does not start.`,
          evidence: said(failure),
        };
      }
      if (failure.kind === 'module-missing') return notInstalled(failure, project, answer);
      if (!ownModuleMissing(failure)) return undefined;
      return {
        subject: failure.name ?? failure.type,
        message: `The project imports what is not there (while ${during(failure)}), so the release does not start.`,
        evidence: said(failure),
        remedy: `Commit ${failure.name ?? 'the module'}, or take the import away on the line that names it.`,
      };
    }),
});

/** It may be installed where the release runs, so nothing is wrong with the project as far as can be seen from here. */
function notInstalled(failure: Failure, project: Project, { django }: EvaluationAnswer): Told {
  const name = failure.name ?? 'a module';
  const what = django === null ? 'Django itself is' : `The module ${name} is`;
  return {
    subject: name,
    message: `${what} not installed in the interpreter that was asked (${project.python?.executable ?? 'python'}), so the settings cannot be judged. Install the project's requirements before this step, or set stub-imports to missing.`,
    evidence: said(failure),
    unknown: true,
  };
}

export const missingVariable = defineRule({
  id: 'django/missing-variable',
  title: 'The environment has every variable that the settings demand',
  severity: 'critical',
  why: 'The process ends before it answers one request; after a deployment the new container never becomes healthy.',
  remedy:
    'Add the variable to the environment of every service that runs the project (in Coolify: Environment Variables).',
  source: ['S1-164', 'S2-026', 'S0-036', 'S1-032'],
  judge: project =>
    brokenOff(project, (failure, evaluation) => {
      if (failure.kind !== 'variable-missing') return undefined;
      const name = failure.name ?? 'a variable';
      const subject = failure.name ?? failure.type;
      const evidence = said(failure);
      if (failure.name !== null && project.given.unreadable.includes(failure.name)) {
        return { subject, evidence, unknown: true, message: `${name} exists, but its value could not be read.` };
      }
      if (!isWhole(project, evaluation)) {
        return {
          subject,
          evidence,
          unknown: true,
          message: `The settings demand ${name}, and the environment they will really have is not known here. Give env-file, env or coolify-token, or set missing to dummy.`,
        };
      }
      return {
        subject,
        evidence,
        message: `${moduleOf(evaluation)} cannot load without ${name}, and the environment does not have it.`,
        remedy: `Add ${name} to the environment of every service this holds for (in Coolify: Environment Variables), or give the setting a default that is safe in production.\n${failure.name ?? 'NAME'}=<value>`,
      };
    }),
});

/** The project's own words say best what it wants; the evidence has all of them. */
function reasonIn({ message }: Failure): string {
  const text = oneLine(message, 160).replace(/[.!]$/, '');
  return text === '' ? '' : ` (${text})`;
}

export const settingsRefuse = defineRule({
  id: 'django/settings-refuse',
  title: 'The settings load with the environment they are given',
  severity: 'critical',
  why: 'Settings that raise stop every process of the release. Refusing a bad environment is right; shipping one is not.',
  remedy: 'Read the message and correct the variable or the setting it is about.',
  source: ['S1-008', 'S1-009', 'S1-032', 'S1-153'],
  judge: project =>
    brokenOff(project, (failure, evaluation) => {
      if (failure.stage !== 'settings' || ownModuleMissing(failure)) return undefined;
      const evidence = said(failure);
      const subject = moduleOf(evaluation);
      if (failure.kind === 'timeout' || failure.kind === 'died') {
        return { subject, evidence, unknown: true, message: ended(failure, `${subject} was evaluated`) };
      }
      if (failure.kind !== 'refused' && failure.kind !== 'exit') return undefined;
      if (isSandboxed(failure)) {
        return {
          subject,
          evidence,
          unknown: true,
          message: `${subject} asks something else, or starts a program, while it is imported, which is not let happen here: whether it loads is not known (see settings/connects-at-import).`,
        };
      }
      const verb = failure.kind === 'exit' ? 'ends the process' : 'refuses to load';
      return {
        subject,
        evidence,
        message: `${subject} ${verb} with this environment${reasonIn(failure)}, so nothing that uses it starts.`,
        ...(!isWhole(project, evaluation) && !CODE_ERRORS.has(failure.type) ? { unknown: true as const } : {}),
      };
    }),
});
