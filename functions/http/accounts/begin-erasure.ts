// How an erasure begins, whoever asked: from here on nothing of the id is taken, and the schedule does the rest.
import { ERASURE_ID_BYTES, type Erasure, makeErasureId } from '../../../core/erasure/erasure.ts'
import { openErasure, receiptOf } from '../../../core/erasure/open-erasure.ts'
import type { Stores } from './stores.ts'

type Deps = Pick<Stores, 'erasures' | 'suppressions' | 'now' | 'random'>

type Asked = {
  projectId: string
  /** The id that was asked for. */
  id: string
  visitorIds: string[]
  userIds: string[]
  requestedBy: Erasure['requestedBy']
  erasureId: string
  requestedAt: number
}

export const newErasureId = ({ now, random }: Pick<Deps, 'now' | 'random'>) => {
  const requestedAt = now()
  return { requestedAt, erasureId: makeErasureId(requestedAt, random(ERASURE_ID_BYTES)) }
}

/** What is under way first: killed after that, the schedule does all of it, and writes the receipt. */
export const beginErasure =
  ({ erasures, suppressions }: Pick<Deps, 'erasures' | 'suppressions'>) =>
  async ({ id, ...asked }: Asked): Promise<Erasure> => {
    const subject = await suppressions.subjectOf(asked.projectId, id)
    const open = openErasure({ ...asked, subject })
    await erasures.saveOpen(open, undefined)
    await suppressions.suppress(open.projectId, open)
    const receipt = receiptOf(open)
    await erasures.writeReceipt(receipt)
    return receipt
  }
