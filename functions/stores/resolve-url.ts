// An address on the base that it was written on: the core knows no `URL`, and is given this.
import type { Resolve } from '../../core/assets/asset-address.ts'

export const resolveUrl: Resolve = (written, base) =>
  (base ? URL.parse(written, base) : URL.parse(written))?.href
