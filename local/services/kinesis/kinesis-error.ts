// An error as the service names it, on its way to the wire.

export type KinesisErrorName =
  | 'ExpiredIteratorException'
  | 'InternalFailureException'
  | 'InvalidArgumentException'
  | 'LimitExceededException'
  | 'MissingAuthenticationTokenException'
  | 'ProvisionedThroughputExceededException'
  | 'ResourceInUseException'
  | 'ResourceNotFoundException'
  | 'SerializationException'
  | 'UnknownOperationException'
  | 'ValidationException'

export class KinesisError extends Error {
  readonly status: number

  constructor(name: KinesisErrorName, message: string, status = 400) {
    super(message)
    this.name = name
    this.status = status
  }
}
