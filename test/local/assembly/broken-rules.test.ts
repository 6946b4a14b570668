import { expect, test } from 'vitest'
import { brokenRules } from '../../../local/assembly/broken-rules.ts'
import type { Template } from '../../../local/assembly/load-assembly.ts'
import type { Scope } from '../../../local/assembly/resolve.ts'

const scope: Scope = {
  ref: (name) => ({ 'AWS::Region': 'us-east-1', BootstrapVersion: '21' })[name],
  attribute: () => undefined,
  mapping: () => undefined,
  condition: () => false,
}
const broken = (Rules: NonNullable<Template['Rules']>) => brokenRules({ Resources: {}, Rules }, scope)
const inRegion = (region: string) => ({ 'Fn::Equals': [{ Ref: 'AWS::Region' }, region] })

test('a rule that holds says nothing', () => {
  const old = { 'Fn::Contains': [['1', '2', '3'], { Ref: 'BootstrapVersion' }] }
  expect(
    broken({
      Region: { Assertions: [{ Assert: inRegion('us-east-1'), AssertDescription: 'Elsewhere.' }] },
      Bootstrap: { Assertions: [{ Assert: { 'Fn::Not': [old] }, AssertDescription: 'Too old.' }] },
    }),
  ).toEqual([])
})

test('each assertion that does not hold is told in its own sentence, or by the name of its rule', () => {
  const Assert = inRegion('eu-west-1')
  const rules = { One: { Assertions: [{ Assert, AssertDescription: 'Only there.' }, { Assert }] } }
  expect(broken(rules)).toEqual(['Only there.', 'the rule One does not hold'])
})

test('a rule asserts nothing where its condition is not met', () => {
  const Assertions = [{ Assert: inRegion('eu-west-1') }]
  expect(broken({ One: { RuleCondition: inRegion('eu-west-1'), Assertions } })).toEqual([])
  expect(broken({ One: { RuleCondition: inRegion('us-east-1'), Assertions } })).toHaveLength(1)
})
