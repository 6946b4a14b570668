// Turns the theme into a style sheet at build time: Mantine would write it into the page as inline style,
// which the security policy need not allow for this.
import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core'
import type { Plugin } from 'vite'
import { theme } from './theme.ts'

const ID = 'virtual:theme-variables.css'
const RESOLVED = `\0${ID}`

type Variables = Record<string, string>

const changed = (own: Variables, base: Variables): Variables =>
  Object.fromEntries(Object.entries(own).filter(([name, value]) => base[name] !== value))

const styleSheet = (): string => {
  const own = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme))
  const base = defaultCssVariablesResolver(DEFAULT_THEME)
  return convertCssVariables({
    variables: changed(own.variables, base.variables),
    light: changed(own.light, base.light),
    dark: changed(own.dark, base.dark),
  })
}

export const themeVariables = (): Plugin => ({
  name: 'theme-variables',
  resolveId: (id) => (id === ID ? RESOLVED : undefined),
  load: (id) => (id === RESOLVED ? styleSheet() : undefined),
})
