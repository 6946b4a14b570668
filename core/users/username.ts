// A username: another name of a user, unique in its project whatever its capitals.
import * as z from 'zod'
import { USERNAME_MAX_CHARS } from '../limits.ts'

export const usernameSchema = z
  .string()
  .trim()
  .min(1)
  .max(USERNAME_MAX_CHARS)
  .regex(/^\P{Cc}+$/u, 'must hold no control characters')

/** Two usernames with one key are the same. */
export const usernameKey = (username: string): string => username.trim().normalize('NFKC').toLowerCase()
