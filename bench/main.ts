import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../scripts/root.ts';

/** A measurement. It prints what it found and asserts nothing: a busy machine is not a defect. */
interface Bench {
  run(): Promise<void>;
}

/** What there is to measure, by the name of its file in this folder. */
const BENCHES: Readonly<Record<string, string>> = {
  startup: 'an action that ends before its first request, against an empty Node',
  archive: 'what every job downloads',
  redeploy: 'a deployment from trigger to proof: requests, delay, memory',
  'check-deploy': 'the judgement of the lab’s project beside manage.py check --deploy: time and memory',
  migrations:
    'a thousand migrations, and the last five, beside showmigrations, django-migration-linter and squawk: time and memory',
  smoke: 'smoke-test beside newman, StepCI and hurl, whole processes: time and memory',
};

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find(name => !Object.hasOwn(BENCHES, name));
  if (names.length === 0 || unknown !== undefined) {
    if (unknown !== undefined) console.error(`There is no benchmark "${unknown}".`);
    console.error('npm run bench -- <name> [<name> ...]');
    for (const [name, question] of Object.entries(BENCHES)) console.error(`  ${name.padEnd(12)} ${question}`);
    return names.length === 0 ? 0 : 2;
  }
  for (const name of names) {
    const bench = await open(name);
    if (bench === undefined) {
      console.error(`bench/${name}.ts is not part of this checkout.`);
      return 2;
    }
    console.log(`\n${name}: ${BENCHES[name]}\n`);
    await bench.run();
  }
  return 0;
}

async function open(name: string): Promise<Bench | undefined> {
  const file = join(ROOT, 'bench', `${name}.ts`);
  const there = await access(file).then(
    () => true,
    () => false,
  );
  return there ? import(pathToFileURL(file).href) : undefined;
}

process.exit(await main(process.argv.slice(2)));
