// The users of a site: one row each, written only as it was read, and found by their ids and usernames.
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { foldTraits, type Traits } from '../../core/users/traits.ts'
import type { UserIdType } from '../../core/users/user-id.ts'
import {
  newProfile,
  type ProfileFields,
  type UserProfile,
  userProfileSchema,
} from '../../core/users/user-profile.ts'
import { usernameKey } from '../../core/users/username.ts'
import { holds } from './condition.ts'
import { rowsAt } from './read-rows.ts'
import { usernames } from './usernames.ts'

type Row = Record<string, unknown>
type Change = Partial<ProfileFields> & { userIdType?: UserIdType | undefined; traits?: Traits | undefined }

export type ProfileStore = ReturnType<typeof userProfiles>

/** A user is written by few at once. */
const ATTEMPTS = 10

export const userProfiles = (client: DynamoDBDocumentClient, table: string, now: () => number) => {
  const names = usernames(client, table, now)

  const read = async (projectId: string, userId: string) => {
    const Key = keyOf(projectId, userId)
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))
    return { row: Item, profile: profileIn(Item, now()), revision: Number(Item?.['revision'] ?? 0) }
  }

  const find = async (projectId: string, userId: string): Promise<UserProfile | undefined> =>
    (await read(projectId, userId)).profile

  const findMany = async (
    projectId: string,
    userIds: readonly string[],
  ): Promise<Map<string, UserProfile>> => {
    const keys = [...new Set(userIds)].map((userId) => keyOf(projectId, userId))
    const found = (await rowsAt(client, table, keys)).flatMap((row) => profileIn(row, now()) ?? [])
    return new Map(found.map((profile) => [profile.userId, profile]))
  }

  /** A name is borne by whose profile says so: a claim alone is somebody on the way. */
  const bears = (profile: UserProfile | undefined, username: string): boolean =>
    typeof profile?.username === 'string' && usernameKey(profile.username) === usernameKey(username)

  const claim = (projectId: string, userId: string, username: string): Promise<boolean> =>
    names.claim(projectId, username, userId, async (owner) => bears(await find(projectId, owner), username))

  const write = (profile: UserProfile, revision: number): Promise<boolean> => {
    const { traits, keptUntil, ...rest } = profile
    return holds(
      client.send(
        new PutCommand({
          TableName: table,
          Item: {
            ...keyOf(profile.projectId, profile.userId),
            v: 1,
            ...rest,
            // As text: a trait may hold numbers that DynamoDB cannot.
            traits: JSON.stringify(traits),
            keptUntil,
            ...(keptUntil !== null && { expiresAt: Math.ceil(keptUntil / 1000) }),
            revision: revision + 1,
          },
          ConditionExpression: 'attribute_not_exists(pk) OR revision = :read',
          ExpressionAttributeValues: { ':read': revision },
        }),
      ),
    )
  }

  const change = async (
    projectId: string,
    userId: string,
    changed: (before: UserProfile | undefined) => UserProfile,
  ): Promise<UserProfile | 'username-taken'> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const { profile: before, revision } = await read(projectId, userId)
      const after = changed(before)
      if (after === before) return before
      const { username } = after
      const isNews = username !== null && !bears(before, username)
      if (isNews && !(await claim(projectId, userId, username))) return 'username-taken'
      if (!(await write(after, revision))) continue
      // The old name last: killed before, it leads to nobody who bears it, and is free again soon.
      const old = before?.username
      if (typeof old === 'string' && !bears(after, old)) await names.release(projectId, old, userId)
      return after
    }
    throw new Error('The user changed under every try.')
  }

  const put = (
    projectId: string,
    userId: string,
    { traits = {}, userIdType, ...fields }: Change,
  ): Promise<UserProfile | 'username-taken'> =>
    change(projectId, userId, (before) => {
      const known = before ?? newProfile(projectId, userId, now())
      const folded = foldTraits(known.traits, traits)
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
      const after = {
        ...known,
        ...given,
        userIdType: userIdType ?? known.userIdType,
        traits: folded,
        keptUntil: null,
      }
      const names = Object.keys(after) as (keyof UserProfile)[]
      return before && names.every((name) => after[name] === before[name]) ? before : after
    })

  return {
    find,
    findMany,
    put,

    findByUsername: async (projectId: string, username: string): Promise<UserProfile | undefined> => {
      const owner = await names.ownerOf(projectId, username)
      const profile = owner === undefined ? undefined : await find(projectId, owner)
      return bears(profile, username) ? profile : undefined
    },

    /** By the keys of the usernames. */
    findByUsernames: async (
      projectId: string,
      asked: readonly string[],
    ): Promise<Map<string, UserProfile>> => {
      const owners = await names.ownersOf(projectId, asked)
      const profiles = await findMany(projectId, [...owners.values()])
      return new Map(
        [...owners].flatMap(([key, userId]) => {
          const profile = profiles.get(userId)
          return profile && bears(profile, key) ? [[key, profile] as const] : []
        }),
      )
    },

    /** False when another user bears it. */
    name: async (projectId: string, userId: string, username: string): Promise<boolean> =>
      (await put(projectId, userId, { username })) !== 'username-taken',

    /** In any order, and however often: the newest word on each trait stays. */
    foldTraits: async (
      projectId: string,
      userId: string,
      traits: Traits,
      keepDays: number,
    ): Promise<void> => {
      if (Object.keys(traits).length === 0) return
      const newest = Math.max(...Object.values(traits).map(({ at }) => at))
      const until = newest + keepDays * DAY_MS
      // Delivered late, it is past its time already.
      if (until <= now()) return
      await change(projectId, userId, (before) => {
        const known = before ?? newProfile(projectId, userId, now())
        const folded = foldTraits(known.traits, traits)
        if (before && folded === before.traits) return before
        const keptUntil = before?.keptUntil === null ? null : Math.max(before?.keptUntil ?? 0, until)
        return { ...known, traits: folded, keptUntil }
      })
    },

    /** The name first: it is found by the profile. Returns the number of rows. */
    remove: async (projectId: string, userId: string): Promise<number> => {
      const { row, revision } = await read(projectId, userId)
      if (!row) return 0
      const username = row['username']
      const named = typeof username === 'string' && (await names.release(projectId, username, userId))
      const removed = await holds(
        client.send(
          new DeleteCommand({
            TableName: table,
            Key: keyOf(projectId, userId),
            ConditionExpression: 'revision = :read',
            ExpressionAttributeValues: { ':read': revision },
          }),
        ),
      )
      if (!removed) throw new Error('The user changed while it was removed.')
      return Number(named) + 1
    },
  }
}

const DAY_MS = 24 * 60 * 60_000

/** Undefined for one that is past its time, too: DynamoDB takes it away days later. */
const profileIn = (row: Row | undefined, now: number): UserProfile | undefined => {
  if (!row) return undefined
  const profile = userProfileSchema.parse({ ...row, traits: JSON.parse(String(row['traits'])) })
  return profile.keptUntil !== null && profile.keptUntil <= now ? undefined : profile
}

const keyOf = (projectId: string, userId: string) => ({ pk: `user#${projectId}#${userId}`, sk: 'profile' })
