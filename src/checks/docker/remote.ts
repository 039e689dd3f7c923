import { baseName } from '../paths.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import type { Run } from './facts.ts';
import { placeIn, type RunningImage, runningImages, stagesBehind } from './running.ts';

export const remoteScript = defineRule({
  id: 'docker/remote-script',
  title: 'Nothing is run or added from the network unchecked',
  severity: deployed('medium'),
  why: 'Whoever controls the address, or the way to it, decides what every later build contains.',
  remedy:
    'Compare with a checksum, or take a released image:\nADD --checksum=sha256:... https://example.org/tool.tar.gz /tmp/\nCOPY --from=ghcr.io/astral-sh/uv:0.9.8 /uv /bin/uv',
  source: ['hadolint DL4006', 'CKV_DOCKER_4', 'Dockerfile reference, ADD --checksum'],
  judge: project =>
    runningImages(project).flatMap(image => {
      const hits = stagesBehind(image).flatMap(stage => [
        ...stage.runs.flatMap(run => pipedScripts(run, image)),
        ...stage.instructions.flatMap(({ keyword, text, line }): readonly Hit[] => {
          const address = keyword === 'ADD' ? /(?:^|\s)(https?:\/\/[^\s"',]+)/.exec(text)?.[1] : undefined;
          if (address === undefined || stage.copies.some(copied => copied.line === line && copied.checked)) return [];
          return [
            {
              subject: `${image.dockerfile.file}: ADD`,
              place: placeIn(image, line),
              message: 'ADD takes a file from the network without a checksum.',
              evidence: `ADD ${bare(address)}`,
            },
          ];
        }),
      ]);
      return hits.filter(
        (hit, index) =>
          hits.findIndex(({ place }) => place?.line === hit.place?.line && place?.file === hit.place?.file) === index,
      );
    }),
});

function pipedScripts({ commands, text }: Run, image: RunningImage): readonly Hit[] {
  if (/sha(?:256|512)sum|gpg --verify|cosign/.test(text)) return [];
  return commands.flatMap(({ words, role, file, line }, index): readonly Hit[] => {
    const next = commands[index + 1];
    const fetches = /^(?:curl|wget)$/.test(baseName(words[0] ?? '')) && role === 'piped';
    if (!fetches || next?.role !== 'piped' || !/^(?:ba|da|a|z)?sh$|^python[0-9.]*$/.test(baseName(next.words[0] ?? '')))
      return [];
    const address = words.find(word => /^https?:/.test(word)) ?? 'an address';
    return [
      {
        subject: `${image.dockerfile.file}: ${bare(address)}`,
        place: { file, line },
        message: `What ${bare(address)} answers is run as it comes.`,
        evidence: `${words[0]} ${bare(address)} | ${next.words[0]}`,
      },
    ];
  });
}

/** Without user, password and query. */
function bare(address: string): string {
  return address
    .replace(/\/\/[^/@]*@/, '//')
    .replace(/[?#].*$/, '')
    .slice(0, 120);
}
