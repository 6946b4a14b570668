// What an import is named after, so that one that is tried again makes the same session.
import { importedId } from '../../../core/imports/import-batches.ts'
import { uuidOf } from '../uuid-of.ts'

/** An upload's id, or who sends which `Idempotency-Key`; first of all its project. */
export type ImportName = string[]

export const sessionOfImport = (name: ImportName): string => importedId(uuidOf, name, 'session')

export const nameOfUpload = (projectId: string, uploadId: string): ImportName => [
  projectId,
  'upload',
  uploadId,
]
