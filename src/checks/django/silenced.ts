import type { Severity } from '../../core/findings.ts';
import { defineRule, type Hit } from '../rule.ts';
import { headOf } from '../settings/across.ts';
import { assigned, list, setting } from '../settings/values.ts';
import { acrossEvaluations } from './across.ts';

/** Silencing these hides an open door; the rest of what is silenced is said, and no more. */
const UNFORGIVABLE: Readonly<Record<string, Severity>> = {
  'security.W009': 'high',
  'security.W018': 'high',
  'security.W020': 'high',
  'security.W001': 'high',
  'security.W003': 'high',
  'security.W010': 'high',
  'security.W011': 'high',
  'security.W012': 'high',
  'security.W016': 'high',
  'security.W004': 'medium',
  'security.W008': 'medium',
  'async.E001': 'high',
  'mail.E001': 'medium',
};

export const silenced = defineRule({
  id: 'django/silenced',
  title: 'No check of what keeps the site safe is silenced, and none that has something to say',
  severity: 'low',
  why: 'A silenced check says nothing on the day it matters, to nobody who runs manage.py check.',
  remedy: 'Correct what it is about and take the id out of SILENCED_SYSTEM_CHECKS.',
  source: ['S1-153', 'S1-033', 'https://docs.djangoproject.com/en/5.2/ref/settings/#silenced-system-checks'],
  judge: project =>
    acrossEvaluations(project.evaluations, evaluation => {
      const quiet = (evaluation.answer.checks ?? []).filter(message => message.silenced && message.id !== null);
      const place = assigned(evaluation, 'SILENCED_SYSTEM_CHECKS')?.place ?? headOf(evaluation);
      const at = place === undefined ? {} : { place };
      const applying = [...Map.groupBy(quiet, ({ id }) => id ?? '')].map(([id, [first]]): Hit => {
        const severity = project.profile === 'development' ? 'low' : severityOfSilence(id, first?.level ?? 30);
        return {
          subject: id,
          ...at,
          severity,
          message: `${id} is silenced, and it applies: ${first?.message ?? ''}`,
          evidence: `SILENCED_SYSTEM_CHECKS holds ${id}`,
        };
      });
      const listed = list(setting(evaluation, 'SILENCED_SYSTEM_CHECKS')?.value) ?? [];
      const waiting = [...new Set(listed)].filter(
        id => UNFORGIVABLE[id] === 'high' && quiet.every(message => message.id !== id),
      );
      return [
        ...applying,
        ...waiting.map(
          (id): Hit => ({
            subject: id,
            ...at,
            severity: 'low',
            message: `${id} is silenced. It does not apply today; on the day it does, nobody is told.`,
            evidence: `SILENCED_SYSTEM_CHECKS holds ${id}`,
          }),
        ),
      ];
    }),
});

function severityOfSilence(id: string, level: number): Severity {
  return UNFORGIVABLE[id] ?? (level >= 40 ? 'medium' : 'low');
}
