// A template's rules: what must be true before anything of it is made.
import type { Template } from './load-assembly.ts'
import { resolve, type Scope } from './resolve.ts'

/** The sentence of each assertion that does not hold. */
export const brokenRules = ({ Rules = {} }: Template, scope: Scope): string[] =>
  Object.entries(Rules).flatMap(([name, { RuleCondition, Assertions }]) => {
    if (RuleCondition !== undefined && !resolve(RuleCondition, scope)) return []
    return Assertions.filter(({ Assert }) => !resolve(Assert, scope)).map(
      ({ AssertDescription }) => AssertDescription ?? `the rule ${name} does not hold`,
    )
  })
