// Prints one hash over all that an assembly is made of: what was built, the template's sources and the CDK itself.
import { fileURLToPath } from 'node:url'
import { fingerprint } from './fingerprint.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
console.log(
  fingerprint(root, [
    'dist/fingerprints.json',
    'lib',
    'bin',
    'core/limits.ts',
    'cdk.json',
    'package-lock.json',
  ]),
)
