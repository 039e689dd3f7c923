import type { Fault } from '../fault.ts';

const DOCKERFILE = 'Dockerfile';

export const DOCKER_FAULTS: readonly Fault[] = [
  {
    name: 'The application runs as root',
    edits: [{ file: DOCKERFILE, find: 'USER app\n', replace: '' }],
    expect: [{ rule: 'docker/root-user', file: DOCKERFILE, at: 'AS production' }],
  },
  {
    name: 'A password is written into the image',
    edits: [
      {
        file: DOCKERFILE,
        find: 'WORKDIR /app\n',
        replace: 'ENV EMAIL_HOST_PASSWORD=Tq7Lw2ZnR9sXv4Kc\nWORKDIR /app\n',
      },
    ],
    expect: [{ rule: 'docker/secret-in-image', file: DOCKERFILE, at: 'ENV EMAIL_HOST_PASSWORD' }],
  },
  {
    name: 'The build migrates a database',
    edits: [
      {
        file: DOCKERFILE,
        find: 'EXPOSE 8000\n',
        replace: 'RUN python src/manage.py migrate --noinput\nEXPOSE 8000\n',
      },
    ],
    expect: [{ rule: 'docker/migrate-in-build', file: DOCKERFILE, at: 'manage.py migrate' }],
  },
  {
    name: 'An installer is run as it comes from the network',
    edits: [
      {
        file: DOCKERFILE,
        find: 'COPY requirements/production.txt',
        replace: 'RUN curl -sSL https://install.example.org/uv.sh | sh\nCOPY requirements/production.txt',
      },
    ],
    expect: [{ rule: 'docker/remote-script', file: DOCKERFILE, at: 'install.example.org' }],
  },
  {
    name: 'Env files go into the build context',
    edits: [{ file: '.dockerignore', find: '.env\n.env.*\n', replace: '' }],
    expect: [{ rule: 'docker/secret-file-copied', file: DOCKERFILE, at: 'COPY . .' }],
  },
  {
    name: 'The image is ended by SIGKILL',
    edits: [{ file: DOCKERFILE, find: 'ENTRYPOINT [', replace: 'STOPSIGNAL SIGKILL\nENTRYPOINT [' }],
    expect: [{ rule: 'docker/stop-signal', file: DOCKERFILE, at: 'STOPSIGNAL' }],
  },
];
