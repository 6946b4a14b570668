// A person's picture: initials, in a colour of their own once the site has said who they are.
import { Avatar } from '@mantine/core'
import { initialsOf } from './initials.ts'
import type { Person } from './person.ts'

export const PersonAvatar = ({ person, size }: { person: Person; size: number }) => (
  <Avatar size={size} name={person.name} color={person.known ? 'initials' : 'gray'} alt="" aria-hidden="true">
    {initialsOf(person.name)}
  </Avatar>
)
