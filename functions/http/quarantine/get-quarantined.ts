// GET /api/v1/quarantine/{recordId}: one entry with its data, which holds what people did.
import { getQuarantined as operation } from '../../../core/api/quarantine-operations.ts'
import { sessionIdIn } from '../../../core/quarantine/own-part.ts'
import type { QuarantineAnswer } from '../../../core/quarantine/quarantine-list.ts'
import type { Quarantined } from '../../../core/quarantine/quarantined.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import type { QuarantinePages } from '../../stores/quarantine-pages.ts'
import { idOf } from '../../stores/quarantined.ts'
import { legible } from '../../stores/record-bytes.ts'
import type { recordChange } from '../../stores/record-change.ts'
import { foundEntry } from './found-entry.ts'

export type GetDeps = {
  pages: Pick<QuarantinePages, 'find'>
  record: ReturnType<typeof recordChange>
}

/** Characters of all texts of an answer: more than anybody reads, and far below what Lambda may answer. */
export const TEXT_MAX_CHARS = 100_000

export const getQuarantined = ({ pages, record }: GetDeps) =>
  route(
    operation,
    async ({ caller, params: { recordId } }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
      const { projectId, organisationId } = caller
      const { own, entry } = await foundEntry(pages, projectId, recordId)
      await record(caller, organisationId, {
        action: 'quarantine.shown',
        // As the operator's command calls it.
        target: { id: idOf(own.key), name: null },
        projectId,
      })
      return ok({ entry, contents: contentsOf(own) } satisfies QuarantineAnswer)
    },
  )

const contentsOf = ({ records }: Quarantined): QuarantineAnswer['contents'] => {
  let left = TEXT_MAX_CHARS
  return records.map(({ partitionKey, sequenceNumber, data }) => {
    const whole = left > 0 ? legible(Buffer.from(data, 'base64')) : ''
    const text = whole.slice(0, left)
    const truncated = left <= 0 || text.length < whole.length
    left -= text.length
    return { sessionId: sessionIdIn(partitionKey), sequenceNumber, text, truncated }
  })
}
