import type { Played, PlayedMigration, PlayedStatement } from '../../played.ts';
import type { Act } from '../../sql/act.ts';
import type { HazardHit } from '../rule.ts';
import { operationInWords, subjectOf } from '../wording.ts';

export interface ActSaid {
  /** Beside the operation, what the hit is about. */
  readonly about: string;
  readonly hit: Pick<HazardHit, 'message'> & Partial<HazardHit>;
}

/** A hit for each act that a rule says something of. */
export function actHits(
  played: Played,
  say: (
    act: Act,
    where: { readonly who: string; readonly statement: PlayedStatement; readonly migration: PlayedMigration },
  ) => ActSaid | undefined,
): readonly HazardHit[] {
  return played.migrations.flatMap(migration =>
    migration.statements.flatMap(statement =>
      statement.acts.flatMap((act): readonly HazardHit[] => {
        const who = operationInWords(migration.migration, statement.operation, statement);
        const said = say(act, { who, statement, migration });
        return said === undefined ? [] : [{ ...placedHit(migration, statement, said.about), ...said.hit }];
      }),
    ),
  );
}

/** The parts that every hit of a statement has. */
export function placedHit(
  { migration }: PlayedMigration,
  statement: PlayedStatement,
  about: string,
): Pick<HazardHit, 'migration' | 'operation' | 'statement' | 'subject'> {
  const { operation } = statement;
  return {
    migration,
    ...(operation === undefined ? {} : { operation }),
    statement,
    subject: subjectOf(migration, about),
  };
}
