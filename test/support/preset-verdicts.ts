import { PRESETS } from '../../src/smoke/presets/index.ts';
import type { Judgement, PresetCheck } from '../../src/smoke/presets/preset.ts';
import { type SiteScript, scriptedSite } from './scripted-site.ts';

export type AnyCheck = PresetCheck<Readonly<Record<string, unknown>>, never>;

export function checkOf(id: string): AnyCheck {
  const check = PRESETS[id.split('/')[0] ?? '']?.checks.find(one => one.id === id);
  if (check === undefined) throw new Error(`there is no check ${id}`);
  return check;
}

/** What a check of a preset says about a scripted site: asked and judged as in a run. */
export async function judgementOf(
  id: string,
  script: SiteScript,
  options: Readonly<Record<string, unknown>> = { path: '/' },
): Promise<Judgement> {
  const check = checkOf(id);
  const site = scriptedSite(script);
  return check.judge(await check.collect(site, options), options, site.profile);
}

/** A judgement in one line, for tables: `broken: 200 over plain HTTP, and no redirect`. */
export async function verdictOf(
  id: string,
  script: SiteScript,
  options?: Readonly<Record<string, unknown>>,
): Promise<string> {
  const judgement = await judgementOf(id, script, options);
  return `${judgement.verdict}: ${judgement.verdict === 'not-knowable' ? judgement.why : judgement.actual}`;
}
