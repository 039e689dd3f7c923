/** What the project's Dockerfile says about its image, for runtimes that start it without Docker. A test compares. */

export interface ImageDefaults {
  /** `ENV` of the final stage, without PATH. */
  readonly environment: Readonly<Record<string, string>>;
  /** `ENTRYPOINT` and `CMD`, in words. */
  readonly command: readonly string[];
}

export const APP_IMAGE: ImageDefaults = {
  environment: {
    DJANGO_SETTINGS_MODULE: 'obc_management.settings.production',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUNBUFFERED: '1',
  },
  command: ['docker/entrypoint.sh', 'web'],
};

/** The Celery worker's command, as a Coolify application of its own would start it. */
export const WORKER_COMMAND: readonly string[] = ['docker/entrypoint.sh', 'worker'];

/** The `RUN` that makes the static files; needs the variables the settings refuse to do without. */
export const BUILD_COMMAND: readonly string[] = ['python', 'src/manage.py', 'collectstatic', '--noinput'];
