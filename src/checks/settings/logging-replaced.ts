import { inSequence } from '../../core/text.ts';
import { defineRule } from '../rule.ts';
import { acrossSettings } from './across.ts';
import { deployed } from './severities.ts';
import { entries, member } from './values.ts';

/** Names shown of a long list. */
const MOST_NAMES = 5;

export const logsReplaced = defineRule({
  id: 'settings/logs-replaced',
  title: 'Production’s LOGGING keeps the loggers of the settings it builds on',
  severity: deployed('low'),
  why: 'An assignment replaces the whole dictionary. Loggers that the base settings had levels and handlers for fall back to the root logger: what was quiet floods the log, and what went to a handler of its own goes nowhere.',
  remedy:
    'Build on what is there instead of replacing it:\nLOGGING["root"] = {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")}',
  source: ['S1-024', 'S1-025', 'https://docs.djangoproject.com/en/5.2/topics/logging/#configuring-logging'],
  judge: project =>
    acrossSettings(project, { needs: ['LOGGING'], of: 'any' }, ({ evaluation, value }) => {
      const replaced = evaluation.answer.settings?.values['LOGGING']?.replaced;
      if (replaced === undefined) return [];
      const kept = new Set(Object.keys(entries(member(value('LOGGING'), 'loggers')) ?? {}));
      const lost = Object.keys(entries(member(replaced.value, 'loggers')) ?? {}).filter(name => !kept.has(name));
      if (lost.length === 0) return [];
      const names = inSequence(lost.slice(0, MOST_NAMES).map(name => `"${name}"`));
      const more = lost.length > MOST_NAMES ? ` and ${lost.length - MOST_NAMES} more` : '';
      const where = replaced.place === null ? 'an earlier assignment' : `${replaced.place.file}:${replaced.place.line}`;
      return [
        {
          on: 'LOGGING',
          subject: 'LOGGING: loggers',
          message: `This LOGGING replaces the one of ${where}, and ${lost.length === 1 ? 'its logger' : 'its loggers'} ${names}${more} ${lost.length === 1 ? 'is' : 'are'} lost.`,
          evidence: `lost: ${lost.slice(0, MOST_NAMES).join(', ')}`,
        },
      ];
    }),
});
