import type { RuleCases } from '../../../../support/rule-cases.ts';
import { image, PYTHON, projectOf, START } from './image-project.ts';

const FILE = 'Dockerfile';
const REAL = 'q8Zr2Lx7vTn4Wk9PbY3mHs6DcF1gJa5U';
const ALL = [PYTHON, 'WORKDIR /app', 'COPY . .', START, ''].join('\n');
const IGNORED = '.git\n.env\n.env.*\n.venv\n**/__pycache__\n*.sqlite3\n';

export const CONTENT_CASES: RuleCases = {
  'docker/secret-in-image': {
    fires: [
      {
        name: 'a real one in ENV',
        project: image(PYTHON, `ENV AWS_SECRET_ACCESS_KEY=${REAL}`, START),
        at: [[FILE, 2]],
      },
      {
        name: 'a real one as default of ARG',
        project: image(PYTHON, `ARG SECRET_KEY=${REAL}`, START),
        at: [[FILE, 2]],
      },
      {
        name: 'in an address',
        project: image(PYTHON, `RUN pip install git+https://bot:${REAL}@git.example/lib.git`, START),
        at: [[FILE, 2]],
      },
      {
        name: 'handed in by the build, and kept',
        project: image(PYTHON, 'ARG SECRET_KEY', 'ENV SECRET_KEY=${SECRET_KEY}', START),
        at: [[FILE, 3]],
      },
      { name: 'a stand-in that stays', project: image(PYTHON, 'ENV SECRET_KEY=build-only', START), at: [[FILE, 2]] },
      {
        name: 'typed before a command',
        project: image(PYTHON, `RUN SECRET_KEY=${REAL} python manage.py check`, START),
        at: [[FILE, 2]],
      },
    ],
    silent: [
      {
        name: 'a stand-in for one command',
        project: image(
          PYTHON,
          'RUN SECRET_KEY=only-for-the-build DATABASE_URL=postgres://u:p@localhost/x python manage.py check',
          START,
        ),
      },
      {
        name: 'a phrase for one command that no list of words knows',
        project: image(PYTHON, 'RUN SECRET_KEY=while-building python manage.py collectstatic', START),
      },
      {
        name: 'an argument without a value, handed on',
        project: image(PYTHON, 'ARG TOKEN', 'RUN TOKEN=$TOKEN make', START),
      },
      {
        name: 'no secret',
        project: image(PYTHON, 'ENV GPG_KEY_URL=https://example.org/key.asc DATABASE_HOST=db', START),
      },
    ],
  },
  'docker/secret-file-copied': {
    fires: [
      {
        name: 'by name',
        project: projectOf({
          Dockerfile: `${PYTHON}\nCOPY .env.production /app/.env\n${START}\n`,
          '.env.production': 'A=1',
          '.dockerignore': '.git\n',
        }),
        at: [[FILE, 2]],
      },
      {
        name: 'with everything else, because git has it',
        project: projectOf({ Dockerfile: ALL, '.env': 'A=1', '.dockerignore': '.git\n' }),
        at: [[FILE, 3]],
      },
    ],
    silent: [
      { name: 'left out', project: projectOf({ Dockerfile: ALL, '.env': 'A=1' }) },
      { name: 'a template', project: projectOf({ Dockerfile: ALL, '.env.example': 'A=', '.dockerignore': '.git\n' }) },
    ],
  },
  'docker/copy-missing': {
    fires: [
      {
        name: 'not in the repository',
        project: image(PYTHON, 'COPY requirements/production.txt .', START),
        at: [[FILE, 2]],
      },
      {
        name: 'left out',
        project: projectOf({
          Dockerfile: `${PYTHON}\nCOPY requirements.txt .\n${START}\n`,
          '.dockerignore': '*.txt\n',
        }),
        at: [[FILE, 2]],
      },
      {
        name: 'from another folder than the one that is built',
        project: projectOf({
          'app/Dockerfile': `${PYTHON}\nCOPY app/x.py .\n${START}\n`,
          'app/x.py': '',
          'docker-compose.prod.yml': 'services:\n  web:\n    build: ./app\n',
        }),
        at: [['app/Dockerfile', 2]],
      },
    ],
    silent: [
      { name: 'there', project: image(PYTHON, 'COPY requirements.txt ./', 'COPY config /app/config', START) },
      {
        name: 'let in again',
        project: projectOf({
          Dockerfile: `${PYTHON}\nCOPY requirements.txt .\n${START}\n`,
          '.dockerignore': '*\n!requirements.txt\n',
        }),
      },
      {
        name: 'a folder of which a part is let in',
        project: projectOf({
          Dockerfile: `${PYTHON}\nCOPY config .\n${START}\n`,
          '.dockerignore': '*\n!config/settings\n',
        }),
      },
      {
        name: 'patterns, addresses, stages, variables',
        project: image(
          `${PYTHON} AS a`,
          PYTHON,
          'ARG F',
          'COPY x*.txt ./',
          'ADD https://example.org/x /x',
          'COPY --from=a /y /y',
          'COPY $F /f',
          START,
        ),
      },
    ],
  },
  'docker/ignore': {
    fires: [
      { name: 'no file', project: projectOf({ Dockerfile: ALL, '.dockerignore': undefined }), at: [[FILE, 3]] },
      {
        name: '.env is let in',
        project: projectOf({ Dockerfile: ALL, '.dockerignore': '.git\n.venv\n**/__pycache__\n*.sqlite3\n' }),
        at: [['.dockerignore', 4]],
      },
      {
        name: 'an exception lets it in again',
        project: projectOf({ Dockerfile: ALL, '.dockerignore': `${IGNORED}!.env\n` }),
        at: [['.dockerignore', 7]],
      },
    ],
    silent: [
      { name: 'the usual', project: projectOf({ Dockerfile: ALL, '.dockerignore': IGNORED }) },
      {
        name: 'the Dockerfile’s own wins',
        project: projectOf({ Dockerfile: ALL, '.dockerignore': '', 'Dockerfile.dockerignore': IGNORED }),
      },
      {
        name: 'only what is named is copied',
        project: projectOf({
          Dockerfile: `${PYTHON}\nCOPY config /app/config\n${START}\n`,
          '.dockerignore': undefined,
        }),
      },
    ],
  },
  'docker/copy-order': {
    fires: [
      {
        name: 'code before packages',
        project: image(PYTHON, 'COPY . .', 'RUN pip install --no-cache-dir -r requirements.txt', START),
        at: [[FILE, 2]],
      },
    ],
    silent: [
      {
        name: 'packages first',
        project: image(PYTHON, 'COPY requirements.txt .', 'RUN pip install -r requirements.txt', 'COPY . .', START),
      },
      {
        name: 'most of them first, as uv does',
        project: image(PYTHON, 'RUN uv sync --no-install-project', 'COPY . .', 'RUN uv sync', START),
      },
      {
        name: 'only the project itself after it',
        project: image(PYTHON, 'COPY . .', 'RUN pip install --no-deps .', START),
      },
    ],
  },
};
