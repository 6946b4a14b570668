// Mantine's look with the router's typed links.
import {
  ActionIcon,
  type ActionIconProps,
  Anchor,
  type AnchorProps,
  Button,
  type ButtonProps,
} from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type Html<Own> = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Own> & { ref?: Ref<HTMLAnchorElement> }

export const ButtonLink = createLink((props: ButtonProps & Html<ButtonProps>) => (
  <Button component="a" {...props} />
))

export const TextLink = createLink((props: AnchorProps & Html<AnchorProps>) => (
  <Anchor underline="always" {...props} />
))

export const IconLink = createLink((props: ActionIconProps & Html<ActionIconProps>) => (
  <ActionIcon component="a" {...props} />
))
