// What the roll-up notes of users, on the memory of a test: profiles by their own store, presence by what it promises.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { userProfiles } from '../../../functions/stores/user-profiles.ts'
import { noteUsers } from '../../../functions/stream/roll-up-sessions/note-users.ts'

export const usersInMemory = (
  dynamodb: DynamoDBDocumentClient,
  now: () => number,
  logins: Map<string, number> = new Map(),
) =>
  noteUsers({
    profiles: userProfiles(dynamodb, 'people', now),
    presence: {
      touch: async () => {},
      noteLogin: async (projectId, userId, at) => {
        const key = `${projectId}#${userId}`
        logins.set(key, Math.max(logins.get(key) ?? 0, at))
      },
    },
    retentionDays: 90,
  })
