// What a record of the quarantine is called outside: its key, so that it is found again without a list.
import { asciiFromBase64url, base64urlFromAscii } from '../text/base64url.ts'

/** The two kinds of keys there are: ours, and Lambda's own. */
const UNREADABLE = /^unreadable\/[\w-]{1,140}\/date=\d{4}-\d\d-\d\d\/[\w-]{1,200}\.json$/
const GIVEN_UP = /^aws\/lambda\/[\w-]{1,140}\/[\w-]{1,140}\/\d{4}\/\d\d\/\d\d\/[\w.:-]{1,200}$/

export const isQuarantineKey = (key: string): boolean => UNREADABLE.test(key) || GIVEN_UP.test(key)

export const recordIdOf = (key: string): string => base64urlFromAscii(key)

/** Undefined when no record can be called that: nothing else of the bucket, and no second spelling. */
export const keyOfRecordId = (recordId: string): string | undefined => {
  const key = asciiFromBase64url(recordId)
  return key !== undefined && isQuarantineKey(key) && recordIdOf(key) === recordId ? key : undefined
}
