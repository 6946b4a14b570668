// The stores that the routes of annotations share, each made once.
import { randomBytes } from 'node:crypto'
import { cognito } from '../../runtime/clients/cognito.ts'
import { dynamodb } from '../../runtime/clients/dynamodb.ts'
import { readEnvironment } from '../../runtime/env.ts'
import { annotations } from '../../stores/annotations.ts'
import { auditLog } from '../../stores/audit-log.ts'
import { highlights } from '../../stores/highlights.ts'
import { memberProfiles } from '../../stores/member-profiles.ts'
import { memberships } from '../../stores/memberships.ts'
import { notes } from '../../stores/notes.ts'
import { people } from '../../stores/people.ts'
import { pinnedEnds } from '../../stores/pinned-ends.ts'
import { pins } from '../../stores/pins.ts'
import { recordChange } from '../../stores/record-change.ts'
import { sessions } from '../../stores/sessions.ts'
import { shares } from '../../stores/shares.ts'
import { tags } from '../../stores/tags.ts'
import { watchers } from '../../stores/watchers.ts'

const env = readEnvironment(['SESSIONS_TABLE', 'PEOPLE_TABLE', 'CONFIGURATION_TABLE', 'USER_POOL_ID'])
const table = env.CONFIGURATION_TABLE
const now = Date.now
const random = (bytes: number): Uint8Array => randomBytes(bytes)
const profiles = memberProfiles({ cognito, userPoolId: env.USER_POOL_ID, client: dynamodb, table, now })
const rows = annotations(dynamodb, env.PEOPLE_TABLE, now)
const ofPins = pins(dynamodb, env.PEOPLE_TABLE)

export const stores = {
  sessions: sessions(dynamodb, env.SESSIONS_TABLE, now),
  rows,
  memberships: memberships(dynamodb, table),
  notes: notes(rows),
  highlights: highlights(rows),
  pins: ofPins,
  ends: pinnedEnds({
    pins: ofPins,
    annotations: rows,
    people: people(dynamodb, env.PEOPLE_TABLE),
    now,
  }),
  tags: tags(dynamodb, env.PEOPLE_TABLE, now),
  shares: shares(rows, now),
  watchers: watchers(rows),
  profiles,
  record: recordChange({ audit: auditLog(dynamodb, table, now), profiles, now, random }),
  now,
  random,
}

export type Stores = typeof stores
