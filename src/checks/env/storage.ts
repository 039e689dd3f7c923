import { defineRule, type Hit } from '../rule.ts';
import { deployed } from '../settings/severities.ts';
import { connectionOf } from './connection.ts';
import { evidenceOf, standing, usesOf } from './uses.ts';

export const bucketEndpoint = defineRule({
  id: 'env/bucket-endpoint',
  title: 'The endpoint of the bucket is that of its region, over HTTPS',
  severity: deployed('medium'),
  why: 'boto3 puts the name of the bucket in front of the endpoint: with the bucket already in it every upload fails, and over http:// the keys’ signatures and the files travel in the clear.',
  remedy:
    'The region’s address, without the bucket:\nAWS_S3_ENDPOINT_URL=https://fra1.digitaloceanspaces.com\nAWS_S3_REGION_NAME=fra1',
  source: ['S0-023', 'S2-055', 'S1-136', 'https://docs.digitalocean.com/products/spaces/reference/s3-sdk-examples/'],
  judge: project => {
    const uses = usesOf(project);
    const valueNamed = (name: string) => uses.find(use => use.name === name)?.value ?? '';
    const bucket = valueNamed('AWS_STORAGE_BUCKET_NAME');
    const region = valueNamed('AWS_S3_REGION_NAME');
    return uses
      .filter(({ name, value }) => /^(?:AWS_)?S3_ENDPOINT(?:_URL)?$/.test(name) && value !== '')
      .flatMap((use): Hit[] => {
        const address = connectionOf(use.value);
        const host = address?.host ?? '';
        const spaces = /^([a-z]{3}\d)\.digitaloceanspaces\.com$/.exec(host)?.[1];
        const said =
          address === undefined
            ? `${use.name} has no scheme.`
            : address.scheme !== 'https' && host.includes('.')
              ? `${use.name} is not HTTPS.`
              : bucket !== '' && (host.startsWith(`${bucket}.`) || address.path.startsWith(bucket))
                ? `${use.name} holds the name of the bucket.`
                : spaces !== undefined && region !== '' && /^[a-z]{3}\d$/.test(region) && region !== spaces
                  ? `${use.name} is that of ${spaces}, and AWS_S3_REGION_NAME says ${region}.`
                  : undefined;
        if (said === undefined) return [];
        return [
          {
            ...standing(use),
            subject: `${use.where}: ${use.name}`,
            message: said,
            evidence: host === '' ? evidenceOf(use.name, use.value) : `host ${host}`,
          },
        ];
      });
  },
});

export const googleCredentials = defineRule({
  id: 'env/google-credentials',
  title: 'GOOGLE_APPLICATION_CREDENTIALS is the path of a file that the container has',
  severity: deployed('medium'),
  why: 'The library opens the path at the first call: with a relative path, the file’s own content or a file that is in no image it fails then, in front of a visitor.',
  remedy:
    'Mount the file as a secret and name its absolute path:\nGOOGLE_APPLICATION_CREDENTIALS=/run/secrets/google.json',
  source: ['S2-028', 'S2-026'],
  judge: project =>
    usesOf(project)
      .filter(({ name, value }) => name === 'GOOGLE_APPLICATION_CREDENTIALS' && value !== '')
      .flatMap((use): Hit[] => {
        const { value } = use;
        const content = value.trim().startsWith('{');
        const mapped = project.services
          .flatMap(({ own, sources }) => (own ? sources : []))
          .flatMap(({ container, repository }) => {
            const folder = container.endsWith('/') ? container : `${container}/`;
            return value.startsWith(folder)
              ? [`${repository === '' ? '' : `${repository}/`}${value.slice(folder.length)}`]
              : [];
          });
        const mounted = project.services.some(({ compose }) =>
          compose?.volumes.some(({ target }) => value === target || value.startsWith(`${target}/`)),
        );
        const committed = mapped.find(path => project.source.tracked && project.source.files.includes(path));
        const said = content
          ? 'The variable holds the credentials themselves, and the library opens it as a path.'
          : !value.startsWith('/')
            ? 'The path is relative: it depends on the folder that each program starts in.'
            : committed !== undefined
              ? `The path leads to ${committed}, which git tracks.`
              : mapped.length > 0 && !mounted
                ? 'The path lies in the image, and the repository has no such file.'
                : undefined;
        if (said === undefined) return [];
        return [
          {
            ...standing(use),
            subject: 'GOOGLE_APPLICATION_CREDENTIALS',
            message: said,
            evidence: content
              ? 'it begins with "{"'
              : `${[...value].length} characters, ${value.startsWith('/') ? 'absolute' : 'relative'}`,
            ...(content || committed !== undefined ? { severity: 'high' as const } : {}),
          },
        ];
      }),
});
