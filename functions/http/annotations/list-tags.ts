// GET /api/v1/tags: the tags that notes of a project have.
import { listTags as operation } from '../../../core/api/note-operations.ts'
import type { TagList } from '../../../core/notes/note.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { type Stores, stores } from './stores.ts'

export const listTags =
  ({ tags }: Pick<Stores, 'tags'>) =>
  async ({ caller }: RequestOf<typeof operation>): Promise<HttpAnswer> =>
    ok({ tags: await tags.known(caller.projectId) } satisfies TagList)

export const listTagsRoute = route(operation, listTags(stores))
