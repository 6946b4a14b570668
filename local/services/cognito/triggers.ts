// Lambda triggers: before a user is created, a function of the pool's owner says whether, and as what.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
import { z } from 'zod'
import { FunctionError } from '../../lambda/invoke.ts'
import { ServiceError } from '../json-service.ts'
import { attributesSchema } from './attributes.ts'
import type { Pool } from './pool.ts'

/** Calls a function by its ARN; throws what the function threw. */
export type InvokeFunction = (arn: string, event: unknown) => Promise<unknown>

export type PreSignUp = {
  source: 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser' | 'PreSignUp_ExternalProvider'
  userName: string
  /** Missing when no app client calls. */
  clientId?: string | undefined
  userAttributes: Record<string, string>
  validationData?: Record<string, string> | undefined
  clientMetadata?: Record<string, string> | undefined
}

export type Triggers = {
  /** What the pool's function answers; throws if it wants no such user. Without a function nothing is changed. */
  preSignUp(pool: Pool, about: PreSignUp): Promise<SignUpChanges>
}

const answerSchema = z.looseObject({
  response: z.looseObject({
    autoConfirmUser: z.boolean().default(false),
    autoVerifyEmail: z.boolean().default(false),
    autoVerifyPhone: z.boolean().default(false),
  }),
})

export type SignUpChanges = z.output<typeof answerSchema>['response']

const UNCHANGED: SignUpChanges = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false }

/** Those that this service calls; a pool with any other is refused. */
export const OFFERED_TRIGGERS = ['PreSignUp']

/** What kept the function from answering is ours to tell apart from an error that it threw on purpose. */
const failed = (error: unknown): ServiceError => {
  const message = error instanceof Error ? error.message : String(error)
  return error instanceof FunctionError && /^(Sandbox|Runtime)\./.test(error.errorType)
    ? new ServiceError('UnexpectedLambdaException', `PreSignUp failed due to error ${message}.`)
    : new ServiceError('UserLambdaValidationException', `PreSignUp failed with error ${message}.`)
}

export const triggers = (region: string, invoke: InvokeFunction | undefined): Triggers => ({
  preSignUp: async (pool, { source, userName, clientId, ...about }) => {
    const arn = pool.given().LambdaConfig?.PreSignUp
    if (!arn) return UNCHANGED
    if (!invoke) throw new ServiceError('UnexpectedLambdaException', `Nothing here runs the function ${arn}.`)
    const event = {
      version: '1',
      triggerSource: source,
      region,
      userPoolId: pool.id,
      userName,
      callerContext: {
        awsSdkVersion: 'aws-sdk-unknown-unknown',
        clientId: clientId ?? 'CLIENT_ID_NOT_APPLICABLE',
      },
      request: {
        userAttributes: about.userAttributes,
        validationData: about.validationData ?? null,
        ...(about.clientMetadata && { clientMetadata: about.clientMetadata }),
      },
      response: UNCHANGED,
    }
    const answer = await invoke(arn, event).catch((error: unknown) => {
      throw failed(error)
    })
    const parsed = answerSchema.safeParse(answer)
    if (!parsed.success) {
      throw new ServiceError('InvalidLambdaResponseException', 'Unrecognizable lambda output')
    }
    return parsed.data.response
  },
})

/** The attributes with those marked as verified that the function vouches for. */
export const withVerified = (
  attributes: Record<string, string>,
  { autoVerifyEmail, autoVerifyPhone }: SignUpChanges,
): Record<string, string> => {
  const vouched = [
    ['email', autoVerifyEmail],
    ['phone_number', autoVerifyPhone],
  ] as const
  const verified: Record<string, string> = {}
  for (const [name, isVouched] of vouched) {
    if (!isVouched) continue
    if (!attributes[name]) {
      throw new ServiceError('InvalidLambdaResponseException', `There is no ${name} to verify.`)
    }
    verified[`${name}_verified`] = 'true'
  }
  return { ...attributes, ...verified }
}

/** What a caller may hand on to the function beside the user. */
export const triggerInput = {
  ValidationData: attributesSchema.optional(),
  ClientMetadata: z.record(z.string(), z.string()).optional(),
}

export const toTrigger = ({
  ValidationData,
  ClientMetadata,
}: z.output<z.ZodObject<typeof triggerInput>>): Pick<PreSignUp, 'validationData' | 'clientMetadata'> => ({
  validationData:
    ValidationData && Object.fromEntries(ValidationData.map(({ Name, Value }) => [Name, Value])),
  clientMetadata: ClientMetadata,
})
