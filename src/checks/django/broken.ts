import type { Place } from '../../core/findings.ts';
import { inSequence } from '../../core/text.ts';
import type { CheckMessage } from '../../django/answer.ts';
import type { DjangoEvaluation } from '../../django/evaluation.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { headOf } from '../settings/across.ts';
import { assigned, list, placed, setting } from '../settings/values.ts';
import { acrossEvaluations } from './across.ts';
import { REFUSED_HERE } from './broken-off.ts';
import { isOwnModule, namesImport } from './modules.ts';

/** Ids of the probe's own messages: about WSGI_APPLICATION, which Django only looks at when a server starts, and about a check that raised. */
export const WSGI = 'obcms_deploy.E001';
export const RAISED = 'obcms_deploy.E002';

export const checkFails = defineRule({
  id: 'django/check-fails',
  title: 'Django’s checks run to their end',
  severity: { development: 'medium', staging: 'high', production: 'high' },
  why: 'migrate, runserver and check run them first and end with this traceback. The check of URL patterns is the one that imports all views.',
  remedy: 'Correct what raises on this line.',
  source: ['S1-153', 'S0-044'],
  judge: project =>
    acrossEvaluations(project.evaluations, evaluation => {
      const { failure, checks } = evaluation.answer;
      // A variable that a view demands is told by missing-variable.
      if (failure?.kind === 'variable-missing') return [];
      const raised = (checks ?? []).filter(({ id }) => id === RAISED);
      if (raised.length > 0)
        return [...byFault(raised).values()].map(messages => raisedHit(messages, project, evaluation));
      if (failure?.stage !== 'checks') return [];
      // The process ended in the middle of them: no message is left, and no knowing which.
      const place = placed(failure.place) ?? headOf(evaluation);
      return [
        {
          subject: failure.type,
          ...(place === undefined ? {} : { place }),
          message: 'The system checks did not run to their end here, so what they would say is not known.',
          evidence: `${failure.type}: ${failure.message}`,
          unknown: true,
        },
      ];
    }),
});

/** One line that raises breaks every check that comes by it. */
function byFault(raised: readonly CheckMessage[]): ReadonlyMap<string, readonly CheckMessage[]> {
  return Map.groupBy(raised, ({ message, place }) => JSON.stringify([message, place]));
}

function raisedHit(messages: readonly CheckMessage[], project: Project, evaluation: DjangoEvaluation): Hit {
  const [first] = messages;
  const names = messages.map(({ object }) => object);
  const at = placed(first?.place ?? null) ?? headOf(evaluation);
  const said = first?.message ?? '';
  const unsure = isOfThisMachine(said, project, evaluation);
  return {
    subject: names.at(-1) ?? 'a check',
    ...(at === undefined ? {} : { place: at }),
    message: unsure
      ? `${inSequence(names)} could not run here, so what would be said is not known.`
      : `What raises here stops ${inSequence(names)}, and with it migrate and every other command that runs the checks.`,
    evidence: said,
    ...(unsure ? { unknown: true } : {}),
  };
}

/** It raised for what only this machine lacks: a module, a stand-in's parts, a connection the probe refused. */
function isOfThisMachine(message: string, project: Project, { answer: { stubs } }: DjangoEvaluation): boolean {
  if (stubs.length > 0 || message.includes(REFUSED_HERE)) return true;
  const missing = /No module named '([^'.]+)/.exec(message)?.[1];
  return missing !== undefined && !isOwnModule(missing, project);
}

export const wsgiFails = defineRule({
  id: 'django/wsgi-fails',
  title: 'The WSGI application can be loaded',
  severity: { development: 'medium', staging: 'critical', production: 'critical' },
  why: 'It is what gunicorn loads first. Settings and middleware that cannot be imported show here, and not in manage.py check.',
  remedy:
    'Mend what raises on this line; this shows whether the module loads:\npython -c "import django; from django.core.wsgi import get_wsgi_application; get_wsgi_application()"',
  source: ['S1-054', 'S1-153', 'https://docs.djangoproject.com/en/5.2/ref/settings/#wsgi-application'],
  judge: project =>
    acrossEvaluations(project.evaluations, evaluation =>
      (evaluation.answer.checks ?? [])
        .filter(({ id }) => id === WSGI)
        .map((message): Hit => {
          const place =
            middlewarePlace(message.message, evaluation) ??
            placed(message.place) ??
            assigned(evaluation, 'WSGI_APPLICATION')?.place ??
            headOf(evaluation);
          return {
            subject: message.object,
            ...(place === undefined ? {} : { place }),
            message: `${message.object} cannot be loaded, so no server process starts.`,
            evidence: message.message,
            ...(isOfThisMachine(message.message, project, evaluation) ? { unknown: true } : {}),
          };
        }),
    ),
});

/** A middleware that cannot be imported is one of a list: that is what there is to change. */
function middlewarePlace(message: string, evaluation: DjangoEvaluation): Place | undefined {
  const classes = list(setting(evaluation, 'MIDDLEWARE')?.value) ?? [];
  return classes.some(name => namesImport(message, name)) ? assigned(evaluation, 'MIDDLEWARE')?.place : undefined;
}
