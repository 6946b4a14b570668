// The meter of a policy, by its shape.
import { type BucketState, bucketMeter } from './bucket.ts'
import type { Meter } from './meter.ts'
import type { BucketPolicy, Policy } from './policies.ts'
import { type WindowState, windowMeter } from './window.ts'

export type LimitState = WindowState | BucketState

export const isBucket = (policy: Policy): policy is BucketPolicy => 'burst' in policy

/** A policy's state is always of its own shape. */
export const meterOf = (policy: Policy): Meter<LimitState> =>
  isBucket(policy) ? bucketMeter(policy) : windowMeter(policy)
