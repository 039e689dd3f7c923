import { UserError } from '../core/errors.ts';
import { askGit } from '../core/git.ts';
import { openRepository, type Repository } from '../core/repository.ts';
import type { World } from '../core/world.ts';
import { findPython } from '../django/interpreter.ts';
import { type ReadyProbe, readyProbe } from '../django/probe.ts';
import { locateProject, type ProjectPlace } from '../django/project-place.ts';
import type { AskedReleases, ReleasesQuestion } from './asked.ts';
import { askBothReleases } from './asking/ask.ts';
import { folderOf } from './asking/question.ts';
import { type BaseTree, openBaseTree } from './checkout/base-tree.ts';
import { migratingPlaces } from './checkout/places.ts';
import { changedPackages } from './checkout/third-party.ts';
import { type DatabaseAnswer, readDatabase } from './database/read.ts';
import { assumedVersion, otherServer } from './database/server-version.ts';
import type { MigrationFacts, ServerVersion } from './facts.ts';
import type { Measurement } from './measured/ask.ts';
import type { ScratchServer } from './measured/scratch.ts';
import { NotCollected } from './reasons.ts';
import type { MigrationRequest } from './request.ts';

type OpenBase = Extract<BaseTree, { ok: true }>;
type ReadDatabase = Extract<DatabaseAnswer, { ok: true }>;

/**
 * Everything that is to be judged, of both releases: the running one's files beside the checkout, what the project's own Python says of
 * both, what the database says, and what a scratch database measured. Nothing of the checkout is changed.
 * @throws UserError for what the inputs give wrongly, NotCollected when there is nothing to judge, Cancelled when the run ends
 */
export async function collectMigrations(request: MigrationRequest, world: World): Promise<MigrationFacts> {
  const root = world.host.context.workspace;
  // Begun first: git takes as long as finding the project and its Python together.
  const opening = openBaseTree(request.base, root, world);
  const early: { ready?: ReadyProbe; isOver: boolean } = { isOver: false };
  try {
    const repository = await openRepository(root, world);
    const place = await placeOf(repository, request);
    const rest = Promise.all([
      pythonFor(request, place, repository, world).then(python => {
        const directory = folderOf({ root: repository.root, directory: place.directory });
        if (!early.isOver) early.ready = readyProbe({ root: repository.root, directory }, python, world);
        return python;
      }),
      databaseOf(request, place, world),
      headOf(root, world),
    ]);
    // Which of two problems is told must not depend on which is found first.
    rest.catch(() => undefined);
    const base = opened(await opening);
    const [python, database, head] = await rest;
    return await compared({ request, repository, place, base, python, ready: early.ready, database, head }, world);
  } finally {
    early.isOver = true;
    early.ready?.dismiss();
    const base = await opening.catch(() => undefined);
    if (base?.ok === true) await base.remove();
  }
}

const NO_BASE = { shallow: 'shallow', unknown: 'base-missing', 'no-repository': 'base-missing' } as const;

function opened(base: BaseTree): OpenBase {
  if (base.ok) return base;
  throw new NotCollected(base.message, { reasonCode: NO_BASE[base.reason], remedy: base.remedy });
}

interface Found {
  readonly request: MigrationRequest;
  readonly repository: Repository;
  readonly place: Framed;
  readonly base: OpenBase;
  readonly python: string;
  readonly ready: ReadyProbe | undefined;
  readonly database: ReadDatabase | undefined;
  readonly head: string | undefined;
}

async function compared(
  { request, repository, place, base, python, ready, database, head }: Found,
  world: World,
): Promise<MigrationFacts> {
  const earlier = await openRepository(base.root, world);
  const before = await placeOf(earlier, { ...request, directory: undefined }).catch(nothingThere(place));
  const question: ReleasesQuestion = {
    head: { root: repository.root, directory: place.directory, commit: head },
    base: { root: base.root, directory: before.directory, commit: base.commit },
    python,
    settings: request.settings,
    applied: appliedOf(request, database),
    postgres: request.postgres?.major ?? database?.server.major,
    safemigrate: request.safemigrate,
    ...(ready === undefined ? {} : { ready }),
  };
  const asked = await askBothReleases(place.framework, question, world);
  const [unknown, places, measured] = await Promise.all([
    request.applied.from === 'base' ? changedPackages(asked.head.nodes, earlier, repository) : [],
    migratingPlaces(repository, request.coolify?.starts),
    measuredBy(request, question, place, asked, database, world),
  ]);
  const server = serverOf(request, database, place, asked, measured?.server);
  return {
    framework: place.framework,
    version: asked.version,
    base: asked.base,
    head: asked.head,
    pending: asked.pending,
    schema: asked.schema,
    history: asked.history ?? [],
    database: database?.facts,
    drift: asked.drift,
    timeZone: asked.timeZone,
    server,
    places: [...places, ...(request.coolify?.places ?? [])],
    coolifyAsked: request.coolify?.notes.length === 0,
    unknown: [...asked.unknown, ...unknown, ...otherServer(server, measured?.server)],
    measured: measured?.statements ?? [],
  };
}

