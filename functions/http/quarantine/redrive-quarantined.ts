// POST /api/v1/quarantine/{recordId}/redrive: sends it again, and counts its sessions once they are stored.
import * as z from 'zod'
import { redriveQuarantined as operation } from '../../../core/api/quarantine-operations.ts'
import { AppError } from '../../../core/errors.ts'
import { isOwn } from '../../../core/quarantine/own-part.ts'
import type { RedriveAnswer } from '../../../core/quarantine/quarantine-list.ts'
import { accepted, type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import type { QuarantinePages } from '../../stores/quarantine-pages.ts'
import { idOf, type QuarantinedStore } from '../../stores/quarantined.ts'
import type { recordChange } from '../../stores/record-change.ts'
import { NotCounted, NotRedriven, nameOf, type RedriveDeps, redriveObject } from '../../stores/redrive.ts'
import { foundEntry } from './found-entry.ts'

export type RedriveRouteDeps = Omit<RedriveDeps, 'quarantined' | 'sleep'> & {
  pages: Pick<QuarantinePages, 'find'>
  quarantined: Pick<QuarantinedStore, 'takeOut'>
  record: ReturnType<typeof recordChange>
}

/** What a receipt says. It is sealed for this operation and this project, as cursors are. */
const receiptSchema = z.object({ sent: z.string() })

export const redriveQuarantined = ({ pages, record, quarantined, ...deps }: RedriveRouteDeps) =>
  route(
    operation,
    async ({
      caller,
      params: { recordId },
      query,
      cursors,
    }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
      const { projectId, organisationId } = caller
      const receipt = cursors.read(receiptSchema, query.receipt)
      const { own, entry } = await foundEntry(pages, projectId, recordId)
      const sent = idOf(own.key)
      const wasSent = receipt?.sent === sent
      if (!wasSent)
        await record(caller, organisationId, {
          action: 'quarantine.redriven',
          target: { id: sent, name: null },
          projectId,
        })
      const remove = (key: string) =>
        quarantined.takeOut(key, (partitionKey) => isOwn(partitionKey, projectId))
      const answer = { records: entry.records }
      try {
        await redriveObject(
          // One look, and whoever asked comes again: a function that sleeps is paid for, and the gateway waits for none.
          { ...deps, quarantined: { remove }, sleep: async () => {} },
          own,
          new Set(wasSent ? own.records.map(nameOf) : []),
          { looks: 1, onlyOf: projectId },
        )
        return ok({ ...answer, status: 'done', receipt: null } satisfies RedriveAnswer)
      } catch (error) {
        if (error instanceof NotCounted) {
          return accepted({
            ...answer,
            status: 'sent',
            receipt: cursors.write({ sent }),
          } satisfies RedriveAnswer)
        }
        if (error instanceof NotRedriven) throw new AppError('not-redriven', 409, error.message)
        throw error
      }
    },
  )
