import { defineRule } from '../rule.ts';
import { acrossSettings, type Fault } from './across.ts';
import { addressOf, type Cache, cachesOf, indexOf } from './cache.ts';
import { deployed } from './severities.ts';
import { text } from './values.ts';

export const cachePrefix = defineRule({
  id: 'settings/cache-prefix',
  title: 'Two caches in one Redis have different key prefixes',
  severity: deployed('low'),
  why: 'Two caches with the same place and the same prefix are one cache: a key of the one is an answer of the other, with another lifetime.',
  remedy: 'CACHES["sessions"]["KEY_PREFIX"] = "sessions"',
  source: ['C33', 'https://docs.djangoproject.com/en/5.2/ref/settings/#key-prefix'],
  judge: project =>
    acrossSettings(project, { needs: ['CACHES'], of: 'any' }, evaluated => {
      const caches = cachesOf(evaluated);
      return caches.flatMap((cache, position): Fault[] => {
        const twin = caches
          .slice(0, position)
          .find(other => keyOf(other) !== undefined && keyOf(other) === keyOf(cache));
        return twin === undefined
          ? []
          : [
              {
                on: 'CACHES',
                subject: `CACHES: ${cache.alias}: KEY_PREFIX`,
                evidence: `${twin.alias} and ${cache.alias}: ${keyOf(cache)}`,
                message: `The caches "${twin.alias}" and "${cache.alias}" share their place and their key prefix, so their keys are the same.`,
              },
            ];
      });
    }),
});

/** What decides the name of a key in Redis; undefined for other caches. */
function keyOf({ kind, values }: Cache): string | undefined {
  const address = kind === 'redis' ? addressOf(values['LOCATION']) : undefined;
  const place = address === undefined ? undefined : indexOf(address);
  if (place === undefined || values['KEY_FUNCTION'] !== undefined) return undefined;
  const prefix = text(values['KEY_PREFIX']) ?? '';
  return `${place}, prefix '${prefix}', version ${String(values['VERSION'] ?? 1)}`;
}
