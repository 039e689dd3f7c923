import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Copy, changesOf } from '../../../lab/faulty/index.ts';
import { type Checked, check, checkoutOfRelease, type Inputs } from './scene.ts';

/** A password of one copy is a part of it: what is written there has to be found all the same. */
const SARIF = 'reports/obcms.sarif';

/** Judges a copy of the project: with all its faults, or the ground that they are made in. */
export async function checkCopy(copy: Copy, withFaults: boolean, inputs: Inputs = {}): Promise<Checked> {
  const { committed, beside } = changesOf(copy, withFaults);
  const checkout = await checkoutOfRelease('first', committed);
  try {
    for (const [file, text] of Object.entries(beside)) {
      if (text !== undefined) await writeFile(join(checkout.directory, file), text);
    }
    const given = { profile: copy.profile, 'env-file': copy.environmentFile, sarif: SARIF };
    return await check(checkout, { ...given, ...inputs });
  } finally {
    await checkout.dispose();
  }
}

/** Values of an environment that nobody may see. Short ones are words that other texts hold as well. */
export function secretsIn(variables: string): readonly string[] {
  return variables
    .split('\n')
    .map(line => /^(?<name>\w+)=(?<value>.*)$/.exec(line)?.groups)
    .flatMap(groups => (/KEY|PASSWORD|TOKEN/.test(groups?.['name'] ?? '') ? [groups?.['value'] ?? ''] : []))
    .filter(value => value.length >= 16);
}

/** What is at least high, one line each. */
export function atHigh({ report, lines }: Checked): readonly string[] {
  return lines.filter((_, index) => ['critical', 'high'].includes(report.findings[index]?.severity ?? ''));
}
