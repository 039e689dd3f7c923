import { describe, expect, test } from '@jest/globals';
import { imageReference, roleOfImage } from '../../../../src/checks/services/images.ts';
import { programOf, rolesOfProgram } from '../../../../src/checks/services/programs.ts';

describe('what a program does', () => {
  test.each([
    ['gunicorn app.wsgi', ['web']],
    ['/venv/bin/python -u -m gunicorn app.wsgi', ['web']],
    ['python manage.py runserver 0.0.0.0:8000', ['web']],
    ['uvicorn app:app --reload', ['web']],
    ['celery -A app worker -l info', ['worker']],
    ['celery -A app worker -B', ['worker', 'beat']],
    ['python -m celery --app app beat', ['beat']],
    ['celery -A app flower', ['flower']],
    ['celery -A app inspect ping', []],
    ['python src/manage.py migrate --noinput', ['migrate']],
    ['python -m django migrate', ['migrate']],
    ['./manage.py safemigrate', ['migrate']],
    ['python manage.py migrate_schemas --shared', ['migrate']],
    ['python manage.py migrate --check', []],
    ['python manage.py showmigrations', []],
    ['python manage.py makemigrations', []],
    ['alembic upgrade head', ['migrate']],
    ['alembic current', []],
    ['python manage.py qcluster', ['worker']],
    ['python -c print(1)', []],
    ['redis-server --appendonly yes', ['cache']],
    ['', []],
  ])('%s: %j', (line, roles) => {
    expect(rolesOfProgram(programOf(line.split(' ')))).toEqual(roles);
  });
});

describe('what an image is for', () => {
  test.each([
    ['postgres', 'database'],
    ['docker.io/library/postgres:17@sha256:ab', 'database'],
    ['prometheuscommunity/postgres-exporter:v1', 'other'],
    ['dpage/pgadmin4:9', 'other'],
    ['bitnami/redis:7', 'cache'],
    ['oliver006/redis_exporter', 'other'],
    ['ghcr.io/acme/app:1', undefined],
  ])('%s: %s', (image, role) => {
    expect(roleOfImage(image)).toBe(role);
  });

  test('a port of the registry is no tag', () => {
    expect(imageReference('registry.example:5000/app')).toEqual({ short: 'app', tag: undefined, digest: undefined });
    expect(imageReference('registry.example:5000/a/App:1@sha256:ab')).toEqual({
      short: 'app',
      tag: '1',
      digest: 'sha256:ab',
    });
  });
});
