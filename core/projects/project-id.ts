// The ids of projects.
import * as z from 'zod'
import { base62FromBytes } from '../text/base62.ts'

const DIGITS = 16

export const projectIdSchema = z
  .string()
  .max(64)
  .regex(/^prj_[0-9A-Za-z]{12,}$/, 'is not the id of a project')

/** Random bytes that an id is made from: twice its digits, since a few are thrown away. */
export const PROJECT_ID_RANDOM_BYTES = 2 * DIGITS

export const makeProjectId = (random: Uint8Array): string => `prj_${base62FromBytes(random, DIGITS)}`
