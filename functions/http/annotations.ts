// What members add to sessions: one function for routes that are seldom asked.
import { gate } from '../gate/gate.ts'
import { http } from '../runtime/http/http.ts'
import { createShareRoute } from './annotations/create-share.ts'
import { listSharesRoute } from './annotations/list-shares.ts'
import { revokeShareRoute } from './annotations/revoke-share.ts'

export const handler = http(gate, listSharesRoute, createShareRoute, revokeShareRoute)
