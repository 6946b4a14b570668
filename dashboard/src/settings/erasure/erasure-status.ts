// What a receipt says, in words: how far an erasure is, and what was removed.
import type { Erasure } from '../../../../core/erasure/erasure.ts'
import { countOf } from '../../format/count.ts'

type Status = { label: string; color: string; says: string }

export const statusOf = ({ status, verified }: Pick<Erasure, 'status' | 'verified'>): Status => {
  switch (status) {
    case 'erasing':
      return { label: 'Under way', color: 'orange', says: 'Nothing of this person is taken any more.' }
    case 'settling':
      return {
        label: 'Removed',
        color: 'iris',
        says: 'All that was found is gone. Every store is searched again within the hour.',
      }
    case 'erased':
      return {
        label: 'Erased',
        color: 'teal',
        says: verified
          ? 'A search through every store found nothing. The stream forgets within its days, and is refused until then.'
          : 'A search found nothing, but could not read everything.',
      }
    case 'complete':
      return verified
        ? { label: 'Complete', color: 'teal', says: 'Two searches through every store found nothing.' }
        : {
            label: 'Complete',
            color: 'orange',
            says: 'The searches found nothing, but could not read everything: the runbook says what to do.',
          }
  }
}

export const removedOf = ({
  sessions,
  people,
  objects,
  lakeRows,
  quarantined,
}: Erasure['counts']): string => {
  const parts = [
    sessions > 0 && countOf(sessions, 'session'),
    lakeRows > 0 && countOf(lakeRows, 'row of the lake', 'rows of the lake'),
    objects > 0 && countOf(objects, 'stored file'),
    people > 0 && countOf(people, 'record of a person', 'records of people'),
    quarantined > 0 && countOf(quarantined, 'record in quarantine', 'records in quarantine'),
  ].filter((part) => part !== false)
  return parts.length === 0 ? 'Nothing was found.' : `Removed: ${parts.join(', ')}.`
}

const ASKED_BY: Record<Erasure['requestedBy'], string> = {
  member: 'by a member',
  'secret-key': 'by a server',
  visitor: 'by the visitor',
}

export const askedBy = ({ requestedBy }: Pick<Erasure, 'requestedBy'>): string => ASKED_BY[requestedBy]
