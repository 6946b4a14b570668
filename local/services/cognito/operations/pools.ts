// User pools: created, described, changed, listed, deleted.
import { z } from 'zod'
import { type Operations, operation, ServiceError } from '../../json-service.ts'
import type { Cognito } from '../cognito.ts'
import { DEFAULT_POLICY } from '../passwords.ts'
import type { Pool } from '../pool.ts'
import { OFFERED_TRIGGERS } from '../triggers.ts'
import { seconds } from './shapes.ts'

const names = z.array(z.string()).optional()
const settings = {
  Policies: z
    .looseObject({
      PasswordPolicy: z
        .looseObject({
          MinimumLength: z.number().int().min(6).max(99).optional(),
          RequireUppercase: z.boolean().optional(),
          RequireLowercase: z.boolean().optional(),
          RequireNumbers: z.boolean().optional(),
          RequireSymbols: z.boolean().optional(),
          PasswordHistorySize: z.number().int().min(0).max(24).optional(),
          TemporaryPasswordValidityDays: z.number().int().min(0).max(365).optional(),
        })
        .optional(),
    })
    .optional(),
  AutoVerifiedAttributes: names,
  AdminCreateUserConfig: z.looseObject({ AllowAdminCreateUserOnly: z.boolean().optional() }).optional(),
  AccountRecoverySetting: z
    .looseObject({
      RecoveryMechanisms: z.array(z.object({ Name: z.string(), Priority: z.number() })).optional(),
    })
    .optional(),
  DeletionProtection: z.enum(['ACTIVE', 'INACTIVE']).optional(),
  MfaConfiguration: z.enum(['OFF', 'OPTIONAL', 'ON']).optional(),
  LambdaConfig: z.looseObject({ PreSignUp: z.string().optional() }).optional(),
}
const createSchema = z.looseObject({
  ...settings,
  PoolName: z.string().min(1).max(128),
  UsernameAttributes: names,
  AliasAttributes: names,
  UsernameConfiguration: z.looseObject({ CaseSensitive: z.boolean() }).optional(),
  Schema: z
    .array(
      z.looseObject({
        Name: z.string().optional(),
        Required: z.boolean().optional(),
        Mutable: z.boolean().optional(),
        AttributeDataType: z.string().optional(),
      }),
    )
    .optional(),
})
const pooled = z.object({ UserPoolId: z.string() })

/** Refused rather than ignored: a pool that needs them would let people in who should not be. */
const refuseUnknown = (given: {
  MfaConfiguration?: string | undefined
  LambdaConfig?: object | undefined
}) => {
  const trigger = Object.keys(given.LambdaConfig ?? {}).find((name) => !OFFERED_TRIGGERS.includes(name))
  const refused =
    given.MfaConfiguration === 'ON' ? 'MfaConfiguration ON' : trigger && `The trigger ${trigger}`
  if (refused)
    throw new ServiceError('InvalidParameterException', `${refused} is not offered by this service.`)
}

const withDefaults = <Given extends z.output<typeof createSchema>>(given: Given) => ({
  ...given,
  Policies: { ...given.Policies, PasswordPolicy: given.Policies?.PasswordPolicy ?? DEFAULT_POLICY },
  MfaConfiguration: given.MfaConfiguration ?? 'OFF',
  DeletionProtection: given.DeletionProtection ?? 'INACTIVE',
})

const describe = (pool: Pool) => {
  const { id, name, arn, createdAt, modifiedAt, given } = pool.settings()
  const { PoolName: _, Schema, ...rest } = given
  const domain = [...pool.domains.rows()][0]?.name
  return {
    ...rest,
    Id: id,
    Name: name,
    Arn: arn,
    Domain: domain,
    SchemaAttributes: Schema,
    EstimatedNumberOfUsers: pool.users.size,
    CreationDate: seconds(createdAt),
    LastModifiedDate: seconds(modifiedAt),
  }
}

export const poolOperations = ({ pools, now }: Cognito): Operations => ({
  CreateUserPool: operation(createSchema, async (given) => {
    refuseUnknown(given)
    if (given.UsernameAttributes?.length && given.AliasAttributes?.length) {
      throw new ServiceError(
        'InvalidParameterException',
        'Only one of the aliasAttributes or usernameAttributes can be set in a user pool.',
      )
    }
    return { UserPool: describe(await pools.create(withDefaults(given))) }
  }),

  DescribeUserPool: operation(pooled, ({ UserPoolId }) => ({ UserPool: describe(pools.get(UserPoolId)) })),

  UpdateUserPool: operation(
    z.looseObject({ ...settings, UserPoolId: z.string(), PoolName: z.string().optional() }),
    ({ UserPoolId, ...changes }) => {
      refuseUnknown(changes)
      const pool = pools.get(UserPoolId)
      const { given, ...current } = pool.settings()
      const { PoolName, UsernameAttributes, AliasAttributes, UsernameConfiguration, Schema } = given
      // How people are told apart is settled when the pool is created; all else is replaced.
      const fixed = { UsernameAttributes, AliasAttributes, UsernameConfiguration, Schema }
      const name = changes.PoolName ?? PoolName
      pool.configure({
        ...current,
        name,
        modifiedAt: now(),
        given: withDefaults({ ...changes, ...fixed, PoolName: name }),
      })
      return {}
    },
  ),

  DeleteUserPool: operation(pooled, async ({ UserPoolId }) => {
    const pool = pools.get(UserPoolId)
    if (pool.given().DeletionProtection === 'ACTIVE') {
      throw new ServiceError(
        'InvalidParameterException',
        'The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.',
      )
    }
    await pools.remove(pool)
    return {}
  }),

  ListUserPools: operation(
    z.object({ MaxResults: z.number().int().min(1).max(60), NextToken: z.string().optional() }),
    ({ MaxResults, NextToken = '0' }) => {
      const start = Number(NextToken)
      const all = pools.all()
      return {
        UserPools: all.slice(start, start + MaxResults).map((pool) => {
          const { id, name, createdAt, modifiedAt } = pool.settings()
          return {
            Id: id,
            Name: name,
            CreationDate: seconds(createdAt),
            LastModifiedDate: seconds(modifiedAt),
          }
        }),
        NextToken: start + MaxResults < all.length ? String(start + MaxResults) : undefined,
      }
    },
  ),
})
