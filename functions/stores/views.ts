// Saved views. A member's own lie apart from those that a project shares, so that a list reads nobody else's.
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'
import { type SavedView, savedViewSchema } from '../../core/views/saved-view.ts'
import { rowsAt, rowsOf } from './read-rows.ts'

export type ViewStore = ReturnType<typeof views>

export const views = (client: DynamoDBDocumentClient, table: string) => {
  const put = async (view: SavedView): Promise<void> => {
    await client.send(new PutCommand({ TableName: table, Item: { ...keyOf(view), v: 1, ...view } }))
  }

  const forget = async (view: SavedView): Promise<void> => {
    await client.send(new DeleteCommand({ TableName: table, Key: keyOf(view) }))
  }

  return {
    /** Shared ones first, each kind by name. */
    list: async (projectId: string, memberId: string): Promise<SavedView[]> => {
      const [shared, own] = await Promise.all([
        rowsOf(client, table, projectOf(projectId), SHARED),
        rowsOf(client, table, projectOf(projectId), ownOf(memberId)),
      ])
      const found = shared.map((row) => savedViewSchema.parse(row))
      const ids = new Set(found.map(({ viewId }) => viewId))
      // One that is in both was on its way from one to the other when something died.
      const mine = own.map((row) => savedViewSchema.parse(row)).filter(({ viewId }) => !ids.has(viewId))
      return [...found.sort(byName), ...mine.sort(byName)]
    },

    /** Of what the member may see. */
    find: async (projectId: string, memberId: string, viewId: string): Promise<SavedView | undefined> => {
      const pk = projectOf(projectId)
      const keys = [SHARED, ownOf(memberId)].map((place) => ({ pk, sk: `${place}${viewId}` }))
      const found = (await rowsAt(client, table, keys)).map((row) => savedViewSchema.parse(row))
      return found.find(({ shared }) => shared) ?? found[0]
    },

    put,

    /** From both places: one that died on its way from one to the other is in both. */
    remove: async (view: SavedView): Promise<void> => {
      await forget({ ...view, shared: !view.shared })
      await forget(view)
    },

    /** Written where it belongs first: killed between the two, it is there twice and shown once. */
    replace: async (before: SavedView, after: SavedView): Promise<void> => {
      await put(after)
      if (keyOf(before).sk !== keyOf(after).sk) await forget(before)
    },
  }
}

const SHARED = 'shared-view#'

const projectOf = (projectId: string): string => `project#${projectId}`

const ownOf = (memberId: string): string => `view#${memberId}#`

const keyOf = ({ projectId, viewId, shared, createdBy }: SavedView) => ({
  pk: projectOf(projectId),
  sk: `${shared ? SHARED : ownOf(createdBy)}${viewId}`,
})

const byName = (a: SavedView, b: SavedView): number =>
  a.name.localeCompare(b.name) || (a.viewId < b.viewId ? -1 : 1)
