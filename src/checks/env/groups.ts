import type { Place } from '../../core/findings.ts';
import type { Project } from '../project.ts';
import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import { filesInUse, GIVEN, lastOfEach, named } from './uses.ts';

interface Group {
  /** What its names make together. */
  readonly title: string;
  /** The group is used when one of these has a value. */
  readonly when: readonly RegExp[];
  /** All of these must have one then; several patterns in an entry are alternatives. */
  readonly needs: readonly (readonly string[])[];
}

const ON = /^(?:true|on|ok|y|yes|1)$/i;
/** Names that only work together; roles and files that replace keys are among the alternatives. */
const GROUPS: readonly Group[] = [
  {
    title: 'the login to the mail server',
    when: [/^EMAIL_HOST_USER$/, /^EMAIL_HOST_PASSWORD$/],
    needs: [['EMAIL_HOST_USER'], ['EMAIL_HOST_PASSWORD'], ['EMAIL_HOST', 'EMAIL_URL', 'EMAIL_BACKEND']],
  },
  {
    title: 'the access to the bucket',
    when: [/^AWS_ACCESS_KEY_ID$/, /^AWS_SECRET_ACCESS_KEY$/],
    needs: [['AWS_ACCESS_KEY_ID'], ['AWS_SECRET_ACCESS_KEY']],
  },
  {
    title: 'the access to the bucket (AWS_S3_...)',
    when: [/^AWS_S3_ACCESS_KEY_ID$/, /^AWS_S3_SECRET_ACCESS_KEY$/],
    needs: [['AWS_S3_ACCESS_KEY_ID'], ['AWS_S3_SECRET_ACCESS_KEY']],
  },
  {
    title: 'storage in a bucket',
    when: [/^USE_(?:S3|SPACES)$/],
    needs: [
      ['AWS_STORAGE_BUCKET_NAME', 'S3_BUCKET', 'AWS_BUCKET_NAME', 'SPACES_BUCKET'],
      ['AWS_ACCESS_KEY_ID', 'AWS_S3_ACCESS_KEY_ID', 'AWS_ROLE_ARN', 'S3_ACCESS_KEY', 'SPACES_KEY'],
      ['AWS_SECRET_ACCESS_KEY', 'AWS_S3_SECRET_ACCESS_KEY', 'AWS_ROLE_ARN', 'S3_SECRET_KEY', 'SPACES_SECRET'],
      ['AWS_S3_REGION_NAME', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_S3_ENDPOINT_URL', 'S3_ENDPOINT'],
    ],
  },
  {
    title: 'the login to the database',
    when: [/^POSTGRES_USER$/, /^POSTGRES_HOST$/],
    needs: [['POSTGRES_PASSWORD', 'POSTGRES_PASSWORD_FILE', 'DATABASE_URL']],
  },
  {
    title: 'the login to the database (DB_...)',
    when: [/^DB_USER$/, /^DB_HOST$/],
    needs: [
      ['DB_PASSWORD', 'DB_PASS', 'DATABASE_URL'],
      ['DB_NAME', 'DATABASE_URL'],
    ],
  },
  {
    title: 'sign-in with Google',
    when: [/^GOOGLE_(?:OAUTH_)?CLIENT_ID$/, /^GOOGLE_(?:OAUTH_)?CLIENT_SECRET$/],
    needs: [
      ['GOOGLE_CLIENT_ID', 'GOOGLE_OAUTH_CLIENT_ID'],
      ['GOOGLE_CLIENT_SECRET', 'GOOGLE_OAUTH_CLIENT_SECRET'],
    ],
  },
  {
    title: 'the account at Twilio',
    when: [/^TWILIO_ACCOUNT_SID$/, /^TWILIO_AUTH_TOKEN$/],
    needs: [['TWILIO_ACCOUNT_SID'], ['TWILIO_AUTH_TOKEN', 'TWILIO_API_KEY']],
  },
];

interface Named {
  readonly where: string;
  readonly values: ReadonlyMap<string, { readonly value: string; readonly place: Place | undefined }>;
}

export const groups = defineRule({
  id: 'env/group',
  title: 'Variables that only work together are set together',
  severity: deployed('medium'),
  why: 'With half of a login the settings load and the first mail, upload or sign-in fails.',
  remedy: 'Set the missing one, or remove the others.',
  source: ['S0-021', 'S0-023', 'S1-136', 'S1-173', 'S2-026', 'S2-027'],
  judge: project =>
    placesToLook(project).flatMap(({ where, values }) =>
      GROUPS.flatMap(({ title, when, needs }): Hit[] => {
        const cause = [...values].find(([name, { value }]) => isUsed(name, value, when));
        if (cause === undefined) return [];
        const missing = needs
          .filter(names => !names.some(name => hasValue(values.get(name)?.value, name, project)))
          .flatMap(([first]) => first ?? []);
        if (missing.length === 0) return [];
        const [name, { place }] = cause;
        return [
          {
            ...(place === undefined ? {} : { place }),
            subject: `${where}: ${title}`,
            message: `${name} is set and ${named(missing)} ${missing.length === 1 ? 'is' : 'are'} not: ${title} needs all of them.`,
            evidence: `in ${where}`,
            remedy: `Set ${named(missing)}, or remove ${name}.`,
          },
        ];
      }),
    ),
});

function isUsed(name: string, value: string, when: readonly RegExp[]): boolean {
  return when.some(pattern => pattern.test(name)) && (name.startsWith('USE_') ? ON.test(value) : value !== '');
}

/** Unreadable ones are there; a service may be given the rest by Compose. */
function hasValue(value: string | undefined, name: string, { given, services }: Project): boolean {
  return (
    (value !== undefined && value !== '') ||
    given.unreadable.includes(name) ||
    services.some(({ own, environment }) => own && environment.has(name) && environment.get(name) !== '')
  );
}

function placesToLook(project: Project): readonly Named[] {
  const { given } = project;
  const files = filesInUse(project)
    .filter(({ file }) => ![...given.variables.values()].some(({ place }) => place?.file === file))
    .map(
      ({ file, entries }): Named => ({
        where: file,
        values: new Map(
          lastOfEach(entries).map(({ name, line, values }) => [name, { value: values.dotenv, place: { file, line } }]),
        ),
      }),
    );
  const own: Named = {
    where: GIVEN,
    values: new Map([...given.variables].map(([name, { value, place }]) => [name, { value, place }])),
  };
  return [own, ...files];
}
