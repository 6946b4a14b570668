import { describe, expect, test } from 'vitest'
import { creationOrder } from '../../../local/assembly/order.ts'
import { NO_VALUE, resolve, type Scope } from '../../../local/assembly/resolve.ts'

const scope: Scope = {
  ref: (name) => ({ Bucket: 'my-bucket', 'AWS::Region': 'us-east-1' })[name] ?? NO_VALUE,
  attribute: (logicalId, name) => `${logicalId}/${name}`,
  mapping: (map, top, second) => `${map}.${top}.${second}`,
  condition: (name) => name === 'Yes',
}

describe('intrinsic functions', () => {
  test.each([
    [{ Ref: 'Bucket' }, 'my-bucket'],
    [{ 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table/Arn'],
    [{ 'Fn::GetAtt': 'Table.Stream.Arn' }, 'Table/Stream.Arn'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Bucket' }, 'b']] }, 'a-my-bucket-b'],
    [
      { 'Fn::Sub': 'x-${Bucket}-${Table.Arn}-${AWS::Region}-${!Literal}' },
      'x-my-bucket-Table/Arn-us-east-1-${Literal}',
    ],
    [{ 'Fn::Sub': ['${Own}${Bucket}', { Own: { Ref: 'AWS::Region' } }] }, 'us-east-1my-bucket'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    [{ 'Fn::If': ['Yes', 1, 2] }, 1],
    [{ 'Fn::If': ['No', 1, 2] }, 2],
    [{ 'Fn::Equals': [{ Ref: 'Bucket' }, 'my-bucket'] }, true],
    [{ 'Fn::Contains': [['a', { Ref: 'Bucket' }], 'my-bucket'] }, true],
    [{ 'Fn::Contains': [['a'], 'b'] }, false],
    [{ 'Fn::Not': [{ Condition: 'Yes' }] }, false],
    [{ 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] }, true],
    [{ 'Fn::And': [{ Condition: 'No' }, { Condition: 'Yes' }] }, false],
    [{ 'Fn::FindInMap': ['m', 't', 's'] }, 'm.t.s'],
    [{ 'Fn::Base64': 'hi' }, 'aGk='],
  ])('%j', (value, wanted) => {
    expect(resolve(value, scope)).toEqual(wanted)
  })

  test('AWS::NoValue leaves out what holds it', () => {
    const value = { a: { Ref: 'AWS::NoValue' }, b: [1, { 'Fn::If': ['No', 2, { Ref: 'AWS::NoValue' }] }] }
    expect(resolve(value, scope)).toEqual({ b: [1] })
  })

  test('one that is not known is refused by name', () => {
    expect(() => resolve({ 'Fn::Transform': {} }, scope)).toThrow('Fn::Transform')
  })

  test('a policy statement with a condition block is no function call', () => {
    const statement = { Condition: { StringEquals: { a: 'b' } } }
    expect(resolve(statement, scope)).toEqual(statement)
  })
})

describe('creation order', () => {
  const type = 'T'

  test('puts everything after what it names', () => {
    const order = creationOrder({
      A: { Type: type, Properties: { x: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['B', 'Arn'] }]] } } },
      B: { Type: type, DependsOn: 'C' },
      C: { Type: type, Properties: { y: { 'Fn::Sub': 'z${D}' } } },
      D: { Type: type },
    })
    expect(order).toEqual(['D', 'C', 'B', 'A'])
  })

  test('refuses resources that wait for each other', () => {
    const circle = { A: { Type: type, Properties: { Ref: 'B' } }, B: { Type: type, DependsOn: ['A'] } }
    expect(() => creationOrder(circle)).toThrow('A → B → A')
  })
})
