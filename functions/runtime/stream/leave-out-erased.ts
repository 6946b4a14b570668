// Keeps what is about an erased person from a consumer: what was on the stream already, and what comes back to it.
import { peopleOf } from '../../../core/erasure/is-about.ts'
import type { Delivery } from './delivery.ts'

type Somebody = { projectId: string; visitorId: string; userIds: string[] }

export type Suppressed = {
  among(people: Somebody[]): Promise<{ visitor: boolean; user: boolean }[]>
}

export const leaveOutErased =
  (suppressions: Suppressed, work: (deliveries: Delivery[]) => Promise<void>) =>
  async (deliveries: Delivery[]): Promise<void> => {
    const found = await suppressions.among(
      deliveries.map(({ batch }) => ({ projectId: batch.projectId, ...peopleOf(batch) })),
    )
    const left = deliveries.filter((_, at) => !found[at]?.visitor && !found[at]?.user)
    if (left.length > 0) await work(left)
  }
