import { nearest } from '../../core/nearest.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { askedBy } from './reads.ts';
import { evidenceOf, lastOfEach, serviceUses, standing, type Use, useOf, usesOf } from './uses.ts';

/** What django-environ takes for true, whatever the case; all else is false (`environ.Env.BOOLEAN_TRUE_STRINGS`). */
const TRUE = /^(?:true|on|ok|y|yes|1)$/i;
const FALSE = /^(?:false|off|no|n|0|f|none|null|)$/i;
/** Variables that are switches by their name, where nobody says how they are read. */
const SWITCH_NAMES =
  /DEBUG|(?:^|_)(?:USE|ENABLE|ENABLED|ALLOW|FEATURE|REQUIRE|DISABLE)(?:_|$)|_(?:TLS|SSL|SECURE|REDIRECT|PRELOAD)$/;
/** Settings that are switches: a text in their place is true, whatever it says. */
const SWITCHES =
  /^(?:SECURE_SSL_REDIRECT|SECURE_HSTS_(?:INCLUDE_SUBDOMAINS|PRELOAD)|SESSION_COOKIE_(?:SECURE|HTTPONLY)|CSRF_COOKIE_(?:SECURE|HTTPONLY)|EMAIL_USE_(?:TLS|SSL)|USE_X_FORWARDED_(?:HOST|PORT)|CORS_(?:ALLOW_ALL_ORIGINS|ORIGIN_ALLOW_ALL|ALLOW_CREDENTIALS)|CELERY_TASK_ALWAYS_EAGER|WHITENOISE_(?:USE_FINDERS|AUTOREFRESH)|AWS_QUERYSTRING_AUTH|USE_S3)$/;

export const boolean = defineRule({
  id: 'env/boolean',
  title: 'Switches are spelled as their reader spells them',
  severity: 'medium',
  why: 'django-environ takes true, on, ok, y, yes and 1 for true and everything else for false without a word: `DEBUG=flase` happens to be safe, `EMAIL_USE_TLS=ture` sends passwords in the clear.',
  remedy: 'Write it as 1 or 0, True or False, without blanks and quotation marks.',
  source: ['C35', 'S0-027', 'S4-004', 'django-environ: environ.Env.BOOLEAN_TRUE_STRINGS'],
  judge: project => {
    const { reads } = askedBy(project);
    const hits = candidates(project).flatMap((use): Hit[] => {
      const cast = reads.get(use.name)?.cast;
      const { value } = use;
      if (TRUE.test(value) || FALSE.test(value)) return [];
      const trimmed = value
        .trim()
        .replace(/^["']|["']$/g, '')
        .trim();
      const meant = TRUE.test(trimmed) || FALSE.test(trimmed) ? trimmed : mistyped(trimmed);
      if (cast !== 'bool' && (meant === undefined || (cast ?? null) !== null || !SWITCH_NAMES.test(use.name)))
        return [];
      return [
        {
          ...standing(use),
          subject: use.name,
          message:
            meant === undefined
              ? `${use.name} is read as a switch, and this is neither of its ways to say true: it is off.`
              : `${use.name} looks like "${meant}" and is not spelled so: django-environ takes it for false.`,
          evidence: evidenceOf(use.name, value),
        },
      ];
    });
    return [...hits, ...textsAsSwitches(project)];
  },
});

/** Switches of settings that ended as a text: `os.environ.get("EMAIL_USE_TLS", False)`. */
function textsAsSwitches(project: Project): readonly Hit[] {
  const uses = new Map([...serviceUses(project), ...usesOf(project)].map(use => [use.name, use]));
  const found = new Map<string, Hit>();
  for (const { answer } of project.evaluations) {
    for (const [name, { value, variables, place, dummy }] of Object.entries(answer.settings?.values ?? {})) {
      if (!SWITCHES.test(name) || typeof value !== 'string' || !/^(?:false|off|no|n|0)$/i.test(value.trim())) continue;
      const variable = variables[0] ?? name;
      const use = uses.get(variable);
      const at = place === null || place.file.startsWith('/') ? use?.place : { file: place.file, line: place.line };
      found.set(name, {
        ...(at === undefined ? {} : { place: at }),
        subject: name,
        message: `${name} is the text of ${variable}, and every text that is not empty is true in Python: it is on although the variable says "${value.trim()}".`,
        evidence: `${name} = '${value}'`,
        remedy: `Read it as a switch: ${name} = env.bool("${variable}", default=False)`,
        severity: 'high',
        ...(dummy ? { dummy: true } : {}),
      });
    }
  }
  return [...found.values()];
}

function candidates(project: Project): readonly Use[] {
  const inUse = [...usesOf(project), ...serviceUses(project)];
  const known = new Set(inUse.map(({ place }) => (place === undefined ? '' : `${place.file}:${place.line}`)));
  const elsewhere = project.environmentFiles
    .flatMap(({ file, entries }) => lastOfEach(entries).map(entry => useOf(file, entry)))
    .filter(({ place }) => place !== undefined && !known.has(`${place.file}:${place.line}`));
  return [...inUse, ...elsewhere];
}

/** `flase`, `Ture`, `yess`: one slip away from a word, and no word itself. */
function mistyped(value: string): string | undefined {
  if (!/^[a-z]{4,6}$/i.test(value)) return undefined;
  const word = nearest(value, ['true', 'false']);
  const close =
    word !== undefined && Math.abs(word.length - value.length) <= 1 && sharesLetters(word, value.toLowerCase());
  return close ? word : undefined;
}

/** All but one letter of each are the same, in whatever order. */
function sharesLetters(word: string, value: string): boolean {
  const rest = [...value];
  let missing = 0;
  for (const letter of word) {
    const at = rest.indexOf(letter);
    if (at === -1) missing += 1;
    else rest.splice(at, 1);
  }
  return missing <= 1 && rest.length <= 1;
}
