// Writes events, without their recording, to the lake: one object per project, hour and delivery.
import { type LakeRow, lakeHour, lakeRowsOf } from '../../core/lake/lake-row.ts'
import { s3 } from '../runtime/clients/s3.ts'
import { readEnvironment } from '../runtime/env.ts'
import { type Delivery, rangeOf } from '../runtime/stream/delivery.ts'
import { eachGroup, groupBy } from '../runtime/stream/each-group.ts'
import { stream } from '../runtime/stream/stream.ts'
import { claims } from '../stores/claims.ts'
import { eventLake } from '../stores/event-lake.ts'
import { lakeMarkers } from '../stores/lake-markers.ts'
import { quarantine } from '../stores/quarantine.ts'

type Deps = { lake: Pick<ReturnType<typeof eventLake>, 'write'> }
type Entry = { delivery: Delivery; row: LakeRow }

export const archiveEvents =
  ({ lake }: Deps) =>
  (deliveries: Delivery[]): Promise<void> =>
    eachGroup(
      groupBy(deliveries.flatMap(entriesOf), partitionOf),
      ({ delivery }) => delivery,
      ([first, ...rest]) => {
        const entries: [Entry, ...Entry[]] = [first, ...rest]
        const partition = { projectId: first.row.projectId, ...lakeHour(first.row.ts) }
        const rows = entries.map(({ row }) => row)
        return lake.write(partition, rows, rangeOf([first.delivery, ...rest.map(({ delivery }) => delivery)]))
      },
    )

const entriesOf = (delivery: Delivery): Entry[] =>
  lakeRowsOf(delivery.batch).map((row) => ({ delivery, row }))

const partitionOf = ({ row, delivery }: Entry): string => {
  const { date, hour } = lakeHour(row.ts)
  return `${row.projectId}/${date}/${hour}/${delivery.shardId}`
}

const env = readEnvironment(['LAKE_BUCKET', 'SESSION_BUCKET', 'QUARANTINE_BUCKET'])

export const handler = stream(
  {
    claims: claims(s3, env.SESSION_BUCKET),
    quarantine: quarantine(s3, env.QUARANTINE_BUCKET),
    now: Date.now,
  },
  archiveEvents({
    lake: eventLake(s3, env.LAKE_BUCKET, lakeMarkers(s3, env.LAKE_BUCKET, Date.now)),
  }),
)
