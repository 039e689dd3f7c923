import { inSequence } from '../../core/text.ts';
import { baseName } from '../paths.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import { packagesIn } from './installed.ts';
import { placeIn, runningImages, stagesBehind } from './running.ts';

export const apt = defineRule({
  id: 'docker/apt',
  title: 'apt installs from a fresh list, only what is named, and cleans up',
  severity: deployed('low'),
  why: 'A list from another layer is old, so packages are not found or lack fixes; recommended packages and lists make the image larger and give scanners more to find.',
  remedy:
    'RUN apt-get update \\\n    && apt-get install --yes --no-install-recommends curl \\\n    && rm -rf /var/lib/apt/lists/*',
  source: ['S1-051', 'hadolint DL3009', 'hadolint DL3015', 'CKV_DOCKER_5'],
  judge: project =>
    runningImages(project).flatMap(image =>
      image.stage.runs.flatMap(({ commands, text, mounts, line }): readonly Hit[] => {
        const installs = commands.filter(
          command => /^apt(?:-get)?$/.test(baseName(command.words[0] ?? '')) && packagesIn(command).length > 0,
        );
        const [first] = installs;
        if (first === undefined) return [];
        const cached = mounts.some(mount => /\/var\/(?:lib|cache)\/apt/.test(mount));
        const lacks = [
          commands.some(({ words }) => /^apt(?:-get)?$/.test(baseName(words[0] ?? '')) && words.includes('update'))
            ? undefined
            : 'apt-get update in the same RUN',
          installs.every(({ words }) =>
            words.some(word => /^--no-install-recommends$|APT::Install-Recommends=(?:0|false)/.test(word)),
          )
            ? undefined
            : '--no-install-recommends',
          cached || /\/var\/lib\/apt\/lists|apt-get distclean|apt-get dist-clean/.test(text)
            ? undefined
            : 'the removal of /var/lib/apt/lists',
        ].filter(each => each !== undefined);
        if (lacks.length === 0) return [];
        return [
          {
            subject: `${image.dockerfile.file}: ${first.words.slice(0, 2).join(' ')} ${packagesIn(first).slice(0, 3).join(' ')}`,
            place: placeIn(image, line),
            message: `This RUN lacks ${inSequence(lacks)}.`,
            evidence: first.words.join(' ').slice(0, 160),
          },
        ];
      }),
    ),
});

export const aptAsks = defineRule({
  id: 'docker/apt-asks',
  title: 'Package managers are not asked to wait for an answer',
  severity: deployed('medium'),
  why: 'apt asks before it installs what a package needs besides; nobody answers in a build, and it ends with "Abort".',
  remedy: 'apt-get install --yes --no-install-recommends ...',
  source: ['hadolint DL3014'],
  judge: project =>
    runningImages(project).flatMap(image =>
      stagesBehind(image).flatMap(({ runs }) =>
        runs.flatMap(({ commands, text }) =>
          commands.flatMap((command): readonly Hit[] => {
            const { words, file, line, role } = command;
            if (!/^apt(?:-get)?$/.test(baseName(words[0] ?? '')) || packagesIn(command).length === 0) return [];
            const answered = words.some(word =>
              /^-[a-zA-Z]*y|^--(?:yes|assume-yes|quiet=2)$|^-qq|Assume-Yes/.test(word),
            );
            if (answered || role === 'piped' || /Assume-Yes|yes \|/i.test(text)) return [];
            return [
              {
                subject: `${image.dockerfile.file}: ${words.slice(0, 3).join(' ')}`,
                place: { file, line },
                message: 'apt asks whether to go on, and nobody answers.',
                evidence: words.join(' ').slice(0, 160),
              },
            ];
          }),
        ),
      ),
    ),
});
