// Whether there is room for one more view of its kind.
import { MEMBER_MAX_VIEWS, PROJECT_MAX_SHARED_VIEWS } from '../../../core/limits.ts'
import type { SavedView } from '../../../core/views/saved-view.ts'
import { checkRoom } from './check-room.ts'

export const checkViewRoom = (views: SavedView[], shared: boolean): void =>
  checkRoom(
    'views',
    views.filter((view) => view.shared === shared).length,
    shared ? PROJECT_MAX_SHARED_VIEWS : MEMBER_MAX_VIEWS,
  )
