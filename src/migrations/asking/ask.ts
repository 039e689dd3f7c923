import { Cancelled } from '../../core/errors.ts';
import type { EvaluationAnswer, ProbeAnswer } from '../../django/answer.ts';
import { askProbe, type ProbeReply } from '../../django/probe.ts';
import type { ProbeQuestion } from '../../django/question.ts';
import type { AskedReleases, AskWorld, ReleasesQuestion } from '../asked.ts';
import type { Unread } from '../facts.ts';
import { NotCollected } from '../reasons.ts';
import { driftOf, pendingOf, releaseOf, unreadOf, unreadRelease } from './facts.ts';
import { baseNotRead, notRead, standIns } from './failure.ts';
import { type Asking, questionOf } from './question.ts';

/**
 * Asks both releases at once, in one process of the project's own Python that needs no database; of Alembic env.py runs as for
 * `alembic upgrade --sql`. What is missing in the environment is filled; packages that are not installed are stood in for when it does not go
 * without, and that is said.
 * @throws NotCollected when the new release could not be read at all, `Cancelled` when the run ends
 */
export async function askBothReleases(
  framework: Asking['framework'],
  question: ReleasesQuestion,
  world: AskWorld,
): Promise<AskedReleases> {
  const { ready } = question;
  const ask = (asked: ProbeQuestion) => askProbe(asked, question.python, world);
  const answered = (stubs: Asking['stubs'], by = ask) =>
    answersOf(questionOf(question, { framework, stubs }), by, world);
  const first = await answered('never', ready === undefined ? ask : asked => ready.ask(asked));
  if (first.head.migrations != null && first.base.migrations != null) return told(question, first);
  const lacks = [first.head, first.base].some(({ failure }) => failure?.kind === 'module-missing');
  if (!lacks) return told(question, first);
  const second = await answered('missing');
  return told(question, second);
}

interface Answers {
  readonly base: EvaluationAnswer;
  readonly head: EvaluationAnswer;
}

async function answersOf(
  question: ProbeQuestion,
  ask: (question: ProbeQuestion) => Promise<ProbeReply>,
  world: AskWorld,
): Promise<Answers> {
  const reply = await ask(question);
  if (world.signal.aborted) throw new Cancelled();
  if (!reply.ok)
    throw new NotCollected(reply.message, { reasonCode: reply.reason === 'timeout' ? 'timeout' : 'no-interpreter' });
  return { base: sideOf(reply.answer, 'base'), head: sideOf(reply.answer, 'head') };
}

function sideOf({ evaluations }: ProbeAnswer, side: 'base' | 'head'): EvaluationAnswer {
  const found = evaluations.find(({ id }) => id === side);
  if (found === undefined)
    throw new NotCollected(`The probe said nothing of ${side}.`, { reasonCode: 'no-interpreter' });
  return found;
}

function told(question: ReleasesQuestion, { base, head }: Answers): AskedReleases {
  if (head.migrations == null) throw notRead(head, question.python);
  const said = head.migrations;
  const unknown: Unread[] = said.unknown.map(unreadOf);
  if (base.migrations == null) unknown.push(baseNotRead(base, question.applied !== undefined));
  const stubs = [...new Set([...head.stubs, ...base.stubs])].sort();
  if (stubs.length > 0) unknown.push(standIns(stubs));
  return {
    version: head.django ?? '',
    timeZone: said.timeZone ?? undefined,
    base:
      base.migrations == null
        ? unreadRelease('base', question.base.commit)
        : releaseOf('base', question.base.commit, base.migrations),
    head: releaseOf('head', question.head.commit, said),
    pending: (said.pending ?? []).map(pendingOf),
    schema: said.schema,
    history: said.history ?? [],
    drift: driftOf(said.drift),
    unknown,
    dummies: [...new Set([...head.dummies, ...base.dummies])].sort(),
    stubs,
  };
}
