// All migrations, oldest first. One that is here stays here: a stack may be of any version before.
import type { Migration } from './migration.ts'
import { organiseProjects } from './organise-projects.ts'

export const migrations: Migration[] = [organiseProjects]
