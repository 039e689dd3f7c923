import type { Place } from '../../core/findings.ts';
import type { CheckMessage } from '../../django/answer.ts';
import type { DjangoEvaluation } from '../../django/evaluation.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { headOf } from '../settings/across.ts';
import { assigned, placed, setting } from '../settings/values.ts';
import { acrossEvaluations } from './across.ts';
import { RAISED, WSGI } from './broken.ts';
import { isCovered } from './covered.ts';
import { isDjangos, KNOWN, onlyDeployed, severityOf } from './known.ts';

const CHECKS_PAGE = 'https://docs.djangoproject.com/en/6.0/ref/checks/';

/** From here on the same message about many models is one finding. */
const MOST_APART = 4;

export const check = defineRule({
  id: 'django/check',
  title: 'Django’s own checks, those for deployments included, have nothing to say',
  severity: { development: 'medium', staging: 'high', production: 'high' },
  why: 'Django and the installed packages know what they cannot work with. Errors stop migrate and every other command that runs the checks.',
  remedy: 'Do what the message asks for.',
  source: ['S0-044', 'S1-001', 'S1-032', 'S1-033', 'S1-153', CHECKS_PAGE],
  versions: 'Django 3.2 to 6.1',
  judge: project =>
    acrossEvaluations(project.evaluations, evaluation => {
      const spoken = (evaluation.answer.checks ?? []).filter(message => isToldHere(message, project));
      const groups = Map.groupBy(spoken, ({ id }) => id);
      return [...groups.values()].flatMap(messages =>
        messages.length >= MOST_APART && messages[0]?.id != null
          ? [together(messages, evaluation)]
          : messages.map(message => hitOf(message, evaluation)),
      );
    }),
});

function isToldHere({ id, silenced, level }: CheckMessage, { profile }: Project): boolean {
  if (silenced || id === WSGI || id === RAISED || isCovered(id, profile)) return false;
  return profile !== 'development' || (level >= 40 && !onlyDeployed(id));
}

function hitOf(message: CheckMessage, evaluation: DjangoEvaluation): Hit {
  const { id, level, object } = message;
  const about = object === '?' ? '' : `: ${object}`;
  const place = placeOf(message, evaluation);
  return {
    subject: `${id ?? 'a check without id'}${about}`,
    ...(place === undefined ? {} : { place }),
    message: message.message,
    evidence: `${id ?? 'no id'}, ${levelOf(level)}${about}`,
    remedy: remedyOf(message),
    severity: severityOf(id, level),
    ...(restsOnDummy(id, evaluation) ? { dummy: true } : {}),
  };
}

function together(messages: readonly CheckMessage[], evaluation: DjangoEvaluation): Hit {
  const [first, ...rest] = messages.map(message => hitOf(message, evaluation));
  if (first === undefined) throw new Error('a group of messages holds at least one');
  const [message] = messages;
  const objects = messages.slice(0, 3).map(({ object }) => object);
  return {
    ...first,
    subject: message?.id ?? first.subject,
    message: `${message?.message ?? ''} (${messages.length} times: ${objects.join(', ')} and ${rest.length - 2} more.)`,
    evidence: `${message?.id}, ${messages.length} times`,
  };
}

function levelOf(level: number): string {
  return level >= 50 ? 'critical' : level >= 40 ? 'error' : level >= 30 ? 'warning' : 'info';
}

function placeOf({ id, place }: CheckMessage, evaluation: DjangoEvaluation): Place | undefined {
  const name = id === null ? undefined : KNOWN[id]?.setting;
  const set = name === undefined ? undefined : assigned(evaluation, name)?.place;
  return placed(place) ?? set ?? headOf(evaluation);
}

function remedyOf({ id, hint }: CheckMessage): string {
  const known = id === null ? undefined : KNOWN[id]?.remedy;
  if (known !== undefined) return known;
  if (hint !== null) return hint;
  return isDjangos(id)
    ? `See ${id} in ${CHECKS_PAGE}`
    : 'See the documentation of the package that the check belongs to.';
}

function restsOnDummy(id: string | null, evaluation: DjangoEvaluation): boolean {
  const name = id === null ? undefined : KNOWN[id]?.setting;
  return name !== undefined && setting(evaluation, name)?.dummy === true;
}
