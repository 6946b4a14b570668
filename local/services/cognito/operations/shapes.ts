// Records in the shape in which the API shows them.
import { asList } from '../attributes.ts'
import type { Group, User } from '../records.ts'
import { identitiesOf } from '../tokens.ts'

/** Times go over the wire in seconds. */
export const seconds = (at: number): number => at / 1_000

const attributeList = (user: User) => [
  { Name: 'sub', Value: user.sub },
  ...asList(user.attributes),
  ...(user.identities.length > 0 ? [{ Name: 'identities', Value: JSON.stringify(identitiesOf(user)) }] : []),
]

const userFacts = (user: User) => ({
  Username: user.username,
  UserCreateDate: seconds(user.createdAt),
  UserLastModifiedDate: seconds(user.modifiedAt),
  Enabled: user.enabled,
  UserStatus: user.status,
})

/** AdminGetUser says `UserAttributes` where the others say `Attributes`. */
export const adminUserShape = (user: User) => ({ ...userFacts(user), UserAttributes: attributeList(user) })
export const userShape = (user: User) => ({ ...userFacts(user), Attributes: attributeList(user) })
export const ownUserShape = (user: User) => ({ Username: user.username, UserAttributes: attributeList(user) })

export const groupShape = (poolId: string, group: Group) => ({
  GroupName: group.name,
  UserPoolId: poolId,
  Description: group.description,
  Precedence: group.precedence,
  RoleArn: group.roleArn,
  CreationDate: seconds(group.createdAt),
  LastModifiedDate: seconds(group.modifiedAt),
})
