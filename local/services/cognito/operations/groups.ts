// Groups and who is in them.
import { z } from 'zod'
import { type Operations, operation, ServiceError } from '../../json-service.ts'
import type { Cognito } from '../cognito.ts'
import type { Pool } from '../pool.ts'
import type { Group } from '../records.ts'
import { knownUser } from './known-user.ts'
import { groupShape } from './shapes.ts'

const pooled = { UserPoolId: z.string() }
const grouped = { ...pooled, GroupName: z.string().min(1).max(128) }
const member = z.object({ ...grouped, Username: z.string() })

const find = (pool: Pool, name: string): Group => {
  const group = pool.groups.get(name)
  if (!group) throw new ServiceError('ResourceNotFoundException', 'Group not found.')
  return group
}

export const groupOperations = ({ pools, now }: Cognito): Operations => ({
  CreateGroup: operation(
    z.object({
      ...grouped,
      Description: z.string().optional(),
      Precedence: z.number().int().min(0).optional(),
      RoleArn: z.string().optional(),
    }),
    (input) => {
      const pool = pools.get(input.UserPoolId)
      if (pool.groups.get(input.GroupName)) {
        throw new ServiceError('GroupExistsException', 'A group with the name already exists.')
      }
      const group: Group = {
        name: input.GroupName,
        description: input.Description,
        precedence: input.Precedence,
        roleArn: input.RoleArn,
        createdAt: now(),
        modifiedAt: now(),
      }
      pool.groups.put(group.name, group)
      return { Group: groupShape(pool.id, group) }
    },
  ),

  GetGroup: operation(z.object(grouped), ({ UserPoolId, GroupName }) => ({
    Group: groupShape(UserPoolId, find(pools.get(UserPoolId), GroupName)),
  })),

  ListGroups: operation(z.object(pooled), ({ UserPoolId }) => ({
    Groups: [...pools.get(UserPoolId).groups.rows()].map((group) => groupShape(UserPoolId, group)),
  })),

  DeleteGroup: operation(z.object(grouped), ({ UserPoolId, GroupName }) => {
    const pool = pools.get(UserPoolId)
    pool.groups.delete(find(pool, GroupName).name)
    for (const user of pool.users.rows()) {
      if (!user.groups.includes(GroupName)) continue
      pool.changeUser(user.sub, ({ groups }) => ({ groups: groups.filter((name) => name !== GroupName) }))
    }
    return {}
  }),

  AdminAddUserToGroup: operation(member, ({ UserPoolId, GroupName, Username }) => {
    const pool = pools.get(UserPoolId)
    const { name } = find(pool, GroupName)
    pool.changeUser(knownUser(pool, Username).sub, ({ groups }) => ({
      groups: [...new Set([...groups, name])],
    }))
    return {}
  }),

  AdminRemoveUserFromGroup: operation(member, ({ UserPoolId, GroupName, Username }) => {
    const pool = pools.get(UserPoolId)
    const { name } = find(pool, GroupName)
    pool.changeUser(knownUser(pool, Username).sub, ({ groups }) => ({
      groups: groups.filter((candidate) => candidate !== name),
    }))
    return {}
  }),

  AdminListGroupsForUser: operation(
    z.object({ ...pooled, Username: z.string() }),
    ({ UserPoolId, Username }) => {
      const pool = pools.get(UserPoolId)
      const groups = knownUser(pool, Username).groups.flatMap((name) => pool.groups.get(name) ?? [])
      return { Groups: groups.map((group) => groupShape(pool.id, group)) }
    },
  ),
})
