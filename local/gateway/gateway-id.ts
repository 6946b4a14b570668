// Ids as API Gateway writes them: short, base64 with its one `=`, and safe inside a path.
import { randomBytes } from 'node:crypto'

export type NewId = () => string

/** 11 bytes make 15 characters and one `=`, like `L0SM9cOFvHcCIhw=`. */
export const gatewayId: NewId = () => `${randomBytes(11).toString('base64url')}=`
