import { baseName } from '../paths.ts';
import { defineRule, type Hit } from '../rule.ts';
import type { Command } from '../shell/facts.ts';
import type { Copied, Stage } from './facts.ts';
import { isOfficial, shortName } from './image.ts';
import { placeIn, type RunningImage, runningImages, stagesBehind } from './running.ts';

export const pythonDrift = defineRule({
  id: 'docker/python-drift',
  title: 'One Python version from the first stage to the last command',
  severity: 'critical',
  why: 'The official image has one interpreter. Another version’s name is "command not found", and packages installed for another version are not found by this one.',
  remedy:
    'Say python3 (or python), and give all stages the same version:\nARG PYTHON=3.13-slim-bookworm\nFROM python:${PYTHON} AS build\nFROM python:${PYTHON}',
  source: ['S2-009', 'S0-025', 'C37'],
  judge: project => runningImages(project).flatMap(image => [...named(image), ...carried(image)]),
});

/** `python3.12` in an image of 3.11. */
function named(image: RunningImage): readonly Hit[] {
  const seen = new Set<string>();
  return stagesBehind(image).flatMap(stage => {
    const own = versionOf(stage);
    if (own === undefined || bringsPythons(stage)) return [];
    const written = [
      ...stage.runs.flatMap(({ commands }) => commands),
      ...(stage === image.stage
        ? [...image.services.flatMap(({ start }) => start.commands), ...stage.healthCommands]
        : []),
    ];
    return written.flatMap((command): readonly Hit[] => {
      const other = /^(?:python|pip)([0-9]+\.[0-9]+)$/.exec(baseName(command.words[0] ?? ''))?.[1];
      const [program = ''] = command.words;
      const key = `${command.file}:${command.line}:${program}`;
      // A path leads to an interpreter that somebody put there.
      if (other === undefined || other === own || program.includes('/') || seen.has(key)) return [];
      seen.add(key);
      return [
        {
          subject: `${image.dockerfile.file}: ${program}`,
          place: { file: command.file, line: command.line },
          message: `${program} is called in ${stage.base.text}, which has Python ${own} only: "command not found".`,
          evidence: command.words.join(' ').slice(0, 120),
          remedy: `Call the interpreter of the image:\n${['python', ...command.words.slice(1)].join(' ').slice(0, 200)}`,
        },
      ];
    });
  });
}

/** A virtual environment or site-packages from a stage with another Python. */
function carried(image: RunningImage): readonly Hit[] {
  return image.stage.copies.flatMap((copied): readonly Hit[] => {
    const source = image.dockerfile.stages.find(
      ({ name }, index) => name === copied.from || String(index) === copied.from,
    );
    if (source === undefined || !(holdsPackages(copied) || isPrefix(copied, source))) return [];
    const here = versionOf(image.stage);
    const there = versionOf(source);
    if (here === undefined || there === undefined || here === there) return [];
    return [
      {
        subject: `${image.dockerfile.file}: ${copied.from}`,
        place: placeIn(image, copied.line),
        message: `The packages come from a stage with Python ${there}, and are run by Python ${here}: it does not look into lib/python${there}.`,
        evidence: `${source.base.text} -> ${image.stage.base.text}: ${copied.paths.join(' ')}`,
      },
    ];
  });
}

function holdsPackages({ paths }: Copied): boolean {
  return paths.some(path =>
    /site-packages|\/\.?v?env\/?$|\/usr\/local(?:\/lib)?\/?$|^\/root\/\.local|\/(?:opt\/)?(?:venv|virtualenv)/.test(
      path,
    ),
  );
}

/** `pip install --prefix=/install`: a tree with `lib/python3.12/site-packages` in it. */
function isPrefix({ paths }: Copied, { runs }: Stage): boolean {
  const prefixes = runs.flatMap(({ commands }) =>
    commands.flatMap(({ words }) =>
      !words.includes('install')
        ? []
        : words.flatMap(
            (word, at) => /^--prefix(?:=(.+))?$/.exec(word)?.[1] ?? (word === '--prefix' ? (words[at + 1] ?? []) : []),
          ),
    ),
  );
  return paths.some(path => prefixes.includes(path.replace(/\/+$/, '')));
}

/** `3.13` of an official Python image; undefined for others and for open tags. */
export function versionOf({ base }: Stage): string | undefined {
  if (base.name === 'ghcr.io/astral-sh/uv') return /^(?:.*-)?python([0-9]+\.[0-9]+)/.exec(base.tag ?? '')?.[1];
  if (!isOfficial(base) || shortName(base) !== 'python') return undefined;
  return /^([0-9]+\.[0-9]+)/.exec(base.tag ?? '')?.[1];
}

/** It installs interpreters of its own. */
function bringsPythons({ runs, copies }: Stage): boolean {
  const installs = ({ words }: Command) =>
    /python[0-9]\.[0-9]|pyenv|deadsnakes|conda|uv python/.test(words.slice(1).join(' ')) &&
    !/^(?:python|pip)/.test(baseName(words[0] ?? ''));
  return (
    runs.some(
      ({ commands, text }) => /pyenv|deadsnakes|uv python|make (?:alt)?install/.test(text) || commands.some(installs),
    ) ||
    copies.some(
      ({ from, paths }) => from !== undefined && paths.some(path => /^\/usr\/local\/?$|\/bin\/python/.test(path)),
    )
  );
}
