/** When a migration can run. `split`: in neither phase as it is. */
export type Phase = 'before-deploy' | 'after-deploy' | 'split';

/** How this project runs its migrations: all before the new release serves, all after it, or each in its phase. */
export type MigrateMode = 'before' | 'after' | 'phased';
