// The script itself: starts by what its tag says.
import { install, type Page } from './install.ts'
import { readScriptTag } from './script-tag.ts'

install(window as Page, readScriptTag(document.currentScript))