type Framed = ProjectPlace & { readonly framework: 'django' | 'alembic' };

async function placeOf(
  repository: Repository,
  { framework, directory }: Pick<MigrationRequest, 'framework' | 'directory'>,
): Promise<Framed> {
  const place = await locateProject(repository, { framework, directory, action: 'migration-safety' });
  if (place.framework === 'none')
    throw new NotCollected('There is neither a manage.py nor an alembic.ini in the checkout.', {
      reasonCode: 'nothing-to-judge',
    });
  return { ...place, framework: place.framework };
}

/** The running release may have its project elsewhere, or none at all yet: then it is looked for where the new one has it. */
function nothingThere(place: Framed): (thrown: unknown) => Framed {
  return thrown => {
    if (thrown instanceof UserError || thrown instanceof NotCollected) return place;
    throw thrown;
  };
}

async function pythonFor(
  request: MigrationRequest,
  { directory }: ProjectPlace,
  repository: Repository,
  world: World,
): Promise<string> {
  const { root } = repository;
  const found = await findPython({ asked: request.python, root, directory, has: path => repository.has(path) }, world);
  if (found.ok) return found.interpreter.python;
  if (found.reason === 'asked')
    throw new UserError(found.message, { reasonCode: 'invalid-input', remedy: found.remedy });
  throw new NotCollected(found.message, { reasonCode: 'no-interpreter', remedy: found.remedy });
}

async function databaseOf(
  { databaseUrl }: MigrationRequest,
  { framework }: Framed,
  world: World,
): Promise<ReadDatabase | undefined> {
  if (databaseUrl === undefined) return undefined;
  const answer = await readDatabase(databaseUrl, framework, world);
  if (answer.ok) return answer;
  throw new NotCollected(`The database of the input "database-url" could not be read: ${answer.why}`, {
    reasonCode: 'database-unreadable',
  });
}

async function headOf(root: string, world: World): Promise<string | undefined> {
  const answer = await askGit(['rev-parse', '--verify', 'HEAD'], { directory: root, timeout: 5_000 }, world);
  return answer.ok ? answer.stdout.trim() : undefined;
}

function appliedOf({ applied }: MigrationRequest, database: ReadDatabase | undefined): ReleasesQuestion['applied'] {
  if (applied.from === 'file') return applied.ids;
  return applied.from === 'database' ? database?.facts.applied : undefined;
}

function serverOf(
  { postgres }: MigrationRequest,
  database: ReadDatabase | undefined,
  { framework }: Framed,
  { version }: AskedReleases,
  scratch: ScratchServer | undefined,
): ServerVersion {
  if (postgres !== undefined) return { ...postgres, from: 'input' };
  if (database !== undefined) return database.server;
  if (scratch !== undefined) return { ...scratch, from: 'scratch' };
  return assumedVersion(framework === 'django' ? version : undefined);
}

async function measuredBy(
  { traceDatabaseUrl, databaseUrl }: MigrationRequest,
  question: ReleasesQuestion,
  { framework }: Framed,
  asked: AskedReleases,
  database: ReadDatabase | undefined,
  world: World,
): Promise<Measurement | undefined> {
  if (traceDatabaseUrl === undefined || asked.pending.length === 0) return undefined;
  const { measure } = await import('./measured/ask.ts');
  return measure(
    {
      ...question,
      framework,
      pending: asked.pending,
      baseNodes: asked.base.nodes.map(({ id }) => id),
      schema: asked.schema,
      traceUrl: traceDatabaseUrl,
      databaseUrl,
      databaseSystem: database?.system,
    },
    world,
  );
}
