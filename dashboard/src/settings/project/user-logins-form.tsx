// Whether the users of the site have their accounts here, and whose tokens of other providers sign them in.
import { Switch, TagsInput, Text } from '@mantine/core'
import { useState } from 'react'
import type { MemberProject } from '../../../../core/projects/project.ts'
import { fieldError } from '../../api/problem.ts'
import { CopyField } from '../../shell/copy-field.tsx'
import { FormSection } from '../form-section.tsx'
import { useProjectChange } from './use-project-change.ts'
import { userLoginSnippet } from './user-login-snippet.ts'

/** Client ids of a provider: one for each platform of a site, and some for tests. */
const CLIENT_IDS_MAX = 10

const PROVIDERS = [
  {
    name: 'googleClientIds',
    label: 'Client ids at Google',
    example: '1234567890-abc.apps.googleusercontent.com',
  },
  { name: 'appleClientIds', label: 'Client ids at Apple', example: 'com.example.shop' },
] as const

type Ids = Record<(typeof PROVIDERS)[number]['name'], string>

export const UserLoginsForm = ({ project }: { project: MemberProject }) => {
  const [userLogins, setUserLogins] = useState(project.userLogins)
  const [typed, setTyped] = useState<Ids>({ googleClientIds: '', appleClientIds: '' })
  const change = useProjectChange(project.projectId)
  // What is still being typed counts, as if Enter had been pressed.
  const whole = { ...userLogins }
  for (const { name } of PROVIDERS)
    if (typed[name].trim() !== '') whole[name] = [...new Set([...whole[name], typed[name].trim()])]

  const save = () => {
    setUserLogins(whole)
    setTyped({ googleClientIds: '', appleClientIds: '' })
    change.mutate({ userLogins: whole })
  }

  return (
    <FormSection
      title="Accounts of users"
      hint="For a site that has no logins of its own: its users sign up and in here, with a password, Google or Apple."
      fields={PROVIDERS.map(({ name }) => `userLogins.${name}`)}
      change={change}
      changed={JSON.stringify(whole) !== JSON.stringify(project.userLogins)}
      onSave={save}
    >
      <Switch
        label="Let users sign in"
        description="Off, nobody signs up or in, and tokens are not renewed. Accounts stay."
        checked={userLogins.enabled}
        onChange={(event) => setUserLogins({ ...userLogins, enabled: event.currentTarget.checked })}
      />
      {PROVIDERS.map(({ name, label, example }) => (
        <TagsInput
          key={name}
          label={label}
          description="A token signs in only if it was made for one of them. None, and nobody comes this way."
          placeholder={userLogins[name].length === 0 ? example : undefined}
          maxTags={CLIENT_IDS_MAX}
          disabled={!userLogins.enabled}
          value={userLogins[name]}
          onChange={(ids) => setUserLogins({ ...userLogins, [name]: ids })}
          searchValue={typed[name]}
          onSearchChange={(text) => setTyped((before) => ({ ...before, [name]: text }))}
          splitChars={[',', ' ']}
          // Submitting takes what is still typed; taking it on blur would move the button from under the pointer.
          acceptValueOnBlur={false}
          error={fieldError(change.error, `userLogins.${name}`)}
        />
      ))}
      {userLogins.enabled && project.publishableKey !== null && (
        <div>
          <Text size="sm" c="dimmed" mb="xs">
            In a page of one of your sites; all that these routes take is at <code>/api-docs</code>:
          </Text>
          <CopyField
            value={userLoginSnippet(location.origin, project.publishableKey)}
            label="how a page signs in"
          />
        </div>
      )}
    </FormSection>
  )
}
