// What members add to a session: rows in a partition of its own, so that all of them end and are erased with it.
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { holds } from './condition.ts'
import { rowsAt, rowsOf } from './read-rows.ts'

type Key = { pk: string; sk: string }
type Row = Record<string, unknown>
type Place = { projectId: string; sessionId: string }

export type AnnotationKind = 'note' | 'share' | 'clip' | 'watcher'

export type Annotation = Place & {
  kind: AnnotationKind
  id: string
  value: object
  /** Seconds since 1970. */
  expiresAt: number
  /** Rows elsewhere that lead here: a link's token, whom a note mentions. They end and go with it. */
  leads?: (Key & Row)[]
}

export type AnnotationStore = ReturnType<typeof annotations>

export const annotations = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const isKept = ({ expiresAt }: Row): boolean => Number(expiresAt) > now() / 1000

  const get = async (key: Key): Promise<Row | undefined> => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))
    return Item && isKept(Item) ? Item : undefined
  }

  const remove = async (key: Key): Promise<void> => {
    await client.send(new DeleteCommand({ TableName: table, Key: key }))
  }

  /** What leads to it first: killed in between, its row still says what else must go. */
  const removeRow = async (row: Row): Promise<void> => {
    for (const lead of leadsOf(row)) await remove(lead)
    await remove({ pk: String(row['pk']), sk: String(row['sk']) })
  }

  const find = (place: Place, kind: AnnotationKind, id: string) => get(keyOf(place, kind, id))

  /** Of all that end with their session; links end when they said they would. */
  const setEnd = async (place: Place, end: number, condition: string): Promise<void> => {
    for (const row of await rowsOf(client, table, partitionOf(place), '')) {
      if (String(row['sk']).startsWith('share#')) continue
      for (const Key of [...leadsOf(row), { pk: String(row['pk']), sk: String(row['sk']) }])
        await holds(
          client.send(
            new UpdateCommand({
              TableName: table,
              Key,
              UpdateExpression: 'SET expiresAt = :end',
              ConditionExpression: `attribute_exists(pk) AND ${condition}`,
              ExpressionAttributeValues: { ':end': end },
            }),
          ),
        )
    }
  }

  return {
    find,

    list: async (place: Place, kind: AnnotationKind): Promise<Row[]> =>
      (await rowsOf(client, table, partitionOf(place), `${kind}#`)).filter(isKept),

    /** The row before what leads to it, and what no longer does last: killed anywhere, nothing leads nowhere for long. */
    put: async ({ kind, id, value, expiresAt, leads = [], ...place }: Annotation): Promise<void> => {
      const key = keyOf(place, kind, id)
      const before = await find(place, kind, id)
      const keys = leads.map(({ pk, sk }) => ({ pk, sk }))
      const Item = { ...value, ...key, v: 1, expiresAt, leads: keys }
      await client.send(new PutCommand({ TableName: table, Item }))
      for (const lead of leads)
        await client.send(new PutCommand({ TableName: table, Item: { v: 1, ...lead, expiresAt } }))
      for (const old of before ? leadsOf(before) : [])
        if (!keys.some(({ pk, sk }) => pk === old.pk && sk === old.sk)) await remove(old)
    },

    remove: async (place: Place, kind: AnnotationKind, id: string): Promise<void> => {
      const row = await find(place, kind, id)
      if (row) await removeRow(row)
    },

    /** Everything of a session. Returns how many rows there were. */
    removeAll: async (place: Place): Promise<number> => {
      const rows = await rowsOf(client, table, partitionOf(place), '')
      for (const row of rows) await removeRow(row)
      return rows.length
    },

    /** As long as its session is kept, and never less long than it was. */
    keepUntil: (place: Place, end: number): Promise<void> => setEnd(place, end, 'expiresAt < :end'),

    /** Of a session that is pinned no more: what was to be kept for longer is not. */
    endAt: (place: Place, end: number): Promise<void> => setEnd(place, end, 'expiresAt > :end'),

    /** A row that leads to an annotation. */
    lead: get,

    /** Rows that lead to annotations, the first in order of their keys. */
    leadsIn: async (pk: string, begins: string): Promise<Row[]> =>
      (await rowsOf(client, table, pk, begins)).filter(isKept),

    /** Some of them before a key, the last in order first; `next` is where to go on. */
    leadsBefore: async (
      pk: string,
      before: string | undefined,
      limit: number,
    ): Promise<{ leads: Row[]; next: string | undefined }> => {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND sk < :before',
          ExpressionAttributeValues: { ':pk': pk, ':before': before ?? END_OF_KEYS },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: limit,
        }),
      )
      return { leads: Items.filter(isKept), next: LastEvaluatedKey && String(Items.at(-1)?.['sk']) }
    },

    /** Those that there are, in no order. */
    findSome: async (wanted: (Place & { kind: AnnotationKind; id: string })[]): Promise<Row[]> =>
      (
        await rowsAt(
          client,
          table,
          wanted.map(({ kind, id, ...place }) => keyOf(place, kind, id)),
        )
      ).filter(isKept),

    /** One that belongs to no session. */
    keep: async (row: Key & Row): Promise<void> => {
      await client.send(new PutCommand({ TableName: table, Item: { v: 1, ...row } }))
    },
  }
}

/** Sorts behind every key. */
const END_OF_KEYS = '~'

const leadsOf = (row: Row): Key[] => {
  const { leads } = row
  return Array.isArray(leads) ? leads.map(({ pk, sk }) => ({ pk, sk })) : []
}

const partitionOf = ({ projectId, sessionId }: Place): string => `session#${projectId}#${sessionId}`

const keyOf = (place: Place, kind: AnnotationKind, id: string): Key => ({
  pk: partitionOf(place),
  sk: `${kind}#${id}`,
})
