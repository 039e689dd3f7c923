import type { Milliseconds } from '../../core/duration.ts';
import type { EvaluationQuestion, ProbeQuestion } from '../../django/question.ts';
import { NEVER_STUBBED } from '../../django/stubbing.ts';
import type { ReleasesQuestion, TreePlace } from '../asked.ts';

export interface Asking {
  readonly framework: 'django' | 'alembic';
  readonly stubs: ProbeQuestion['stubs'];
}

const EVALUATION_LIMIT: Milliseconds = 60_000;
const TOTAL_LIMIT: Milliseconds = 150_000;

/** Names whose values no message may repeat. Of settings themselves nothing is asked. */
const SECRET_NAMES = '(?:KEY|SECRET|TOKEN|PASSWORD|PASSWD|PASS|PWD|SALT|CREDENTIALS?|DSN)(?:_|$)|_URL$';

/** One question for both releases: base first, so that it is begun first. */
export function questionOf(question: ReleasesQuestion, { framework, stubs }: Asking): ProbeQuestion {
  return {
    schema: 'obcms-deploy/probe-question@1',
    root: question.head.root,
    directory: folderOf(question.head),
    // Nothing that would need one leaves the process.
    key: '00'.repeat(32),
    stubs,
    neverStubbed: NEVER_STUBBED,
    missing: 'dummy',
    marks: { patterns: [], words: [] },
    settings: { names: [], prefixes: [] },
    secretNames: SECRET_NAMES,
    evaluations: [evaluationOf(question, 'base', framework), evaluationOf(question, 'head', framework)],
    servers: [],
    limits: { evaluation: EVALUATION_LIMIT, total: TOTAL_LIMIT },
  };
}

function evaluationOf(
  question: ReleasesQuestion,
  side: 'base' | 'head',
  framework: Asking['framework'],
): EvaluationQuestion {
  const tree = question[side];
  return {
    id: side,
    settings: question.settings,
    environment: {},
    variations: false,
    depth: 'migrations',
    tree: { root: tree.root, directory: folderOf(tree) },
    migrations: {
      framework,
      side,
      applied: side === 'head' ? (question.applied ?? null) : null,
      postgres: question.postgres ?? null,
      safemigrate: question.safemigrate,
    },
    visits: [],
    celery: [],
  };
}

export function folderOf({ root, directory }: Pick<TreePlace, 'root' | 'directory'>): string {
  return directory === '' ? root : `${root}/${directory}`;
}
