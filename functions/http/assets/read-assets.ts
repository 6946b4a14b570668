// GET /api/v1/assets: several contents in one answer, for a page has more of them than anybody should ask for one by one.
import { readAssets as operation } from '../../../core/api/asset-operations.ts'
import { ASSET_TYPES, type AssetType } from '../../../core/assets/asset-type.ts'
import type { AssetBundle } from '../../../core/assets/session-assets.ts'
import { ASSET_BUNDLE_MAX } from '../../../core/limits.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import type { AssetStore } from '../../stores/assets.ts'

export type ReadDeps = { assets: Pick<AssetStore, 'read'> }

const AT_ONCE = 10

const isType = (type: string): type is AssetType => (ASSET_TYPES as readonly string[]).includes(type)

export const readAssets = ({ assets }: ReadDeps) =>
  route(
    operation,
    async ({
      caller: { projectId },
      query: { hashes },
    }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
      const bundle: AssetBundle = { assets: [], left: [] }
      let room = ASSET_BUNDLE_MAX.bytes
      for (let at = 0; at < hashes.length; at += AT_ONCE) {
        const some = hashes.slice(at, at + AT_ONCE)
        if (room <= 0) {
          bundle.left.push(...some)
          continue
        }
        // One byte more than there is room for tells that there is none.
        const most = room + 1
        const found = await Promise.all(some.map((hash) => assets.read(projectId, hash, 0, most)))
        for (const [index, hash] of some.entries()) {
          const content = found[index]
          if (!content || !isType(content.type)) continue
          const { bytes, type } = content
          if (bytes.byteLength > room) bundle.left.push(hash)
          else {
            room -= bytes.byteLength
            bundle.assets.push({ hash, type, base64: Buffer.from(bytes).toString('base64') })
          }
        }
      }
      return ok(bundle)
    },
  )
