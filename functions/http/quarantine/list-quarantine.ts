// GET /api/v1/quarantine: what of a project lies there, newest day first.
import * as z from 'zod'
import { listQuarantine as operation } from '../../../core/api/quarantine-operations.ts'
import { entryOf, type QuarantineList } from '../../../core/quarantine/quarantine-list.ts'
import { isQuarantineKey } from '../../../core/quarantine/record-id.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import type { QuarantinePages } from '../../stores/quarantine-pages.ts'

const positionSchema = z.string().refine(isQuarantineKey)

export const listQuarantine = ({ pages }: { pages: Pick<QuarantinePages, 'page'> }) =>
  route(
    operation,
    async ({ caller: { projectId }, query, cursors }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
      const after = cursors.read(positionSchema, query.cursor)
      const { found, next } = await pages.page({ after, limit: query.limit }, (object) =>
        entryOf(object, projectId),
      )
      return ok({ entries: found, nextCursor: cursors.write(next) } satisfies QuarantineList)
    },
  )
