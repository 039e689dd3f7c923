import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import { placeIn, runningImages } from './running.ts';

export const repeated = defineRule({
  id: 'docker/repeated',
  title: 'CMD, ENTRYPOINT and HEALTHCHECK stand once in a stage',
  severity: deployed('low'),
  why: 'Only the last one counts; whoever reads or changes the first one is misled.',
  remedy: 'Take the earlier lines out.',
  source: ['hadolint DL3012', 'hadolint DL4003', 'hadolint DL4004'],
  judge: project =>
    runningImages(project).flatMap(image =>
      ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'].flatMap((keyword): readonly Hit[] => {
        const lines = image.stage.instructions.filter(
          each => each.keyword === keyword && each.stage === image.stage.name,
        );
        const [first] = lines;
        if (first === undefined || lines.length < 2) return [];
        return [
          {
            subject: `${image.title}: ${keyword}`,
            place: placeIn(image, first.line),
            message: `${keyword} stands ${lines.length} times in this stage; only line ${lines.at(-1)?.line} counts.`,
            evidence: lines.map(({ line }) => `line ${line}`).join(', '),
          },
        ];
      }),
    ),
});
