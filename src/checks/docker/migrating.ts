import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import { managementRuns } from './management.ts';
import { runningImages } from './running.ts';

const CHANGES = /^(?:migrate|migrate_schemas|syncdb|makemigrations)$/;

export const migratesInBuild = defineRule({
  id: 'docker/migrate-in-build',
  title: 'Building an image changes no database',
  severity: deployed('high'),
  why: 'While an image is built the database is another one or none: the build ends, or it migrates a file that is thrown away, or production before anything of the new release runs.',
  remedy:
    'Migrate once a deployment, in a service of its own or before the web starts:\npython manage.py migrate --noinput',
  source: ['S1-061', 'Coolify builds before it starts anything'],
  judge: project =>
    runningImages(project).flatMap(image =>
      managementRuns(image.stage).flatMap(({ name, command, words }): readonly Hit[] => {
        if (!CHANGES.test(name) || words.some(word => /^--(?:check|plan|help|dry-run)$/.test(word))) return [];
        return [
          {
            subject: `${image.title}: ${name}`,
            place: { file: command.file, line: command.line },
            message:
              name === 'makemigrations'
                ? 'Migrations are written while the image is built: they exist in no repository, and every build may number them differently.'
                : 'The schema is changed while the image is built.',
            evidence: command.words.join(' ').slice(0, 160),
            ...(name === 'makemigrations' ? { remedy: 'Run it on your machine and commit what it writes.' } : {}),
          },
        ];
      }),
    ),
});
