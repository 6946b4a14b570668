// GET /api/v1/shared/{token}/replay: what a public link lets anybody play.
import { getSharedReplay as operation } from '../../../core/api/share-operations.ts'
import type { SharedReplay } from '../../../core/shares/share.ts'
import { type HttpAnswer, ok } from '../../runtime/http/answer.ts'
import { type RequestOf, route } from '../../runtime/http/route.ts'
import { noShare, openedShare, PRIVATE_HEADERS, type SharedDeps, shownReplay } from './opened-share.ts'

export const getSharedReplay = (deps: SharedDeps) =>
  route(operation, async ({ params }: RequestOf<typeof operation>): Promise<HttpAnswer> => {
    const { share, state, ...opened } = await openedShare(deps, params.token)
    const shownNow = await shownReplay(deps, { share, state, ...opened }, { merge: true })
    if (!shownNow) throw noShare()
    const { replay } = shownNow
    const { expiresAt, mask, withInspector } = share
    const { browser, os, device } = state
    const shown: SharedReplay = {
      replay,
      share: { expiresAt, mask, withInspector },
      session: { browser, os, device },
    }
    return { ...ok(shown), headers: PRIVATE_HEADERS }
  })
