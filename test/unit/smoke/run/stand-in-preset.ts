import { defineCheck, type Judgement, type Preset, type Site } from '../../../../src/smoke/presets/preset.ts';

/** A preset whose checks do what is said. */
export function presetOf(name: string, checks: Readonly<Record<string, (site: Site) => Promise<Judgement>>>): Preset {
  return {
    name,
    about: '',
    checks: Object.entries(checks).map(([id, collect]) =>
      defineCheck<Readonly<Record<string, unknown>>, Judgement>({
        id: `${name}/${id}`,
        title: `${id} holds`,
        why: '',
        accepts: [],
        remedy: 'Mend it.',
        source: '',
        severity: 'failure',
        collect,
        judge: judgement => judgement,
      }),
    ),
  };
}

export const HOLDS: Judgement = { verdict: 'holds', actual: 'fine' };
/** Holds when the question was asked without an error. */
export async function holdsAfter(asked: Promise<unknown>): Promise<Judgement> {
  await asked;
  return HOLDS;
}
