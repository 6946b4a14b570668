// An entry of the quarantine as its project may see it, or the 404 for what is not there, or is another's.
import { AppError } from '../../../core/errors.ts'
import { ownPart } from '../../../core/quarantine/own-part.ts'
import { entryOf, type QuarantineEntry } from '../../../core/quarantine/quarantine-list.ts'
import type { Quarantined } from '../../../core/quarantine/quarantined.ts'
import { keyOfRecordId } from '../../../core/quarantine/record-id.ts'
import type { QuarantinePages } from '../../stores/quarantine-pages.ts'

export const foundEntry = async (
  pages: Pick<QuarantinePages, 'find'>,
  projectId: string,
  recordId: string,
): Promise<{ own: Quarantined; entry: QuarantineEntry }> => {
  const key = keyOfRecordId(recordId)
  const object = key === undefined ? undefined : await pages.find(key)
  const own = object && ownPart(object, projectId)
  const entry = own && entryOf(own, projectId)
  if (!own || !entry)
    throw new AppError('record-not-found', 404, 'There is no such record in the quarantine of this project.')
  return { own, entry }
}
