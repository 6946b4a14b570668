// GET /api/v1/assets/{hash}: one content, only ever as what it was found to be.
import { getAsset as operation } from '../../../core/api/asset-operations.ts'
import { ASSET_TYPES } from '../../../core/assets/asset-type.ts'
import { AppError } from '../../../core/errors.ts'
import { ASSET_PART_MAX_BYTES } from '../../../core/limits.ts'
import type { HttpAnswer } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import type { AssetStore } from '../../stores/assets.ts'

export type GetDeps = { assets: Pick<AssetStore, 'read'> }

export const getAsset = ({ assets }: GetDeps) =>
  route(
    operation,
    async ({
      caller: { projectId },
      params: { hash },
      query: { from },
    }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
      const found = await assets.read(projectId, hash, from, ASSET_PART_MAX_BYTES)
      if (!found || !(ASSET_TYPES as readonly string[]).includes(found.type))
        throw new AppError('asset-not-found', 404, 'There is no such content, or no such part of it.')
      return {
        status: 200,
        bytes: found.bytes,
        headers: {
          'content-type': found.type,
          // The name is made of the content: it never has another one.
          'cache-control': 'private, max-age=31536000, immutable',
          // Whoever opens the address itself gets a file, not a page of ours: a drawing may hold code.
          'content-disposition': `attachment; filename="${hash}"`,
        },
      }
    },
  )
