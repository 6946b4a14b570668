// The six digits at the end of a key: a typo is told from a key without a look-up.
import { base62FromNumber } from '../text/base62.ts'

export const CHECKSUM_DIGITS = 6

export const checksum = (text: string): string => base62FromNumber(crc32(text), CHECKSUM_DIGITS)

/** CRC-32 (IEEE), bit by bit: keys are short. It catches every change of up to four neighbouring characters. */
const crc32 = (text: string): number => {
  let crc = 0xffff_ffff
  for (let at = 0; at < text.length; at++) {
    crc ^= text.charCodeAt(at)
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0)
  }
  return (crc ^ 0xffff_ffff) >>> 0
}
