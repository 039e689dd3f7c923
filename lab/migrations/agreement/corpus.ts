/** The whole corpus: what the action says of it, and how that agrees with the truth. */
import type { Case } from '../cases/case.ts';
import type { Truth } from '../measure-corpus.ts';
import type { CorpusVersions } from '../project.ts';
import { compareCase } from './compared.ts';
import { judgeCorpus } from './judged.ts';
import type { Agreement } from './page.ts';

export interface CompareQuestion {
  /** Empty or missing. */
  readonly directory: string;
  readonly python: string;
  readonly cases: readonly Case[];
  readonly truth: Truth;
  /** Of the interpreter; the truth's without. Cases that it does not know are left out. */
  readonly django?: string;
}

export async function compareCorpus({ directory, python, cases, truth, django }: CompareQuestion): Promise<Agreement> {
  const versions: CorpusVersions = { django: django ?? truth.django, postgres: truth.postgres };
  const judged = await judgeCorpus({ directory, python, versions, cases });
  const comparisons = judged.flatMap(one => {
    const known = truth.cases[one.case.name];
    // A case that nobody measured agrees with nothing.
    if (known === undefined) throw new Error(`${one.case.name} was never measured: npm run measure`);
    return compareCase(one, known);
  });
  return { truth, judged, comparisons };
}
