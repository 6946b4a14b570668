// The users of a site: their profiles and whether they are here.
import { gate } from '../gate/gate.ts'
import { touching } from '../gate/touching.ts'
import { http } from '../runtime/http/http.ts'
import { getUserRoute } from './users/get-user.ts'
import { getUserPresenceRoute } from './users/get-user-presence.ts'
import { getUserRecordRoute } from './users/get-user-record.ts'
import { countOnlineRoute, listOnlineRoute } from './users/list-online.ts'
import { putUserRoute } from './users/put-user.ts'
import { readPresencesRoute } from './users/read-presences.ts'
import { stores } from './users/stores.ts'

const routes = [
  getUserRoute,
  getUserPresenceRoute,
  getUserRecordRoute,
  putUserRoute,
  readPresencesRoute,
  listOnlineRoute,
  countOnlineRoute,
]

export const handler = http(gate, ...routes.map(touching(stores)))
