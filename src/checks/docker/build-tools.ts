import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import type { Command } from '../shell/facts.ts';
import type { Run, Stage } from './facts.ts';
import { packagesIn } from './installed.ts';
import { placeIn, runningImages } from './running.ts';

const COMPILERS = /^(?:gcc|g\+\+|clang|make|build-essential|build-base|cargo|rustc|cmake|musl-dev|linux-headers)$/;
const HEADERS = /^(?:python3?(?:\.[0-9]+)?-dev|.*-dev|.*-devel|.*-headers)$/;

export const buildTools = defineRule({
  id: 'docker/build-tools-left',
  title: 'Compilers stay in a stage of their own',
  severity: deployed('low'),
  why: 'A compiler in the image that runs is weight at every deployment, more for scanners to find, and a tool for whoever breaks in.',
  remedy:
    'Build in one stage, run in another:\nFROM python:3.13-slim-bookworm AS build\nRUN apt-get update && apt-get install --yes --no-install-recommends build-essential libpq-dev\nRUN python -m venv /venv && /venv/bin/pip install -r requirements.txt\nFROM python:3.13-slim-bookworm\nCOPY --from=build /venv /venv',
  source: ['S2-013', 'S1-051', 'S1-167'],
  judge: project =>
    runningImages(project).flatMap((image): readonly Hit[] => {
      const left = leftBehind(image.stage);
      const [first] = left;
      if (first === undefined) return [];
      const names = [...new Set(left.map(({ name }) => name))];
      const purged = left.filter(({ laterRemoved }) => laterRemoved).length;
      const hidden =
        purged === left.length
          ? ' They are removed in a later RUN, which hides them and makes the image no smaller.'
          : '';
      return [
        {
          subject: `${image.title}: build tools`,
          place: placeIn(image, first.line),
          message: `The image that runs holds ${names.slice(0, 6).join(', ')}${names.length > 6 ? ' and others' : ''}.${hidden}`,
          evidence: first.command.words.join(' ').slice(0, 160),
        },
      ];
    }),
});

interface Left {
  readonly name: string;
  readonly line: number;
  readonly command: Command;
  readonly laterRemoved: boolean;
}

/** Compilers, and headers where a compiler is, that the same RUN does not take away again. */
function leftBehind({ runs }: Stage): readonly Left[] {
  const removedIn = (run: Run) => new Set(run.commands.flatMap(command => packagesIn(command, 'remove')));
  const found = runs.flatMap((run, index) => {
    const removed = removedIn(run);
    const virtual = /(?:apk del|apt-mark auto)/.test(run.text);
    const later = new Set(runs.slice(index + 1).flatMap(each => [...removedIn(each)]));
    return run.commands.flatMap(command =>
      packagesIn(command).flatMap((name): readonly Left[] =>
        (COMPILERS.test(name) || HEADERS.test(name)) && !removed.has(name) && !virtual
          ? [{ name, line: run.line, command, laterRemoved: later.has(name) }]
          : [],
      ),
    );
  });
  return found.some(({ name }) => COMPILERS.test(name)) ? found : [];
}
